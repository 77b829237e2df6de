// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Processes: they start, crash, are paused, and have clocks of their own.
#include "kernel.hpp"

#include <algorithm>
#include <string>
#include <tuple>

namespace testkit::sim::core {

Machine::Machine(ActorId own, std::string called, ActorFactory made_by, std::uint64_t seed)
    : id(own),
      name(std::move(called)),
      factory(std::move(made_by)),
      random(patina::base::Random::stream(seed, "actor/" + std::to_string(own))),
      disk(own, seed) {}

Machine& Kernel::machine(ActorId id) {
  PATINA_ASSERT(id >= 1 && id <= machines_.size(), "an actor's number was given by add()");
  return *machines_[id - 1];
}

Machine& Kernel::add(std::string name, ActorFactory factory) {
  const auto id = static_cast<ActorId>(machines_.size() + 1);
  machines_.push_back(std::make_unique<Machine>(id, std::move(name), std::move(factory), seed_));
  Machine& added = *machines_.back();
  added.disk.options = options_.disk;
  auto clock = patina::base::Random::stream(seed_, "clock/" + std::to_string(id));
  const auto drift = std::int64_t{options_.clock_drift_per_million};
  const auto skew = options_.clock_skew_max.count();
  const auto drawn_drift = static_cast<std::int32_t>(clock.between(-drift, drift));
  added.clock = Clock(Duration(clock.between(-skew, skew)), drawn_drift);
  for (const auto& from : machines_) {
    for (ActorId to = static_cast<ActorId>(from->links.size()) + 1; to <= id; ++to) {
      const std::string stream = "net/" + std::to_string(from->id) + "-" + std::to_string(to);
      from->links.push_back({.options = network_,
                             .seed = patina::base::Random::stream(seed_, stream).next()});
    }
  }
  set_start(added);
  return added;
}

void Kernel::set_start(Machine& machine) {
  if (machine.is_up || machine.is_starting) return;
  machine.is_starting = true;
  const Slot slot = queue_.take_slot();
  Pending& pending = queue_[slot];
  pending.task = Task::start;
  pending.actor = machine.id;
  pending.incarnation = machine.incarnation;
  queue_.push(now_, slot);
}

void Kernel::start(Machine& machine) {
  machine.is_starting = false;
  machine.is_up = true;
  machine.busy_until = now_;
  const EventKind kind = machine.has_started ? EventKind::restart : EventKind::start;
  machine.has_started = true;
  happen({.kind = kind, .actor = machine.id, .text = machine.name}, [&] {
    run_as(machine, [&] {
      machine.process = std::make_unique<OwnProcess>(*this, machine);
      machine.actor = machine.factory(*machine.process);
      PATINA_ASSERT(machine.actor != nullptr, "a factory makes an actor");
      machine.actor->start();
    });
  });
}

void Kernel::die(Machine& machine) {
  machine.is_dying = has_dying_ = true;
  if (machine.process != nullptr) machine.process->die();
  throw Crashed{machine.id};
}

void Kernel::crash(Machine& machine) {
  if (machine.is_starting) {
    machine.is_starting = false;
    ++machine.incarnation;
  }
  if (!machine.is_up || machine.is_dying) return;
  if (running_ == machine.id) die(machine);
  bury(machine);
}

// One that crashed while the world was not on the stack to catch it.
void Kernel::bury_dying() {
  has_dying_ = false;
  for (const auto& machine : machines_)
    if (machine->is_dying) bury(*machine);
}

void Kernel::bury(Machine& machine) {
  happen({.kind = EventKind::crash, .actor = machine.id, .text = machine.name}, [&] {
    if (machine.process != nullptr) machine.process->die();
    machine.actor.reset();
    machine.process.reset();
    machine.is_up = machine.is_paused = machine.is_dying = machine.has_wake = false;
    ++machine.incarnation;
    const bool is_kept = machine.disk.draws_to_keep();
    machine.disk.crash(is_kept && takes("disk/", machine.id, 0, "kept", machine.disk.crashes()));
    empty_line(machine);
  });
}

// Messages that waited for it are lost with it; its timers are gone.
void Kernel::empty_line(Machine& machine) {
  std::deque<Machine::Waiting> line;
  line.swap(machine.line);
  for (const Machine::Waiting& waiting : line) {
    if (queue_[waiting.slot].sequence != waiting.sequence) continue;
    if (queue_[waiting.slot].task == Task::deliver) {
      arrive(machine, waiting.slot);
    } else {
      queue_.give_back(waiting.slot);
    }
  }
}

void Kernel::pause(Machine& machine) {
  if (!machine.is_up || machine.is_paused) return;
  machine.is_paused = true;
  happen({.kind = EventKind::pause, .actor = machine.id});
}

void Kernel::resume(Machine& machine) {
  if (!machine.is_paused) return;
  machine.is_paused = false;
  happen({.kind = EventKind::resume, .actor = machine.id});
  set_wake(machine);
}

// Those that are set, in the order in which they are due.
std::vector<Slot> Kernel::timers_of(const Machine& machine) {
  std::vector<std::tuple<Time, std::uint64_t, Slot>> timers;
  for (Slot slot = 0; slot < queue_.slots(); ++slot) {
    const Pending& pending = queue_[slot];
    if (pending.task == Task::timer && pending.actor == machine.id && !pending.is_waiting &&
        pending.incarnation == machine.incarnation)
      timers.emplace_back(pending.due, pending.sequence, slot);
  }
  std::sort(timers.begin(), timers.end());
  std::vector<Slot> slots;
  for (const auto& [due, sequence, slot] : timers) slots.push_back(slot);
  return slots;
}

void Kernel::set_anew(const Machine& machine, const std::vector<Slot>& timers) {
  for (const Slot slot : timers)
    queue_.push(std::max(now_, machine.clock.when(queue_[slot].due)), slot);
}

void Kernel::jump_clock(Machine& machine, Duration by) {
  machine.clock.jump(by);
  happen({.kind = EventKind::clock, .actor = machine.id, .tag = static_cast<TimerTag>(by.count())});
  const std::vector<Slot> timers = timers_of(machine);
  if (by > Duration(0)) return set_anew(machine, timers);
  for (const Slot slot : timers) queue_[slot].due += by;  // the world's time for it is what it was
}

void Kernel::set_drift(Machine& machine, std::int32_t per_million) {
  machine.clock.set_drift(now_, per_million);
  const std::string text = "drifts by " + std::to_string(per_million) + " per million";
  happen({.kind = EventKind::clock, .actor = machine.id, .text = text});
  set_anew(machine, timers_of(machine));
}

}  // namespace testkit::sim::core
