// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3g.
//
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline bool has_room(const State&, std::span<const Bytes>) {
  not_implemented("3g", "not there yet");
}

inline void replicate_in_window(State&, Peer&, bool) {
  not_implemented("3g", "not there yet");
}

inline void on_answer_in_window(State&, Peer&, const Message&) {
  not_implemented("3g", "not there yet");
}

inline void count_uncommitted(State&) {
  not_implemented("3g", "not there yet");
}

inline void on_appended(State&, const Entry&) {
  not_implemented("3g", "not there yet");
}

inline void on_committed(State&, IndexRange) {
  not_implemented("3g", "not there yet");
}

}  // namespace patina::raft
