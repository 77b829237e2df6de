// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3c: (contract to be written by the owner of 3c).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline bool waits_for_disk(const State& state, const Message& message) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "...");
  not_implemented("3c", "...");
  // END SOLUTION
}

inline bool has_work(const State& state) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "...");
  not_implemented("3c", "...");
  // END SOLUTION
}

inline Ready take_ready(State& state) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "...");
  not_implemented("3c", "...");
  // END SOLUTION
}

inline void on_persisted(State& state, std::uint64_t number) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "...");
  not_implemented("3c", "...");
  // END SOLUTION
}

inline Index durable_index(const State& state) {
  // BEGIN SOLUTION(3c)
  // STUB: not_implemented("3c", "...");
  not_implemented("3c", "...");
  // END SOLUTION
}

}  // namespace patina::raft
