// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// From an object of the shim to what is known about it, and what is wrong with the object if it
// isn't: memory that was freed, a stack frame that is gone, an object that was never made.
#include <testkit/arena.hpp>

#include "fibers.hpp"
#include "heap.hpp"
#include "trace.hpp"
#include "views.hpp"

namespace testkit::explore {
namespace {

// Writes down that an object was made by the current thread, or before all of them.
template <class Record>
std::uint32_t add(PlainVector<Record>& records, std::uint32_t& count, const Handle& handle,
                  bool is_old) {
  if (count == records.size()) records.resize(2 * records.size() + 16);
  const std::uint32_t index = count++;
  Record& record = records[index];
  record.birth.number = ++world.object_count;
  record.birth.thread = static_cast<std::int8_t>(is_old ? -1 : world.current);
  record.birth.epoch = is_old ? Epoch{0} : me().clock.at[world.current];
  record.birth.is_alive = true;
  handle.epoch = world.epoch;
  handle.index = index;
  return index;
}

constexpr Stamp first_stamp = 1024;

std::uint32_t add_atom(const Atom& atom, bool is_old) {
  const std::uint32_t index = add(world.atoms, world.atom_count, atom.handle, is_old);
  AtomRecord& record = world.atoms[index];
  record.atom = &atom;
  record.count = 1;
  record.accessed.clear();
  Store& store = record.stores[0];
  store.bits = atom.type->initial(&atom);
  store.stamp = first_stamp;
  store.view = 0;
  store.event = store.head = 0;
  store.is_rmw = false;
  if (!world.is_weak) return index;
  grow_stamps(world.atom_count);
  world.sequential[index] = 0;
  for (int i = 0; i < world.thread_count; ++i) {
    Thread& thread = world.threads[i];
    thread.seen[index] = is_old ? first_stamp : 0;
    thread.acquirable_seen[index] = 0;
    thread.stale[index] = 0;
  }
  me().seen[index] = first_stamp;
  return index;
}

std::uint32_t add_lock(const Lock& lock, bool is_old) {
  const std::uint32_t index = add(world.locks, world.lock_count, lock.handle, is_old);
  LockRecord& record = world.locks[index];
  record.lock = &lock;
  record.owner = -1;
  record.sharers = record.waiting = record.waiting_shared = 0;
  record.view = record.shared_view = 0;
  record.event = 0;
  return index;
}

std::uint32_t add_condition(const Condition& condition, bool is_old) {
  const std::uint32_t index =
      add(world.conditions, world.condition_count, condition.handle, is_old);
  world.conditions[index].condition = &condition;
  world.conditions[index].sleeping = 0;
  world.conditions[index].lost_notifications = 0;
  return index;
}

std::uint32_t add_cell(const Cell& cell, bool is_old) {
  const std::uint32_t index = add(world.cells, world.cell_count, cell.handle, is_old);
  CellRecord& record = world.cells[index];
  record.cell = &cell;
  record.writer = -1;
  record.reads.clear();
  record.reading = 0;
  record.writing = -1;
  return index;
}

// Is the handle that of a record in `records` that speaks of this very object?
template <class Record, class Object>
bool is_known(const PlainVector<Record>& records, std::uint32_t count, const Object& object,
              const Object* Record::*member) {
  const Handle& handle = object.handle;
  return handle.epoch == world.epoch && handle.index < count &&
         records[handle.index].*member == &object && records[handle.index].birth.is_alive;
}

// What may be new to the execution: an object with static storage, or one made before explore().
bool may_be_old(const void* object) { return !is_in_arena(object) && !is_on_a_stack(object); }

}  // namespace

void fail_dead(const void* object, const char* kind, Where where) {
  const OutsideArena outside;
  const std::uint32_t now = note([&] { return Event{0, "use", kind, 0, "", "", where, 0, 0, ""}; });
  const char* const place = is_on_a_stack(object) ? "whose scope has ended" : "that was destroyed";
  std::string text = std::string("thread ") + std::to_string(world.current) + " uses a" +
                     (kind[0] == 'a' ? "n " : " ") + kind + " " + place;
  fail(Kind::use_after_free, text, where, {now});
}

void check_visible(const Birth& birth, const char* kind, Where where) {
  if (birth.thread < 0 || me().clock.knows(birth.thread, birth.epoch)) return;
  const OutsideArena outside;
  const std::uint32_t now = note([&] { return Event{0, "use", kind, 0, "", "", where, 0, 0, ""}; });
  fail(Kind::race,
       "thread " + std::to_string(world.current) + " uses a" + (kind[0] == 'a' ? "n " : " ") +
           kind + " that thread " + std::to_string(birth.thread) +
           " made, and nothing orders the making before the use",
       where, {now});
}

std::uint32_t index_of(const Atom& atom, Where where) {
  if (is_known(world.atoms, world.atom_count, atom, &AtomRecord::atom)) return atom.handle.index;
  if (!may_be_old(&atom)) fail_dead(&atom, "atomic", where);
  return add_atom(atom, true);
}

std::uint32_t index_of(const Lock& lock, Where where) {
  if (is_known(world.locks, world.lock_count, lock, &LockRecord::lock)) return lock.handle.index;
  if (!may_be_old(&lock)) fail_dead(&lock, "mutex", where);
  return add_lock(lock, true);
}

std::uint32_t index_of(const Condition& condition, Where where) {
  if (is_known(world.conditions, world.condition_count, condition, &ConditionRecord::condition))
    return condition.handle.index;
  if (!may_be_old(&condition)) fail_dead(&condition, "condition", where);
  return add_condition(condition, true);
}

std::uint32_t index_of(const Cell& cell, Where where) {
  if (is_known(world.cells, world.cell_count, cell, &CellRecord::cell)) return cell.handle.index;
  if (!may_be_old(&cell)) fail_dead(&cell, "cell", where);
  return add_cell(cell, true);
}

void atom_made(const Atom& atom) {
  atom.handle.epoch = 0;
  if (world.is_running) add_atom(atom, false);
}
void lock_made(const Lock& lock) {
  lock.handle.epoch = 0;
  if (world.is_running) add_lock(lock, false);
}
void condition_made(const Condition& condition) {
  if (world.is_running) add_condition(condition, false);
}
void cell_made(const Cell& cell) {
  if (world.is_running) add_cell(cell, false);
}

// The destruction of an atomic is a plain access: all others have to come before it.
void atom_destroyed(const Atom& atom) noexcept {
  if (!world.is_running) return;
  AtomRecord& record = world.atoms[index_of(atom, Where())];
  record.birth.is_alive = false;
  const int thread = record.accessed.first_beyond(me().clock);
  if (thread < 0) return;
  const OutsideArena outside;
  const std::uint32_t now = note(
      [&] { return Event{0, "destroy", "atomic", atom.handle.index + 1, "", "", {}, 0, 0, ""}; });
  fail(Kind::race,
       "thread " + std::to_string(world.current) +
           " destroys an atomic, and nothing orders that after " + "the last use of it by thread " +
           std::to_string(thread),
       Where(), {record.accessed_event[thread], now});
}

void condition_destroyed(const Condition& condition) noexcept {
  if (!world.is_running) return;
  ConditionRecord& record = world.conditions[index_of(condition, Where())];
  record.birth.is_alive = false;
  if (record.sleeping != 0)
    fail(Kind::misuse, "a condition variable was destroyed while a thread waits on it", Where());
}

}  // namespace testkit::explore
