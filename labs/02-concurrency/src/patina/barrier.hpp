// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2g: Barrier, where a number of threads wait until all of them have come; again and again.
//
// Interface:
//   Barrier barrier(3)           for three threads
//   barrier.arrive_and_wait()    returns when three have come; true to one of them, the leader
//
// Contract:
//   - nobody goes on before all have come, and each sees all that the others did before;
//   - it can be used again at once: a thread that goes on and comes back belongs to the next round,
//     also while others of this round still sleep;
//   - when the last one has come, nobody who came before touches more than the one word, and a
//     thread that has returned touches nothing. It is destroyed when all have returned.
// Thread rule: any thread may call it.
// See also: std::barrier; Rust's std::sync::Barrier and its is_leader; Hensgen, Finkel, Manber,
// "Two algorithms for barrier synchronization", 1988.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/park.hpp>
#include <patina/send.hpp>

#include <cstdint>

namespace patina {

class Barrier {
 public:
  // REQUIRES: at least one, and at most 65535 (asserts).
  explicit Barrier(std::uint32_t threads) : threads_(threads) {
    PATINA_ASSERT(threads > 0, "somebody comes to a barrier");
    PATINA_ASSERT(threads < one_round, "a barrier is for at most 65535 threads");
  }
  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  bool arrive_and_wait() const {
    not_implemented("2g", "wait until all have come, and say whether this was the last");
  }

  PATINA_UNSAFE_SEND(Barrier, true);
  PATINA_UNSAFE_SYNC(Barrier, true);

 private:
  // One way of holding it: how many have come, and above that the number of the round, modulo 2^16.
  static constexpr std::uint32_t one_round = 1U << 16;
  mutable rt::atomic<std::uint32_t> word_{0};
  const std::uint32_t threads_;
};

}  // namespace patina
