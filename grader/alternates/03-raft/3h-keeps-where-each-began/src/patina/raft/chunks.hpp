// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h, otherwise.
#pragma once

#include <patina/raft/bytes.hpp>
#include <patina/raft/snapshot_data.hpp>
#include <patina/raft/types.hpp>

#include <cstdint>
#include <vector>

namespace patina::raft {

struct ChunksOut {
  SnapshotPtr snapshot;
  std::uint64_t begin = 0;  // of the piece that is out
  std::uint64_t said = 0;   // how many bytes it has, by the last answer
  Ticks again_at = 0;       // not before
};

struct ChunksIn {
  Term term;
  Snapshot head;
  bool is_begun = false;
  std::vector<Bytes> pieces;
  std::uint64_t size = 0;
};

}  // namespace patina::raft
