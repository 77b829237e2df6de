// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a World is made of. The parts of its work are files of their own: kernel.cpp (time),
// processes.cpp (crash, pause, clocks), network.cpp, decisions.cpp, disk.cpp and files.cpp.
//
// Invariants: a process that is busy (its disk takes time) or paused does nothing; what comes to it
// meanwhile waits in its line, in order. A handler never runs within another. Actors, links and
// files stand in vectors and maps by number and by name, never by address.
// Thread rule: one thread.
#pragma once

#include "clock.hpp"
#include "disk.hpp"
#include "queue.hpp"

#include <deque>

namespace testkit::sim::core {

struct Link {
  NetworkOptions options;
  std::uint64_t seed = 0;  // of "net/FROM-TO"
  std::uint64_t sent = 0;
  Time free_at{};          // for links of limited capacity
  bool is_cut = false;
};

class OwnProcess;

// An actor, and what outlives its crashes.
struct Machine {
  Machine(ActorId own, std::string called, ActorFactory made_by, std::uint64_t seed);

  const ActorId id;
  const std::string name;
  const ActorFactory factory;
  patina::base::Random random;  // "actor/ID"
  Clock clock;
  std::vector<Link> links;      // to each actor, by its number less one
  Disk disk;
  std::unique_ptr<OwnProcess> process;
  std::unique_ptr<Actor> actor;
  std::uint32_t incarnation = 0;
  bool has_started = false;  // ever
  bool is_starting = false;  // it will, at the event that is set
  bool is_up = false;
  bool is_paused = false;
  bool is_dying = false;     // Crashed is on its way out of it
  bool has_wake = false;     // an event is set that takes the next of its line
  Time busy_until{};
  struct Waiting {
    Slot slot;
    std::uint64_t sequence;
  };
  std::deque<Waiting> line;
};

class Kernel {
 public:
  Kernel(std::uint64_t seed, const Options& options, World& world);
  ~Kernel();

  // Time.
  bool step();
  bool is_over() const { return events_ >= options_.events_max; }
  bool has_next_until(Time end) {
    return !is_over() && queue_.settle() && queue_.next_time() <= end;
  }
  void at(Time time, std::function<void()> act);

  // Processes.
  Machine& machine(ActorId id);
  Machine& add(std::string name, ActorFactory factory);
  void set_start(Machine& machine);
  template <class Act>
  void run_as(Machine& machine, Act act);
  void crash(Machine& machine);
  [[noreturn]] void die(Machine& machine);  // of which something is running
  void pause(Machine& machine);
  void resume(Machine& machine);
  void jump_clock(Machine& machine, Duration by);
  void set_drift(Machine& machine, std::int32_t per_million);
  void spend(Machine& machine, Duration time) { machine.busy_until = free_time(machine) + time; }
  Time free_time(const Machine& machine) const { return std::max(now_, machine.busy_until); }

  // Network.
  void send(Machine& from, ActorId to, PayloadPtr payload);
  void set_cut(ActorId from, ActorId to, bool is_cut);
  void heal();
  static void check(const NetworkOptions& options);

  TimerId set_timer(Machine& machine, Duration after, TimerTag tag);
  void cancel_timer(Machine& machine, TimerId timer);

  bool takes(std::string_view stream, std::uint64_t nth);
  // Of "net/1-2 loss" and its like: the name is made only if somebody will read it.
  bool takes(const char* prefix, ActorId a, ActorId b, const char* what, std::uint64_t nth);

  // Gives the event its number, and tells the observers before and after `act`.
  template <class Act>
  void happen(Event event, Act act);
  void happen(const Event& event) { happen(event, [] {}); }

  const std::uint64_t seed_;
  Options options_;
  World& world_;
  Time now_{};
  std::uint64_t events_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t hash_ = 0;
  bool is_stopped_ = false;
  bool has_dying_ = false;
  int happening_ = 0;            // events within each other
  std::uint64_t outermost_ = 0;  // the number of the last that was within no other
  ActorId running_ = 0;  // whose code is on the stack
  NetworkOptions network_;
  std::vector<std::unique_ptr<Machine>> machines_;
  std::vector<Observer*> observers_;
  std::vector<Decision> taken_;

 private:
  void bury(Machine& machine);
  void bury_dying();
  void start(Machine& machine);
  void dispatch(Slot slot);
  void come_to(Machine& machine, Slot slot);
  void handle(Machine& machine, Slot slot);
  void wake(Machine& machine);
  void set_wake(Machine& machine);
  void empty_line(Machine& machine);
  std::vector<Slot> timers_of(const Machine& machine);
  void set_anew(const Machine& machine, const std::vector<Slot>& timers);
  void arrive(Machine& machine, Slot slot);
  void deliver_at(Time time, ActorId from, ActorId to, std::uint64_t message, PayloadPtr payload);
  bool is_of(const Machine& machine, const Pending& pending) const;

  void mix(std::uint64_t word) {
    hash_ = (hash_ ^ word) * 0x9e3779b97f4a7c15u;
    hash_ ^= hash_ >> 32;
  }
  void mix(const Event& event);

  Queue queue_;
  std::vector<std::function<void()>> acts_;
  std::vector<std::size_t> free_acts_;
};

// What an actor has in hand. Dead from the crash on: an actor's destructor may still call it.
class OwnProcess final : public Process {
 public:
  OwnProcess(Kernel& kernel, Machine& machine)
      : kernel_(kernel), machine_(machine), files_(kernel, machine, is_dead_) {}

  ActorId id() const override { return machine_.id; }
  Time now() const override { return machine_.clock.read(kernel_.free_time(machine_)); }
  void send(ActorId to, PayloadPtr payload) override {
    if (!*is_dead_) kernel_.send(machine_, to, std::move(payload));
  }
  TimerId set_timer(Duration after, TimerTag tag) override {
    return *is_dead_ ? 0 : kernel_.set_timer(machine_, after, tag);
  }
  void cancel_timer(TimerId timer) override {
    if (!*is_dead_) kernel_.cancel_timer(machine_, timer);
  }
  patina::storage::Directory& files() override { return files_; }
  patina::base::Random& random() override { return machine_.random; }
  void note(std::string text) override {
    if (!*is_dead_) kernel_.happen({.kind = EventKind::note, .actor = machine_.id, .text = text});
  }
  void die() { *is_dead_ = true; }

 private:
  Kernel& kernel_;
  Machine& machine_;
  const std::shared_ptr<bool> is_dead_ = std::make_shared<bool>(false);  // open files know it too
  Files files_;
};

template <class Act>
void Kernel::happen(Event event, Act act) {
  struct Depth {
    int& events;
    ~Depth() { --events; }
  };
  event.number = ++events_;
  event.at = now_;
  mix(event);
  const Depth depth{++happening_};
  if (happening_ == 1) outermost_ = event.number;
  for (Observer* observer : observers_) observer->before(event);
  act();
  for (Observer* observer : observers_) observer->after(event);
}

inline void Kernel::mix(const Event& event) {
  mix(static_cast<std::uint64_t>(event.at.count()) << 6 | static_cast<std::uint64_t>(event.kind));
  mix(std::uint64_t{event.actor} << 32 | event.other);
  mix(event.message << 20 ^ event.tag);
  if (!event.text.empty()) mix(patina::base::hash_name(event.text));
}

template <class Act>
void Kernel::run_as(Machine& machine, Act act) {
  struct Restore {
    ActorId& running;
    const ActorId before;
    ~Restore() { running = before; }
  };
  {
    const Restore restore{running_, running_};
    running_ = machine.id;
    try {
      act();
    } catch (const Crashed& crashed) {
      if (crashed.actor != machine.id) throw;
    }
  }
  if (machine.is_dying) bury(machine);
}

}  // namespace testkit::sim::core
