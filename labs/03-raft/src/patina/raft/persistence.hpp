// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3c: Persistence, what a node remembers of what its host has written.
//
// Interface:
//   begin(hard_state, last)   a node comes up: this is on disk, and the log up to `last`
// The rest is yours: persist.hpp is its only reader, but for `snapshot` and `is_install`. They are
// given, because task 3d puts a new snapshot there and the next Ready takes it out.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/ready.hpp>

#include <cstdint>

namespace patina::raft {

struct Persistence {
  void begin(const HardState& hard_state, Index last) {
    not_implemented("3c", "note what is on disk already");
  }

  SnapshotPtr snapshot;     // new, not handed out yet; null: none (3d)
  bool is_install = false;  // it came from the leader, and replaces the log (3d)

};

}  // namespace patina::raft
