// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Condition variables. Letting go of the mutex and falling asleep are one step; being notified
// makes a sleeper wait for the mutex, which is the step it does next.
#include "search.hpp"
#include "trace.hpp"
#include "views.hpp"

namespace testkit::explore {

void set_waiters(LockRecord& record);
bool is_free(const LockRecord& record, Share share);
void take(LockRecord& record, Share share, const char* name, Where where);

namespace {

std::uint32_t note_on(const Condition& condition, const char* name, Where where,
                      std::string text = "") {
  return note([&] {
    return Event{0, name, "condition",    condition.handle.index + 1, "", "", where,
                 0, 0,    std::move(text)};
  });
}

void let_go(LockRecord& record, std::uint32_t now) {
  record.owner = -1;
  record.event = now;
  record.view = view_of(me());
  record.shared_view = 0;
  next_epoch(me(), world.current);
  set_waiters(record);
}

void fall_asleep(ConditionRecord& record, std::uint32_t lock, Nanoseconds deadline, Where where) {
  Thread& thread = me();
  const Mask own = bit(world.current);
  record.sleeping |= own;
  thread.sleep = Sleep::condition;
  thread.sleeps_on = record.condition;
  thread.sleeps_object = lock;
  thread.deadline = deadline;
  thread.is_woken = false;
  thread.sleep_where = where;
  if (deadline != Nanoseconds::max())
    world.timed |= own;
  else
    world.enabled &= ~own, world.dreaming |= own;
}

void wake(ConditionRecord& record, int number) {
  Thread& thread = world.threads[number];
  LockRecord& lock = world.locks[thread.sleeps_object];
  record.sleeping &= ~bit(number);
  thread.is_woken = true;
  thread.sleep = Sleep::lock;
  thread.pending = {lock.birth.number, 0, Access::write, false, false};
  world.timed &= ~bit(number);
  world.dreaming &= ~bit(number);
  world.enabled |= bit(number);
  lock.waiting |= bit(number);
  set_waiters(lock);
}

}  // namespace

bool condition_wait(const Condition& condition, const Lock& lock, Nanoseconds deadline,
                    Where where) {
  if (!world.is_running) misused("a wait outside of an exploration would never end", where);
  const std::uint32_t index = index_of(condition, where);
  const std::uint32_t lock_index = index_of(lock, where);
  point({world.conditions[index].birth.number, world.locks[lock_index].birth.number, Access::write,
         false, false});
  ConditionRecord& record = world.conditions[index];
  if (!record.birth.is_alive) fail_dead(&condition, "condition", where);
  check_visible(record.birth, "condition", where);
  const std::uint32_t now = note_on(condition, "wait", where);
  if (world.locks[lock_index].owner != world.current)
    fail(Kind::misuse, "a wait on a condition variable needs its mutex locked", where, {now});
  let_go(world.locks[lock_index], now);
  fall_asleep(record, lock_index, deadline, where);
  note_change();
  block();
  Thread& thread = me();
  const bool timed_out = deadline != Nanoseconds::max() && !thread.is_woken;
  if (!thread.is_woken)
    note_on(condition, timed_out ? "time out" : "wake up", where, timed_out ? "" : "for no reason");
  world.conditions[index].sleeping &= ~bit(world.current);
  LockRecord& again = world.locks[lock_index];
  if (!is_free(again, Share::exclusive)) {  // only without a notification
    again.waiting |= bit(world.current);
    thread.sleep = Sleep::lock;
    thread.pending = {again.birth.number, 0, Access::write, false, false};
    set_waiters(again);
    block();
  }
  take(world.locks[lock_index], Share::exclusive, "lock again", where);
  return !timed_out;
}

void condition_notify(const Condition& condition, bool all, Where where) {
  if (!world.is_running) return;
  const std::uint32_t index = index_of(condition, where);
  point({world.conditions[index].birth.number, 0, Access::write, false, false});
  ConditionRecord& record = world.conditions[index];
  if (!record.birth.is_alive) fail_dead(&condition, "condition", where);
  check_visible(record.birth, "condition", where);
  Mask chosen = record.sleeping;
  const int count = count_of(chosen);
  if (!all && count > 1) chosen = bit(nth(chosen, search_branch(count, Branch::wake)));
  note([&] {
    std::string woken = chosen == 0 ? "nobody waits" : "wakes";
    for (Mask rest = chosen; rest != 0; rest &= rest - 1)
      woken += " thread " + std::to_string(lowest(rest));
    return Event{
        0, all ? "notify_all" : "notify_one", "condition", index + 1, "", "", where, 0, 0, woken};
  });
  if (chosen == 0) {
    ++record.lost_notifications;
    return;
  }
  record.lost_notifications = 0;
  for (; chosen != 0; chosen &= chosen - 1) wake(record, lowest(chosen));
  note_change();
}

}  // namespace testkit::explore
