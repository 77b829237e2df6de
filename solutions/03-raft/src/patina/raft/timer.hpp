// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3a: (contract to be written by the owner of 3a).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void restart_election_timer(State& state) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

inline void tick_timers(State& state) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

}  // namespace patina::raft
