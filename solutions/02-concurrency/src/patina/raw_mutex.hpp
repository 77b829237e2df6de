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
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "wait until the word is free, and take it");
    if (!try_lock()) [[unlikely]] lock_contended();
    // END SOLUTION
  }

  [[nodiscard]] bool try_lock() noexcept PATINA_TRY_ACQUIRE(true) PATINA_UNCHECKED_LOCKING {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "take the word if it is free");
    // Strong, as a try_lock that fails for no reason would make callers wait for nobody. Acquire:
    // the last holder's writes are seen. (Mutant 2b-lock-is-relaxed.)
    std::uint32_t seen = free;
    return word_.compare_exchange_strong(seen, locked, rt::memory_order_acquire,
                                         rt::memory_order_relaxed);
    // END SOLUTION
  }

  void unlock() noexcept PATINA_RELEASE() PATINA_UNCHECKED_LOCKING {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "free the word, and wake one thread if any may sleep");
    // Free it and learn whether anybody sleeps, in one step: a look afterwards might read a lock
    // that is no more, and a look before might miss who fell asleep in between. (Mutants
    // 2b-looks-after-unlock, 2b-looks-before-unlock, 2b-unlock-is-relaxed.)
    if (word_.exchange(free, rt::memory_order_release) == locked_with_sleepers) [[unlikely]] {
      rt::unpark_one(word_);
    }
    // END SOLUTION
  }

  bool is_locked() const noexcept {
    // BEGIN SOLUTION(2b)
    // STUB: not_implemented("2b", "say whether the word is free");
    return word_.load(rt::memory_order_relaxed) != free;
    // END SOLUTION
  }

 private:
  // The three states are one way: no test looks at the word.
  static constexpr std::uint32_t free = 0;
  static constexpr std::uint32_t locked = 1;                // and nobody sleeps
  static constexpr std::uint32_t locked_with_sleepers = 2;  // somebody may sleep

  rt::atomic<std::uint32_t> word_{free};

  // BEGIN SOLUTION(2b)
  // STUB:
  // Who has waited takes the lock as locked_with_sleepers although perhaps nobody else sleeps. He
  // can't know: others may have gone to sleep before him, and the unlock that woke him has wiped
  // out the note of them. One wake-up for nothing is the price; to take it as `locked` would leave
  // them asleep for ever. (Mutants 2b-forgets-other-sleepers, 2b-parks-once, 2b-never-wakes.)
  [[gnu::noinline]] void lock_contended() noexcept PATINA_UNCHECKED_LOCKING {
    if (spin() == free && try_lock()) return;
    while (word_.exchange(locked_with_sleepers, rt::memory_order_acquire) != free) {
      rt::park(word_, locked_with_sleepers);
      spin();
    }
  }

  // Looks, without writing, until the lock is free or others sleep already: then it takes longer.
  // Each look fetches the word from who holds the lock. So the pause between two looks doubles.
  std::uint32_t spin() const noexcept {
    std::uint32_t seen = word_.load(rt::memory_order_relaxed);
    for (int pauses = 1; seen == locked && pauses <= lock_pauses_max; pauses *= 2) {
      for (int i = 0; i < pauses; ++i) rt::spin_hint();
      seen = word_.load(rt::memory_order_relaxed);
    }
    return seen;
  }
  // END SOLUTION
};

}  // namespace patina
