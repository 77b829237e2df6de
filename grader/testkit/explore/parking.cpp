// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Sleeping on an address. A sleeper is found by the address alone: unpark reads nothing there.
#include "search.hpp"
#include "trace.hpp"

namespace testkit::explore {
namespace {

// The number of the atomic at an address that need not hold one any more; 0 if it doesn't.
std::uint32_t number_at(const void* address) {
  for (std::uint32_t i = world.atom_count; i-- > 0;)
    if (world.atoms[i].atom == address && world.atoms[i].birth.is_alive)
      return world.atoms[i].birth.number;
  return 0;
}

Mask sleepers_on(const void* address) {
  Mask found = 0;
  for (int i = 0; i < world.thread_count; ++i)
    if (world.threads[i].sleep == Sleep::address && world.threads[i].sleeps_on == address)
      found |= bit(i);
  return found;
}

void wake(int thread) {
  Thread& sleeper = world.threads[thread];
  sleeper.sleep = Sleep::none;
  sleeper.is_woken = true;
  world.timed &= ~bit(thread);
  world.dreaming &= ~bit(thread);
  world.enabled |= bit(thread);
  note_change();
}

}  // namespace

bool park_on(const Atom& word, Bits expected, Nanoseconds deadline, Where where) {
  if (!world.is_running) misused("park outside of an exploration would never end", where);
  const std::uint32_t index = index_of(word, where);
  const std::uint32_t number = world.atoms[index].birth.number;
  point({number, 0, Access::write, false, false});
  AtomRecord& record = world.atoms[index];
  if (!record.birth.is_alive) fail_dead(&word, "atomic", where);
  record.accessed.at[world.current] = me().clock.at[world.current];
  const Store& newest = record.stores[record.count - 1];  // the kernel reads no old value
  const bool sleeps = newest.bits == expected;
  record.accessed_event[world.current] = note([&] {
    return Event{0,  "park", "atomic", index + 1, word.type->print(newest.bits),
                 "", where,  0,        0,         sleeps ? "sleeps" : "does not sleep"};
  });
  if (!sleeps) return true;
  Thread& thread = me();
  thread.sleep = Sleep::address;
  thread.sleeps_on = &word;
  thread.sleeps_object = index + 1;
  thread.deadline = deadline;
  thread.is_woken = false;
  thread.sleep_where = where;
  const Mask own = bit(world.current);
  const bool is_timed = deadline != Nanoseconds::max();
  if (is_timed)
    world.timed |= own;
  else
    world.enabled &= ~own, world.dreaming |= own;
  block();
  thread.sleep = Sleep::none;
  const bool timed_out = is_timed && !thread.is_woken;
  note([&] {
    return Event{0,        timed_out ? "time out" : "wake up",
                 "atomic", index + 1,
                 "",       "",
                 where,    0,
                 0,        thread.is_woken || timed_out ? "" : "for no reason"};
  });
  return !timed_out;
}

void unpark(const void* address, bool all, Where where) {
  if (!world.is_running) return;
  point({number_at(address), 0, Access::write, false, false});
  Mask sleepers = sleepers_on(address);
  const int count = count_of(sleepers);
  if (!all && count > 1) sleepers = bit(nth(sleepers, search_branch(count, Branch::wake)));
  note([&] {
    std::string woken = sleepers == 0 ? "nobody sleeps" : "wakes";
    for (Mask rest = sleepers; rest != 0; rest &= rest - 1)
      woken += " thread " + std::to_string(lowest(rest));
    std::uint32_t object = 0;
    for (std::uint32_t i = 0; i < world.atom_count; ++i)
      if (world.atoms[i].atom == address) object = i + 1;
    return Event{0,    all ? "unpark_all" : "unpark_one", "atomic", object, "", "", where, 0, 0,
                 woken};
  });
  for (; sleepers != 0; sleepers &= sleepers - 1) wake(lowest(sleepers));
}

}  // namespace testkit::explore
