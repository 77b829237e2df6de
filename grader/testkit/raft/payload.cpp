// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/replica.hpp>

namespace testkit::raft {

// As large as a frame of lab 05 would be: a head of 96 bytes, and what varies.
std::uint32_t RaftPayload::bytes() const {
  std::uint32_t bytes = 96 + message.chunk.size();
  for (const Entry& entry : message.entries) bytes += 24 + entry.data.size();
  if (message.snapshot != nullptr && message.chunk.is_empty()) bytes += message.snapshot->data.size();
  return bytes;
}

}  // namespace testkit::raft
