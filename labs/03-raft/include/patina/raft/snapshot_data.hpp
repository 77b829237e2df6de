// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A snapshot: the state machine's state after an entry, instead of all entries up to it (paper, 7).
//
// Thread rule: never changed once it is shared.
#pragma once

#include <patina/raft/bytes.hpp>
#include <patina/raft/configuration.hpp>
#include <patina/raft/types.hpp>

#include <memory>

namespace patina::raft {

struct Snapshot {
  Index index;  // the last entry that it stands for, and that entry's term
  Term term;
  Configuration configuration;  // as it was at that entry
  Bytes data;                   // the state machine's; with its sessions (3d)

  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace patina::raft
