// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A lock that is held for a few instructions, and never while anything is waited for.
//
// Interface:
//   ShortLock lock; with std::lock_guard
//
// Whoever finds it taken lets other threads run and tries again: the holder needs a moment, unless
// it has just lost its processor. To unlock is a plain store, so that the pair costs half of a
// mutex's. For anything longer take a mutex, whose waiters sleep.
// Thread rule: callable from any thread.
#pragma once

#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

namespace patina {

class ShortLock {
 public:
  void lock() noexcept {
    while (is_taken_.exchange(true, rt::memory_order_acquire)) rt::this_thread::yield();
  }
  void unlock() noexcept { is_taken_.store(false, rt::memory_order_release); }

 private:
  rt::atomic<bool> is_taken_{false};
};

}  // namespace patina
