// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3e: Reads, what a leader remembers of the reads that it was asked for (thesis, 6.4).
//
// How it is kept is yours to choose: request_read, on_round_heard and refuse_reads are all that
// look at it (read_index.hpp). It begins empty with each leadership.
// Invariants: `waiting` is in the order in which the reads came.
// Thread rule: one thread.
#pragma once

#include <patina/raft/ready.hpp>

#include <cstdint>
#include <vector>

namespace patina::raft {

struct WaitingRead {
  std::uint64_t context = 0;
  Index index;              // commit_index when its question went out
  std::uint64_t round = 0;  // the question that will answer it; 0: not asked yet
};

struct Reads {
  std::vector<WaitingRead> waiting;
};

}  // namespace patina::raft
