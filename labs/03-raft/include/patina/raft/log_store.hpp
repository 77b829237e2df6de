// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// LogStore: where a node keeps what must survive a crash (3c). SegmentStore is the learner's, over
// storage::Directory; MemoryStore and SqliteStore are given.
//
// Interface:
//   load()                    what is there, after a crash too; called once, first. It is durable
//                             then: a node acts on it
//   set_hard_state(state)
//   append(entries)           what the store holds at or behind entries[0].index is replaced
//   set_snapshot(snapshot, keeps_log)   the newest; what it stands for may go. keeps_log is false
//                             for one that came from the leader: all entries go
//   sync()                    what was given before is durable when it has come back
//
// Contract: after a crash load() gives back everything up to the last sync() that came back without
// an error, and of what was given after it some prefix, in the order in which it was given. What
// was damaged before that is an error, never a wrong answer: a vote that was forgotten is worse
// than a node that does not start. Damage that looks like what a crash leaves, and with nothing
// that was synced later behind it, can't be told from it.
// After an error a store is good for nothing: each call says it again, and nothing is written.
// Thread rule: one thread.
#pragma once

#include <patina/raft/ready.hpp>
#include <patina/result.hpp>
#include <patina/storage/file.hpp>

#include <span>
#include <string>

namespace patina::raft {

struct StorageError {
  storage::Errno cause = storage::Errno::none;
  std::string what;  // a sentence: what was tried, with which file, at which offset
};

class LogStore {
 public:
  virtual ~LogStore() = default;

  [[nodiscard]] virtual Result<Restored, StorageError> load() = 0;
  [[nodiscard]] virtual Result<void, StorageError> set_hard_state(const HardState& state) = 0;
  [[nodiscard]] virtual Result<void, StorageError> append(std::span<const Entry> entries) = 0;
  [[nodiscard]] virtual Result<void, StorageError> set_snapshot(const SnapshotPtr& snapshot,
                                                                bool keeps_log) = 0;
  [[nodiscard]] virtual Result<void, StorageError> sync() = 0;
};

}  // namespace patina::raft
