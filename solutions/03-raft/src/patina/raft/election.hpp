// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3a: (contract to be written by the owner of 3a).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void start_election(State& state) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

inline void on_request_vote(State& state, const Message& message) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

inline void on_vote_response(State& state, const Message& message) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

inline void become_leader(State& state) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

inline void heard_from_leader(State& state, const Message& message) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

inline bool is_up_to_date(const State& state, LastEntry candidate) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

}  // namespace patina::raft
