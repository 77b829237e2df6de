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
  // BEGIN SOLUTION(3h)
  // STUB:
  SnapshotPtr snapshot;     // under way; null: none is
  SnapshotPtr head;         // the same without its data, for the messages
  std::uint64_t begin = 0;  // the piece that is out begins here: the peer has what is before
  std::uint64_t round = 0;  // which began with it: an answer of an earlier one is to another piece
  Ticks sent_at = 0;        // State::now when it last went out
  // END SOLUTION
};

struct ChunksIn {
  // BEGIN SOLUTION(3h)
  // STUB:
  SnapshotPtr head;  // of the snapshot that is collected; null: none is
  Term term;         // of the leader that sends it
  std::string data;  // the first bytes of it
  // END SOLUTION
};

}  // namespace patina::raft
