// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3d: (contract to be written by the owner of 3d).
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void compact_log(State& state, Index index, Bytes data) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "...");
  not_implemented("3d", "...");
  // END SOLUTION
}

inline void send_snapshot(State& state, Peer& peer) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "...");
  not_implemented("3d", "...");
  // END SOLUTION
}

inline void on_install_snapshot(State& state, const Message& message) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "...");
  not_implemented("3d", "...");
  // END SOLUTION
}

}  // namespace patina::raft
