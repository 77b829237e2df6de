// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h: several Readies on their way to the disk at a time (thesis, 10.2.1).
//
// With one Ready out at a time a node can take a thousand entries in while its disk syncs ten, and
// must sit on them. Here it hands out the next Ready as soon as there is work: the host writes them
// in their order, and one sync can be for many.
//
// Interface; take_ready() is still 3c's, and gives each Ready its number:
//   on_ready_taken(state, ready)   that Ready was handed out just now: its first entry is where the
//                                  log may have been replaced, and it wrote current_term
//   on_written(state, number)      all Readies up to that number are on disk. A leader looks again
//                                  at what is committed
//   written_index(state)           up to here the log is on disk, as it stands now
//   waits_for_write(state, message)   must it wait for the Ready that it will be in?
//
// Contract:
//   - on_written may skip numbers: that a Ready is on disk says so of all before it. One that was
//     said before, or is older, says nothing;
//   - what was replaced does not count. Ready 1 writes entries 5 to 7 of term 2, a new leader
//     replaces them by one of term 3 (Ready 2), then entries 6 and 7 come again, of term 3: that
//     Ready 1 is on disk now says only that everything up to 4 is. An index alone can't tell the
//     old 7 from the new one (the ABA fault: etcd, async_storage_writes_append_aba_race). It counts
//     as soon as it is replaced in the log, handed out or not;
//   - nor does what a snapshot replaced that came from the leader: until that is on disk too the
//     disk holds another log, and nothing of ours (Persistence::is_install, Ready::is_install);
//   - after a Ready that was handed out while the log ended at `last`, it is there up to `last`,
//     also if compact() took entries out of memory meanwhile;
//   - messages wait as in 3c, but for the term that is on disk, and not the one that was handed
//     out: what a leader sends need not wait, except while its own term is not durable yet.
//     Pre-votes and their answers never wait. An answer to a piece of a snapshot (chunk_response)
//     promises nothing but its term, and waits as a leader's messages do.
//
// Committed entries go out with the next Ready and may be applied before they are durable here. It
// is safe: a majority has them on disk, so that they are in the log of every later leader, and if
// this node forgets them in a crash, its state machine has forgotten them too; they will come
// again. Compaction needs nothing more: the store is given the snapshot after the entries that it
// stands for.
// Invariants: written_index never lies; it falls only where the log was replaced.
// Thread rule: one thread.
// See also: raft-rs's on_persist_ready; etcd's AsyncStorageWrites.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>

namespace patina::raft {

inline void on_ready_taken(State& state, const Ready& ready) {
  not_implemented("3h", "note that this Ready is out, and what it replaces");
}

inline void on_written(State& state, std::uint64_t number) {
  not_implemented("3h", "note that all Readies up to this one are on disk");
}

inline bool waits_for_write(const State& state, const Message& message) {
  not_implemented("3h", "say which messages have to wait for their Ready");
}

inline Index written_index(const State& state) {
  not_implemented("3h", "say up to where the log is on disk, as it stands now");
}

}  // namespace patina::raft
