// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3b: (contract to be written by the owner of 3b).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void on_append_entries(State& state, const Message& message) {
  // BEGIN SOLUTION(3b)
  // STUB: not_implemented("3b", "...");
  not_implemented("3b", "...");
  // END SOLUTION
}

}  // namespace patina::raft
