// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The simulator: actors with messages, timers and files, in a world of its own time, on one thread.
// It knows no protocol. Raft (lab 03), transactions (04) and the whole cluster (05) are its actors.
//
// Interface:
//   World world(seed, options)         everything that happens follows from both
//   world.add("n1", factory)           an actor; made by the factory, anew after each crash
//   world.run_for / run_until / step   lets virtual time pass, an event at a time
//   world.enter(id, act)               act as this actor does, between two events
//   world.crash, restart, pause, resume, reformat      processes
//   world.cut, link, heal ...          network: each direction of each pair is a link of its own
//   world.set_disk(id, options)        faults of a disk
//   world.watch(observer)              is told of every event, in order: checkers, traces, pictures
//
// Invariants: events happen in order of (time, number); equal worlds make equal traces, byte for
// byte. All draws come from named streams of the seed (patina/base/random.hpp): "net/1-2",
// "disk/3". What is drawn for the nth message of a link or the nth write of a disk follows from n
// alone, so that an overruled decision moves no other. Nothing here reads a clock, sleeps, or looks
// at an address.
// Thread rule: one thread.
#pragma once

#include <patina/base/random.hpp>
#include <patina/storage/file.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::sim {

using Duration = std::chrono::microseconds;  // a count; no clock is behind it
using Time = Duration;                       // since the world began
using namespace std::chrono_literals;

namespace core {
class Kernel;  // grader/testkit/sim/kernel.hpp
}

using ActorId = std::uint32_t;  // 1, 2, ... in order of add()

// What a message carries. Shared, never changed: a duplicate is the same payload twice.
class Payload {
 public:
  virtual ~Payload() = default;
  virtual std::string describe() const = 0;  // one line, for traces; no address, no clock
  virtual std::uint32_t bytes() const = 0;   // on the wire, for links of limited capacity
};
using PayloadPtr = std::shared_ptr<const Payload>;

using TimerTag = std::uint64_t;  // the actor's own word for a timer
using TimerId = std::uint64_t;

// What an actor can do. Lives as long as its actor: from one start to the next crash.
class Process {
 public:
  virtual ~Process() = default;
  virtual ActorId id() const = 0;
  virtual Time now() const = 0;  // by this process's own clock, which may be off and may drift
  virtual void send(ActorId to, PayloadPtr payload) = 0;
  virtual TimerId set_timer(Duration after, TimerTag tag) = 0;  // by its own clock too
  virtual void cancel_timer(TimerId timer) = 0;
  virtual patina::storage::Directory& files() = 0;
  virtual patina::base::Random& random() = 0;  // of this actor, "actor/ID"
  virtual void note(std::string text) = 0;     // an event of the trace: "becomes leader of term 3"
};

// A process that crashes in the middle of what it does is left by this exception: out of
// File::write or File::sync (crash_at_write, crash_at_sync), or out of World::crash, through the
// actor and into the world, which destroys the actor. So what stands behind the crash never runs.
// Let it pass: whoever catches it (Catch2's CHECK around such a call does) finds that nothing
// leaves any more, no message and no write.
struct Crashed {
  ActorId actor = 0;
};

class Actor {
 public:
  virtual ~Actor() = default;
  virtual void start() {}  // once, after it was made
  virtual void receive(ActorId from, const PayloadPtr& payload) = 0;
  virtual void timer(TimerTag tag) = 0;
};
using ActorFactory = std::function<std::unique_ptr<Actor>(Process&)>;

// --- faults --------------------------------------------------------------------------------------

struct NetworkOptions {
  Duration delay_min = 1ms;
  Duration delay_max = 10ms;  // uniform between both; jitter is what reorders
  std::uint32_t loss_per_million = 0;
  std::uint32_t duplicate_per_million = 0;
  std::uint32_t slow_per_million = 0;  // a message that takes slow_delay more: the long reordering
  Duration slow_delay = 500ms;
  std::uint64_t bytes_per_second = 0;  // of a link; 0: no limit
};

struct DiskOptions {
  Duration write_time = 0us;
  Duration sync_time = 0us;  // what a sync costs its process in virtual time
  std::uint64_t capacity_bytes = 0;  // 0: no limit; above it writes fail with no_space
  std::uint32_t write_error_per_million = 0;
  std::uint32_t sync_error_per_million = 0;
  std::uint32_t read_flip_per_million = 0;  // a bit of what is read
  bool keeps_unsynced_in_part = true;  // a crash keeps a drawn part of it; else loses all of it
};

// Whatever the world draws beyond delays is a decision: "the third message from 1 to 2 is lost". A
// shrunk run leaves some out, and all others stay as they were.
struct Decision {
  std::string stream;     // "net/1-2 loss", "net/1-2 duplicate", "nemesis", "client/2"
  std::uint64_t nth = 0;  // of this stream
  friend auto operator<=>(const Decision&, const Decision&) = default;
};

struct Options {
  NetworkOptions network;
  DiskOptions disk;
  std::int32_t clock_drift_per_million = 0;  // of each process, drawn from [-n, n]
  Duration clock_skew_max = 0us;             // likewise
  std::uint64_t events_max = 10'000'000;     // then the run ends, and says so
  std::vector<Decision> overruled;           // ascending: these do not take place
  std::optional<std::vector<Decision>> only;  // ascending: if given, no others take place
};

// --- what happens --------------------------------------------------------------------------------

enum class EventKind : std::uint8_t {
  start, crash, restart, pause, resume, reformat,   // a process
  send, deliver, lose, duplicate,                   // a message; `other` is the peer
  timer,
  write, sync, io_error,                            // a disk
  cut, heal, clock,                                 // the network between two; a clock
  note,                                             // what an actor says of itself
};
std::string_view name_of(EventKind kind);

struct Event {
  std::uint64_t number = 0;  // 1, 2, ...: the step that a report names
  Time at{};
  EventKind kind{};
  ActorId actor = 0;
  ActorId other = 0;
  std::uint64_t message = 0;   // the same for send, deliver, lose and duplicate of one message
  const PayloadPtr* payload = nullptr;  // valid during the call only
  TimerTag tag = 0;          // of a timer; of a write how many bytes; of a clock how far it jumps
  std::string_view text{};
};
std::string describe(const Event& event);  // one line: "12.345ms 1>2 deliver AppendEntries ..."

// Events nest: what an actor sends or writes on account of a message happens, with a later number,
// between before() and after() of that message's delivery. An observer may throw to end the run:
// the world is then good for nothing but questions. It may crash the actor that it is told of
// (crash() leaves by Crashed if that actor is in the middle of something).
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void before(const Event&) {}
  virtual void after(const Event&) {}  // the actor has done what it does about it
};

// --- the world -----------------------------------------------------------------------------------

class World {
 public:
  explicit World(std::uint64_t seed, const Options& options = {});
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  ActorId add(std::string name, ActorFactory factory);  // starts at the next step
  std::uint32_t actors() const;
  const std::string& name(ActorId id) const;
  Actor* actor(ActorId id) const;  // null while it is down
  bool is_up(ActorId id) const;
  bool is_paused(ActorId id) const;

  // Time. step() does the next event. It returns false when there is none, or is_over().
  Time now() const;
  std::uint64_t events() const;  // the number of the last one
  bool is_over() const;          // has events_max been reached?
  std::uint64_t happening() const;  // the event that is handled now, the outermost; 0: none
  bool step();
  void run_for(Duration duration);
  // Returns true iff `until` is true now or became so, looked at after each event, within `limit`.
  bool run_until(const std::function<bool()>& until, Duration limit);
  void at(Time time, std::function<void()> act);     // a scripted event of the world itself
  void stop();                                       // ends the run that is going on

  // Processes. What changes nothing is no event: crash() of one that is down, restart() of one that
  // is up.
  void crash(ActorId id);      // what is not synced is lost, or torn
  // Calls act() as a part of the actor: call an actor's own functions in no other way, because they
  // may end in a crash. Returns false iff it is down before (act() is not called then) or after.
  bool enter(ActorId id, const std::function<void()>& act);
  // Everything that changes a disk is a write: write, truncate, making a file, remove and rename.
  void crash_at_write(ActorId id, std::uint64_t nth);  // in the middle of its nth write from now on
  void crash_at_sync(ActorId id, std::uint64_t nth);   // just before its nth sync from now on
  void restart(ActorId id);
  void pause(ActorId id);      // timers and messages wait, in the order in which they came
  void resume(ActorId id);
  void reformat(ActorId id);   // while it is down: the disk is empty
  // Forward: timers whose time has come by the new clock are due at once. Back: no timer waits
  // longer.
  void jump_clock(ActorId id, Duration by);
  void set_drift(ActorId id, std::int32_t per_million);  // from now on; what it shows now stays
  std::uint64_t writes(ActorId id) const;  // since the world began; so that all points can be tried
  std::uint64_t syncs(ActorId id) const;

  // Network: each direction of each pair is a link of its own. A message arrives iff its link is
  // whole when it is sent and when it arrives, and its receiver is up then. A message to oneself is
  // never lost.
  void cut(ActorId from, ActorId to);
  void link(ActorId from, ActorId to);
  bool is_cut(ActorId from, ActorId to) const;
  void partition(const std::vector<std::vector<ActorId>>& sides);  // cuts all between two sides
  void isolate(ActorId id);  // from everybody, both ways
  void heal();               // all links whole; loss, duplication and slowness end too
  void set_network(const NetworkOptions& options);
  void set_link(ActorId from, ActorId to, const NetworkOptions& options);
  const NetworkOptions& options_of(ActorId from, ActorId to) const;
  void set_disk(ActorId id, const DiskOptions& options);

  // Decisions: may this one take place? If so, it is written down as taken. Asked only for what was
  // drawn to happen: most messages are not lost, and no decision is to lose them.
  bool takes(std::string_view stream, std::uint64_t nth);
  const std::vector<Decision>& taken() const;  // in order

  void watch(Observer& observer);  // in order of watching; the observer outlives the world
  patina::base::Random stream(std::string_view name) const;  // of this world's seed
  std::uint64_t trace_hash() const;  // of all events so far: equal runs, equal hashes

 private:
  std::unique_ptr<core::Kernel> kernel_;
};

}  // namespace testkit::sim
