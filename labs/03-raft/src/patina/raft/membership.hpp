// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3f.
//
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline Proposed request_change(State&, const Configuration&) {
  not_implemented("3f", "not there yet");
}

inline void on_configuration_appended(State&, const Entry&) {
  not_implemented("3f", "not there yet");
}

inline void on_log_truncated(State&) {
  not_implemented("3f", "not there yet");
}

inline void on_configuration_restored(State&) {
  not_implemented("3f", "not there yet");
}

inline void on_committed(State&) {
  not_implemented("3f", "not there yet");
}

inline void stamp_session(State&, Message&) {
  not_implemented("3f", "not there yet");
}

inline bool is_of_this_session(const State&, const Message&) {
  not_implemented("3f", "not there yet");
}

}  // namespace patina::raft
