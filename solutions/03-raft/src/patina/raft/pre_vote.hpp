// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3e: (contract to be written by the owner of 3e).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void start_pre_election(State& state) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "...");
  not_implemented("3e", "...");
  // END SOLUTION
}

inline void on_pre_vote(State& state, const Message& message) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "...");
  not_implemented("3e", "...");
  // END SOLUTION
}

inline void on_pre_vote_response(State& state, const Message& message) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "...");
  not_implemented("3e", "...");
  // END SOLUTION
}

}  // namespace patina::raft
