// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3e: ReadIndex, a read without an entry in the log (paper, section 8; thesis, 6.4).
//
//   request_read(state, context)   somebody wants to read here
//   on_round_heard(state)          a peer has echoed a newer round, or entries were applied
//   refuse_reads(state)            this node has ceased to lead
//
// Contract:
//   - a leader answers a read only if it was still leader after the read had been asked for: it
//     asks everybody with a new round (state.round goes out with each append_entries, and comes
//     back), and waits until majorities have echoed it. A leader alone is a majority by itself;
//   - the read sees all that was committed when it was asked for: its index is the commit_index of
//     that moment. A new leader's commit_index may lie behind what its predecessor committed:
//     before it has committed an entry of its own term no read is asked for, they wait (etcd
//     #7331);
//   - a read is answered when its entry is applied here: it goes to state.answered_reads with its
//     index, in the order in which it came;
//   - whoever is no leader, or ceases to be one, refuses: is_refused, and no index;
//   - reads that come while a question is on its way share the next one: a thousand of them cost
//     two rounds, not a thousand.
// A lost question is not asked again here: each heartbeat carries the newest round.
// Cost: O(peers squared) for each read that is looked at, which with few peers is little.
// See also: etcd's ReadOnlySafe; raft-rs's read_index.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <cstdint>

namespace patina::raft {

namespace detail {

// Helpers of your own go here.

}  // namespace detail

inline void on_round_heard(State& state) {
  not_implemented("3e", "answer the reads whose round has come back from a majority");
}

inline void request_read(State& state, std::uint64_t context) {
  not_implemented("3e", "ask the others whether this node still leads, or refuse");
}

inline void refuse_reads(State& state) {
  not_implemented("3e", "refuse all reads that wait");
}

}  // namespace patina::raft
