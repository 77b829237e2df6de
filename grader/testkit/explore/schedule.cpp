// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Scheduling points, and fairness: a thread that says that it waits (yield, spin_hint, sleep), or
// that has done thirty-two steps while nothing changed, is passed over until something changes or
// nobody else can go. Without that, the search would follow a waiting loop for ever.
#include <testkit/arena.hpp>

#include "search.hpp"
#include "trace.hpp"
#include "views.hpp"

namespace testkit::explore {

World world;

namespace {

constexpr int idle_max = 32;
constexpr int idle_rounds_max = 500;

[[noreturn]] void fail_livelock(const char* why) {
  const OutsideArena outside;
  fail(Kind::livelock, why, me().sleep_where);
}

// Wakes the chosen one, if it slept and nobody else did.
void wake(int thread) {
  const Mask chosen = bit(thread);
  if ((world.dreaming & chosen) != 0 && (world.enabled & chosen) == 0) --world.spurious_left;
  if ((world.timed & chosen) != 0) {
    if (world.threads[thread].deadline > world.now) world.now = world.threads[thread].deadline;
    world.yielded |= chosen;  // the next time, the others go first
  }
  world.enabled |= chosen;
  world.dreaming &= ~chosen;
  world.timed &= ~chosen;
}

int choose_next() {
  if (world.has_failed) go_home();  // by a check, which does not stop in the middle of things
  if (++world.steps > world.options.steps_max)
    fail_livelock("the execution does not end: no thread seems to make progress");
  if (world.enabled == 0) fail_deadlock();
  Mask candidates = world.enabled & ~world.yielded;
  if (candidates == 0) {
    world.yielded = 0;
    candidates = world.enabled;
    if (++world.idle_rounds > idle_rounds_max)
      fail_livelock("every thread that can run waits for something that nobody will do");
  }
  if (world.spurious_left > 0) candidates |= world.dreaming;
  const int next = search_pick(candidates);
  if (world.is_pruned) go_home();
  if (next != world.current) {
    ++world.switches;
    if ((world.enabled & ~world.yielded & ~world.timed & bit(world.current)) != 0)
      ++world.preemptions;
  }
  world.trail.schedule.push_back(static_cast<std::uint8_t>(next));
  if ((bit(next) & (world.timed | world.dreaming)) != 0) wake(next);
  return next;
}

}  // namespace

bool commute(const Operation& a, const Operation& b) {
  if (a.access == Access::none || b.access == Access::none) return true;
  if (a.is_sequential && b.is_sequential && (a.is_fence || b.is_fence)) return false;
  const auto meets = [](std::uint32_t x, std::uint32_t y) { return x != 0 && x == y; };
  const bool same = meets(a.object, b.object) || meets(a.object, b.second) ||
                    meets(a.second, b.object) || meets(a.second, b.second);
  return !same || (a.access == Access::read && b.access == Access::read);
}

void note_change() {
  ++world.changes;
  world.yielded = 0;
  world.idle_rounds = 0;
}

void point(const Operation& operation) {
  Thread& thread = me();
  thread.pending = operation;
  if (thread.is_starting) {
    thread.is_starting = false;
    switch_to(thread.spawner);
    return;
  }
  if (thread.change_seen != world.changes) {
    thread.change_seen = world.changes;
    thread.idle = 0;
  } else if (++thread.idle > idle_max) {
    thread.idle = 0;
    world.yielded |= bit(world.current);
  }
  const int next = choose_next();
  if (next != world.current) switch_to(next);
}

void block() {
  if (me().is_starting) {
    me().is_starting = false;
    switch_to(me().spawner);
    return;
  }
  const int next = choose_next();
  if (next != world.current) switch_to(next);
}

void yield(const char* name, Where where) {
  if (!world.is_running) return;
  me().sleep_where = where;
  world.yielded |= bit(world.current);
  point({});
  note([&] { return Event{0, name, "", 0, "", "", where, 0, 0, ""}; });
}

void sleep_until(Nanoseconds deadline, Where where) {
  if (!world.is_running || deadline <= world.now) return yield("sleep", where);
  Thread& thread = me();
  thread.deadline = deadline;
  thread.sleep_where = where;
  world.timed |= bit(world.current);
  world.yielded |= bit(world.current);
  point({});
  note([&] { return Event{0, "sleep", "", 0, "", "", where, 0, 0, ""}; });
}

Nanoseconds now() noexcept { return world.now; }

void note_failure(Kind kind, std::string_view text, Where where,
                  const std::vector<std::uint32_t>& events) {
  const OutsideArena outside;
  world.has_failed = true;
  world.failure.kind = kind;
  world.failure.text.assign(text);  // a copy: the argument may lie in the arena
  world.failure.where = where;
  world.failure.events.assign(events.begin(), events.end());
  world.failure.thread = world.current;
}

void fail(Kind kind, std::string text, Where where, std::vector<std::uint32_t> events) {
  if (!world.has_failed) note_failure(kind, text, where, events);
  world.is_running = false;  // what happens on the way home is none of the execution
  arena_pauses = 0;          // those of the fibers that are left behind
  go_home();
}

}  // namespace testkit::explore
