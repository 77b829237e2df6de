// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3a: (contract to be written by the owner of 3a).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline bool observe_term(State& state, const Message& message) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

inline void become_follower(State& state, Term term, NodeId leader) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "...");
  not_implemented("3a", "...");
  // END SOLUTION
}

}  // namespace patina::raft
