// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h.
//
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline void send_chunk(State&, const Message&) {
  not_implemented("3h", "not there yet");
}

inline std::optional<Message> on_chunk(State&, const Message&) {
  not_implemented("3h", "not there yet");
}

inline void on_chunk_response(State&, const Message&) {
  not_implemented("3h", "not there yet");
}

}  // namespace patina::raft
