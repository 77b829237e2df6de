// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2b: a lock that is free or taken, and knows nothing of who sleeps. Each
// unlock wakes one thread, if there is any. Simple, right, and a system call each time.
#pragma once

#include <patina/rt/atomic.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread_safety.hpp>

#include <cstdint>

namespace patina {

class PATINA_CAPABILITY("mutex") RawMutex {
 public:
  RawMutex() noexcept = default;
  RawMutex(const RawMutex&) = delete;
  RawMutex& operator=(const RawMutex&) = delete;

  void lock() noexcept PATINA_ACQUIRE() PATINA_UNCHECKED_LOCKING {
    while (!try_lock()) rt::park(taken_, 1);
  }
  [[nodiscard]] bool try_lock() noexcept PATINA_TRY_ACQUIRE(true) PATINA_UNCHECKED_LOCKING {
    return taken_.exchange(1, rt::memory_order_acquire) == 0;
  }
  void unlock() noexcept PATINA_RELEASE() PATINA_UNCHECKED_LOCKING {
    taken_.store(0, rt::memory_order_release);
    rt::unpark_one(taken_);  // the address only
  }
  bool is_locked() const noexcept { return taken_.load(rt::memory_order_relaxed) != 0; }

 private:
  rt::atomic<std::uint32_t> taken_{0};
};

}  // namespace patina
