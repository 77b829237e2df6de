// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Time: one event after the other, and to whom each belongs.
#include "kernel.hpp"

#include <algorithm>
#include <string>

namespace testkit::sim::core {

Kernel::Kernel(std::uint64_t seed, const Options& options, World& world)
    : seed_(seed), options_(options), world_(world), network_(options.network) {
  std::sort(options_.overruled.begin(), options_.overruled.end());
  if (options_.only.has_value()) std::sort(options_.only->begin(), options_.only->end());
  check(network_);
}

Kernel::~Kernel() {
  observers_.clear();
  for (const auto& machine : machines_)
    if (machine->process != nullptr) machine->process->die();
  for (const auto& machine : machines_) machine->actor.reset();
}

bool Kernel::step() {
  if (has_dying_) bury_dying();
  if (is_over() || !queue_.settle()) return false;
  now_ = queue_.next_time();
  dispatch(queue_.pop());
  return true;
}

void Kernel::at(Time time, std::function<void()> act) {
  std::size_t place = acts_.size();
  if (free_acts_.empty()) {
    acts_.push_back(std::move(act));
  } else {
    place = free_acts_.back();
    free_acts_.pop_back();
    acts_[place] = std::move(act);
  }
  const Slot slot = queue_.take_slot();
  queue_[slot].task = Task::act;
  queue_[slot].word = place;
  queue_.push(std::max(time, now_), slot);
}

// A start, a timer or a wake is of one incarnation; a message is for whoever is up when it arrives.
bool Kernel::is_of(const Machine& machine, const Pending& pending) const {
  return pending.task == Task::deliver || pending.incarnation == machine.incarnation;
}

void Kernel::dispatch(Slot slot) {
  const Pending& pending = queue_[slot];
  if (pending.task == Task::act) {
    const std::size_t place = pending.word;
    queue_.give_back(slot);
    const std::function<void()> act = std::move(acts_[place]);
    free_acts_.push_back(place);
    return act();
  }
  Machine& to = *machines_[pending.actor - 1];
  if (!is_of(to, pending)) return queue_.give_back(slot);
  switch (pending.task) {
    case Task::start:
      queue_.give_back(slot);
      return start(to);
    case Task::wake:
      queue_.give_back(slot);
      return wake(to);
    case Task::deliver: return arrive(to, slot);
    default: return come_to(to, slot);
  }
}

void Kernel::come_to(Machine& machine, Slot slot) {
  if (!machine.is_paused && machine.busy_until <= now_ && machine.line.empty())
    return handle(machine, slot);
  queue_[slot].is_waiting = true;
  machine.line.push_back({slot, queue_[slot].sequence});
  set_wake(machine);
}

void Kernel::set_wake(Machine& machine) {
  if (machine.has_wake || machine.is_paused || machine.line.empty()) return;
  machine.has_wake = true;
  const Slot slot = queue_.take_slot();
  Pending& pending = queue_[slot];
  pending.task = Task::wake;
  pending.actor = machine.id;
  pending.incarnation = machine.incarnation;
  queue_.push(free_time(machine), slot);
}

void Kernel::wake(Machine& machine) {
  machine.has_wake = false;
  if (!machine.is_paused && machine.busy_until <= now_ && !machine.line.empty()) {
    const Machine::Waiting first = machine.line.front();
    machine.line.pop_front();
    if (queue_[first.slot].sequence == first.sequence) handle(machine, first.slot);
  }
  set_wake(machine);
}

void Kernel::handle(Machine& machine, Slot slot) {
  Pending& pending = queue_[slot];
  const std::uint64_t word = pending.word;
  const ActorId from = pending.other;
  const bool is_message = pending.task == Task::deliver;
  const PayloadPtr payload = std::move(pending.payload);
  queue_.give_back(slot);
  if (is_message) {
    happen({.kind = EventKind::deliver, .actor = machine.id, .other = from, .message = word,
            .payload = &payload},
           [&] { run_as(machine, [&] { machine.actor->receive(from, payload); }); });
  } else {
    happen({.kind = EventKind::timer, .actor = machine.id, .tag = word},
           [&] { run_as(machine, [&] { machine.actor->timer(word); }); });
  }
}

TimerId Kernel::set_timer(Machine& machine, Duration after, TimerTag tag) {
  const Time due = machine.clock.read(free_time(machine)) + std::clamp(after, Duration(0), longest);
  const Slot slot = queue_.take_slot();
  Pending& pending = queue_[slot];
  pending.task = Task::timer;
  pending.actor = machine.id;
  pending.incarnation = machine.incarnation;
  pending.word = tag;
  pending.due = due;
  queue_.push(std::max(now_, machine.clock.when(due)), slot);
  queue_[slot].timer = queue_[slot].sequence;
  return queue_[slot].sequence << 24 | slot;
}

void Kernel::cancel_timer(Machine& machine, TimerId timer) {
  const auto slot = static_cast<Slot>(timer & 0xffffff);
  if (timer == 0 || slot >= queue_.slots()) return;
  const Pending& pending = queue_[slot];
  if (pending.task == Task::timer && pending.actor == machine.id && pending.timer == timer >> 24)
    queue_.give_back(slot);
}

}  // namespace testkit::sim::core
