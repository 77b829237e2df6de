// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3i.
//
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline Proposed request_transfer(State&, NodeId) {
  not_implemented("3i", "not there yet");
}

inline void go_on_with_transfer(State&) {
  not_implemented("3i", "not there yet");
}

inline void on_timeout_now(State&, const Message&) {
  not_implemented("3i", "not there yet");
}

}  // namespace patina::raft
