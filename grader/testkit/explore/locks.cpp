// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Mutexes. A thread whose next operation is to lock what is locked is not enabled: it takes no step
// to find that out.
#include <testkit/arena.hpp>

#include "search.hpp"
#include "trace.hpp"
#include "views.hpp"

namespace testkit::explore {

void set_waiters(LockRecord& record);
bool is_free(const LockRecord& record, Share share);
void take(LockRecord& record, Share share, const char* name, Where where);

namespace {

LockRecord& reach(const Lock& lock, Where where) {
  const std::uint32_t index = index_of(lock, where);
  point({world.locks[index].birth.number, 0, Access::write, false, false});
  LockRecord& record = world.locks[index];
  if (!record.birth.is_alive) fail_dead(&lock, "mutex", where);
  check_visible(record.birth, "mutex", where);
  return record;
}

bool holds(const LockRecord& record) {
  return record.owner == world.current || (record.sharers & bit(world.current)) != 0;
}

Event event_on(const LockRecord& record, const char* name, Where where, std::string text = "") {
  return {0, name, "mutex", record.lock->handle.index + 1, "", "", where, 0, 0, std::move(text)};
}

}  // namespace

bool is_free(const LockRecord& record, Share share) {
  return record.owner < 0 && (share == Share::shared || record.sharers == 0);
}

// Those that wait for the lock are enabled while it is free, and not otherwise.
void set_waiters(LockRecord& record) {
  if (is_free(record, Share::exclusive))
    world.enabled |= record.waiting;
  else
    world.enabled &= ~record.waiting;
  if (is_free(record, Share::shared))
    world.enabled |= record.waiting_shared;
  else
    world.enabled &= ~record.waiting_shared;
}

void take(LockRecord& record, Share share, const char* name, Where where) {
  const Mask own = bit(world.current);
  note([&] {
    Event event = event_on(record, name, where);
    event.syncs = record.event;
    return event;
  });
  record.waiting &= ~own;
  record.waiting_shared &= ~own;
  if (share == Share::exclusive)
    record.owner = world.current;
  else
    record.sharers |= own;
  me().sleep = Sleep::none;
  learn(me(), record.view);
  if (share == Share::exclusive) learn(me(), record.shared_view);
  set_waiters(record);
  note_change();
}

void lock_acquire(const Lock& lock, Share share, Where where) {
  if (!world.is_running) return;
  const std::uint32_t index = index_of(lock, where);
  LockRecord& before = world.locks[index];
  if (holds(before)) {
    const std::uint32_t now = note([&] { return event_on(before, "lock", where); });
    fail(Kind::misuse, "a thread locks a mutex that it holds already", where, {now});
  }
  Thread& thread = me();
  (share == Share::exclusive ? before.waiting : before.waiting_shared) |= bit(world.current);
  set_waiters(before);
  thread.sleep = Sleep::lock;
  thread.sleeps_object = index;
  thread.sleep_where = where;
  LockRecord& record = reach(lock, where);
  take(record, share, share == Share::exclusive ? "lock" : "lock_shared", where);
}

bool lock_try(const Lock& lock, Share share, Where where) {
  if (!world.is_running) return true;
  LockRecord& record = reach(lock, where);
  if (holds(record)) fail(Kind::misuse, "a thread tries to lock a mutex that it holds", where);
  const char* const name = share == Share::exclusive ? "try_lock" : "try_lock_shared";
  if (is_free(record, share)) return take(record, share, name, where), true;
  note([&] { return event_on(record, name, where, "is locked"); });
  return false;
}

void lock_release(const Lock& lock, Share share, Where where) {
  if (!world.is_running) return;
  LockRecord& record = reach(lock, where);
  const std::uint32_t now = note([&] {
    return event_on(record, share == Share::exclusive ? "unlock" : "unlock_shared", where);
  });
  const bool is_mine = share == Share::exclusive ? record.owner == world.current
                                                 : (record.sharers & bit(world.current)) != 0;
  if (!is_mine) {
    const OutsideArena outside;
    const std::string holder =
        record.owner < 0 ? "nobody holds" : "thread " + std::to_string(record.owner) + " holds";
    fail(Kind::misuse, "a thread unlocks a mutex that " + holder, where, {now});
  }
  record.event = now;
  if (share == Share::exclusive) {
    record.owner = -1;
    record.view = view_of(me());
    record.shared_view = 0;
  } else {
    record.sharers &= ~bit(world.current);
    record.shared_view = join_views(record.shared_view, view_of(me()));
  }
  next_epoch(me(), world.current);
  set_waiters(record);
  note_change();
}

void lock_destroyed(const Lock& lock) noexcept {
  if (!world.is_running) return;
  LockRecord& record = world.locks[index_of(lock, Where())];
  record.birth.is_alive = false;
  if (record.owner >= 0 || record.sharers != 0)
    fail(Kind::misuse, "a mutex was destroyed while it is locked", Where());
}

}  // namespace testkit::explore
