// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2b: RawMutex, the lock itself: one word, one thread at a time.
//
// Interface:
//   lock()        returns when this thread holds it
//   try_lock()    returns true iff it holds it now; never waits
//   unlock()      REQUIRES: this thread holds it
//   is_locked()   did somebody hold it a moment ago?
//
// Contract:
//   - what a holder did before unlock() happens before whatever the next holder does after lock();
//   - a thread that waits gets the lock, if each holder unlocks: no wake-up is lost. In which order
//     waiting threads get it is not promised;
//   - a lock that is free is taken, and one that nobody waits for is given back, by one operation
//     on the word and no system call;
//   - once unlock() has made the lock free, another thread may take it, unlock and destroy it: from
//     then on unlock() reads and writes nothing of it. (It may name its address to unpark_one.)
// Thread rule: any thread may call lock and try_lock; who got it calls unlock.
// See also: Ulrich Drepper, Futexes Are Tricky (2011), section 6; Mara Bos, Rust Atomics and Locks,
// chapter 9; Rust's library/std/src/sys/sync/mutex/futex.rs.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread.hpp>
#include <patina/rt/thread_safety.hpp>

#include <cstdint>

namespace patina {

// How long a thread waits between two looks before it sleeps: 1, 2, 4 pauses and so on, up to this.
// Sleeping and being woken costs some microseconds, a short critical section a tenth of one. In the
// explorer it sleeps at once: to look again and again would hide from the search what happens to
// who sleeps.
#ifdef PATINA_EXPLORE
inline constexpr int lock_pauses_max = 0;
#else
inline constexpr int lock_pauses_max = 32;
#endif

class PATINA_CAPABILITY("mutex") RawMutex {
 public:
  RawMutex() noexcept = default;
  RawMutex(const RawMutex&) = delete;
  RawMutex& operator=(const RawMutex&) = delete;

  void lock() noexcept PATINA_ACQUIRE() PATINA_UNCHECKED_LOCKING {
    not_implemented("2b", "wait until the word is free, and take it");
  }

  [[nodiscard]] bool try_lock() noexcept PATINA_TRY_ACQUIRE(true) PATINA_UNCHECKED_LOCKING {
    not_implemented("2b", "take the word if it is free");
  }

  void unlock() noexcept PATINA_RELEASE() PATINA_UNCHECKED_LOCKING {
    not_implemented("2b", "free the word, and wake one thread if any may sleep");
  }

  bool is_locked() const noexcept {
    not_implemented("2b", "say whether the word is free");
  }

 private:
  // The three states are one way: no test looks at the word.
  static constexpr std::uint32_t free = 0;
  static constexpr std::uint32_t locked = 1;                // and nobody sleeps
  static constexpr std::uint32_t locked_with_sleepers = 2;  // somebody may sleep

  rt::atomic<std::uint32_t> word_{free};

};

}  // namespace patina
