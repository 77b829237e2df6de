// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3f: Members, what a node remembers of configurations beside the one in force.
//
// How it is kept is yours to choose: membership.hpp is its only reader. State::configuration, the
// one in force, and Peer::session are given, because other rules look at them.
// Thread rule: one thread.
#pragma once

#include <patina/raft/types.hpp>

namespace patina::raft {

struct Members {
  // BEGIN SOLUTION(3f)
  // STUB:
  Index index;               // of the entry that holds the one in force; 0: none in this log does
  bool is_left_out = false;  // that entry took this node's vote away
  // END SOLUTION
};

}  // namespace patina::raft
