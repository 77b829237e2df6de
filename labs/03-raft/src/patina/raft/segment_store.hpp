// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3c: SegmentStore, a LogStore over files: a log of records in segments, and a snapshot.
//
// Interface: that of LogStore (patina/raft/log_store.hpp), and
//   SegmentStore(files, segment_bytes)   one that has grown beyond that is followed by another
//
// Files:
//   0000000001.log, 0000000002.log, ...  records in the order in which they were given. An entry
//                 takes the place of the one at its index, and all behind that are gone. A segment
//                 begins with the hard state, so that it can stand alone when those before it go
//   snapshot      one record: which segment is the first that still counts, and the snapshot
//
// Contract, beyond LogStore's:
//   - what load() gives back is durable when it has come back: a node acts on it;
//   - a record that is not whole ends the log if it may be what a crash left of something unsynced:
//     it is cut off, durably, before anything is written in its place. If it was synced it is an
//     error that names file and offset. What shows that: a later segment, or behind it in the same
//     one a `synced` record, which sync() writes after the fact and does not wait for;
//   - snapshot and segments change in one step, the rename: until it is durable all is as before;
//   - after an error the store does nothing any more but say it again. A sync that failed is never
//     tried again: the next one would succeed, and the data would not be there.
// Invariants: all segments but the last are synced; names of files are durable before they are
// needed.
// Thread rule: one thread.
// Source: etcd's wal and LogCabin's SegmentedLog. What disks do: Pillai et al., OSDI 2014; Rebello
// et al., "Can applications recover from fsync failures?", ATC 2020; Alagappan et al.,
// "Protocol-aware recovery for consensus-based storage", FAST 2018.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/encoding.hpp>
#include <patina/raft/log_store.hpp>
#include <patina/raft/record.hpp>
#include <patina/raft/replayed.hpp>
#include <patina/raft/store_files.hpp>
#include <patina/try.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace patina::raft {

class SegmentStore final : public LogStore {
 public:
  explicit SegmentStore(storage::Directory& files, std::uint64_t segment_bytes = 1 << 20)
      : files_(files), segment_bytes_(segment_bytes) {}

  Result<Restored, StorageError> load() override {
    not_implemented("3c", "read the snapshot, and what the segments hold");
  }

  Result<void, StorageError> set_hard_state(const HardState& state) override {
    not_implemented("3c", "write a record of the hard state");
  }

  Result<void, StorageError> append(std::span<const Entry> entries) override {
    not_implemented("3c", "write a record for each entry, in the next segment if need be");
  }

  Result<void, StorageError> set_snapshot(const SnapshotPtr& snapshot, bool keeps_log) override {
    not_implemented("3c", "replace the snapshot in one step; what it stands for goes");
  }

  Result<void, StorageError> sync() override {
    not_implemented("3c", "sync what was written, if anything was, and note that it is");
  }

 private:
  using Done = Result<void, StorageError>;

  // Makes the next segment: it holds the hard state and is durable, its name too.
  Done begin_segment(std::uint64_t number) {
    not_implemented("3c", "make segment `number`");
  }

  // Reads what segment `number` holds. The last one is then open, with end_ behind its last record.
  Done replay(std::uint64_t number, Index& highest) {
    not_implemented("3c", "apply the segment's records, and judge one that is not whole");
  }

  // Given, and yours to change: what is above is made of this.

  bool apply(const Record& record, Index& highest) {
    Decoder payload(record.payload);
    if (record.kind == RecordKind::hard_state) replayed_.put(hard_state_ = payload.hard_state());
    if (record.kind != RecordKind::entry) return true;
    const Entry entry = payload.entry();
    highest = std::max(highest, entry.index);
    return replayed_.put(entry);
  }

  Done write(std::string_view records) {
    is_dirty_ = true;
    PATINA_TRY(file_.write(end_, records));
    end_ += records.size();
    return {};
  }

  std::uint64_t number() const { return highest_.rbegin()->first; }

  StoreFiles files_;
  std::uint64_t segment_bytes_;
  StoreFile file_;                          // the last segment
  std::uint64_t end_ = 0;                   // of what is in it
  bool is_dirty_ = false;                   // is there something in it that was not synced?
  std::map<std::uint64_t, Index> highest_;  // index in each segment that counts
  HardState hard_state_;                    // the newest
  Replayed replayed_;
};

}  // namespace patina::raft
