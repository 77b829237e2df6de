// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h: snapshots on their way, in pieces: what a leader remembers for each peer (ChunksOut, in
// Peer), and a follower of the one that it gets (ChunksIn, in State).
//
// Both are yours: chunked.hpp is their only reader. Both begin empty, ChunksOut with each
// leadership, ChunksIn with the node.
// Thread rule: one thread.
#pragma once

#include <patina/raft/snapshot_data.hpp>
#include <patina/raft/types.hpp>

#include <cstdint>
#include <string>

namespace patina::raft {

struct ChunksOut {
};

struct ChunksIn {
};

}  // namespace patina::raft
