// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3e: (contract to be written by the owner of 3e).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void start_pre_election(State& state) {
  not_implemented("3e", "...");
}

inline void on_pre_vote(State& state, const Message& message) {
  not_implemented("3e", "...");
}

inline void on_pre_vote_response(State& state, const Message& message) {
  not_implemented("3e", "...");
}

}  // namespace patina::raft
