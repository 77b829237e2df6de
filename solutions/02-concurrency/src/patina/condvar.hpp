// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2b: Condvar, where a thread that holds a guard waits until another has changed the value.
//
// Interface:
//   wait(guard)                    gives the lock back, sleeps until notified, takes it again
//   wait_while(guard, predicate)   waits as long as predicate(T&) is true
//   wait_until(guard, deadline)    as wait, until a time of rt::clock; returns true iff it ran out
//   notify_one(), notify_all()     wakes one or all of those that wait now
//
// Contract:
//   - to give the lock back and to begin to wait are one step: a thread that changes the value
//     under the lock and then notifies, before or after its unlock, wakes who looked before;
//   - wait may also return without notification. So what is waited for is asked again, in a loop:
//     wait_while is that loop;
//   - after each of the three the guard holds the lock again, also where the time ran out;
//   - nothing is kept: a notification that finds nobody waiting is gone.
// A Mutex that is poisoned while you sleep is not told by the guard that you have: ask is_poisoned.
// Cost: a notification that finds nobody is one load.
// Thread rule: any thread may call anything at any time: a Condvar is Sync, and you vouch for that.
// It outlives every wait on it; std's may be destroyed as soon as all were notified.
// See also: [thread.condition]; POSIX pthread_cond_wait, "spurious wakeups"; Bos, chapter 9.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/mutex.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread_safety.hpp>
#include <patina/send.hpp>

#include <concepts>
#include <cstdint>
#include <functional>

namespace patina {

class Condvar {
 public:
  Condvar() noexcept = default;
  Condvar(const Condvar&) = delete;
  Condvar& operator=(const Condvar&) = delete;

  // REQUIRES: `guard` was not moved from (asserts).
  template <class T>
  void wait(MutexGuard<T>& guard) const {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "unlock, sleep until notified, lock");
    sleep(guard, [](const auto& word, std::uint32_t seen) {
      rt::park(word, seen);
      return true;
    });
    // END SOLUTION
  }

  template <class T, std::predicate<T&> Predicate>
  void wait_while(MutexGuard<T>& guard, Predicate predicate) const {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "wait as long as the predicate is true");
    while (std::invoke(predicate, *guard)) wait(guard);  // Mutant 2b-if-instead-of-while.
    // END SOLUTION
  }

  template <class T>
  [[nodiscard]] bool wait_until(MutexGuard<T>& guard, rt::clock::time_point deadline) const {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "unlock, sleep until notified or until the deadline, lock");
    return !sleep(guard, [deadline](const auto& word, std::uint32_t seen) {
      return rt::park_until(word, seen, deadline);
    });
    // END SOLUTION
  }

  void notify_one() const noexcept {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "wake one of those that wait");
    if (is_anybody_told()) rt::unpark_one(notifications_);
    // END SOLUTION
  }
  void notify_all() const noexcept {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "wake all that wait");
    if (is_anybody_told()) rt::unpark_all(notifications_);
    // END SOLUTION
  }

 private:
  // One way of holding it.
  mutable rt::atomic<std::uint32_t> notifications_{0};  // how many there were, modulo 2^32
  mutable rt::atomic<std::uint32_t> waiting_{0};        // how many threads wait

  // BEGIN SOLUTION(2b)
  // STUB:
  // The number is read while the lock is held. Whoever changes the value does so later, and counts
  // up after that: then the number no longer fits, and park does not sleep. Read after the unlock,
  // it could be the new one already. (Mutants 2b-reads-after-unlock, 2b-does-not-count.)
  // Relaxed: the lock orders both words between who waits and who changed the value, and what park
  // looks at it looks at in one step.
  template <class T, class Park>
  bool sleep(MutexGuard<T>& guard, Park park) const PATINA_UNCHECKED_LOCKING {
    const auto& mutex = guard.mutex();
    waiting_.fetch_add(1, rt::memory_order_relaxed);
    const std::uint32_t seen = notifications_.load(rt::memory_order_relaxed);
    mutex.raw_.unlock();
    const bool is_in_time = park(notifications_, seen);
    mutex.raw_.lock();
    waiting_.fetch_sub(1, rt::memory_order_relaxed);
    return is_in_time;
  }

  // After 2^32 notifications between two lines above a wake-up would be missed. Rust takes that
  // risk too. Who looks at `waiting_` after the lock sees all that looked at the value before.
  // (Mutant 2b-counts-waiters-late.)
  bool is_anybody_told() const noexcept {
    if (waiting_.load(rt::memory_order_relaxed) == 0) return false;
    notifications_.fetch_add(1, rt::memory_order_relaxed);
    return true;
  }

  PATINA_UNSAFE_SEND(Condvar, true);
  PATINA_UNSAFE_SYNC(Condvar, true);
  // END SOLUTION
};

}  // namespace patina
