// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3i.
//
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void begin_lease_round(State&) {
  not_implemented("3i", "not there yet");
}

inline void on_lease_round_heard(State&) {
  not_implemented("3i", "not there yet");
}

inline bool read_by_lease(State&, std::uint64_t) {
  not_implemented("3i", "not there yet");
}

inline bool is_bound_by_lease(const State&) {
  not_implemented("3i", "not there yet");
}

}  // namespace patina::raft
