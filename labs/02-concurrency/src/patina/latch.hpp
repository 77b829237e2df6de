// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2d: Latch, which says once that something is done, to a worker or to a thread from outside.
//
// Interface:
//   latch.set(pool)        it is done; wakes who waits for that
//   latch.is_set()         and if so, all that was done before can be seen
//   latch.wait_outside()   sleeps until it is set: for a thread that is no worker
//
// A worker that waits for a latch works meanwhile, and sleeps as workers do: on the events of its
// pool. So set wakes the pool. A thread from outside sleeps on the word of the latch, and says so
// in it, for a call that nobody hears costs as much as one that somebody hears.
// Invariant: it stands in the frame of who waits, and nobody else touches it once it is set.
// Thread rule: set once, by a worker; asked by any thread, waited for by one.
// See also: rayon_core::latch.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/park.hpp>

#include <cstdint>

namespace patina {

class Latch {
 public:
  bool is_set() const {
    not_implemented("2d", "say whether it is done, and see all that was done before");
  }

  // REQUIRES: called once, on a worker of `pool`. The waiting thread may return at any moment
  // from then on, and its frame, with this latch, is gone.
  template <class SomePool>
  void set(SomePool& pool) {
    not_implemented("2d", "say that it is done, and wake who waits for that");
  }

  // Sleeps until it is set: for a thread that is no worker.
  void wait_outside() {
    not_implemented("2d", "sleep until it is set");
  }

 private:
  static constexpr std::uint32_t outsider_waits = 1;
  static constexpr std::uint32_t done = 2;
  rt::atomic<std::uint32_t> word_{0};
};

}  // namespace patina
