// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h.
//
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void on_ready_taken(State&, const Ready&) {
  not_implemented("3h", "not there yet");
}

inline void on_written(State&, std::uint64_t) {
  not_implemented("3h", "not there yet");
}

inline bool waits_for_write(const State&, const Message&) {
  not_implemented("3h", "not there yet");
}

inline Index written_index(const State&) {
  not_implemented("3h", "not there yet");
}

}  // namespace patina::raft
