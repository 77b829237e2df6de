// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3b: append_entries, as a follower takes it (paper, 5.3 and Figure 2, "AppendEntries RPC").
//
// Interface: on_append_entries(state, message). The term is dealt with already: the message is of
// current_term, its sender leads, and this node follows it.
//
// The message says: "after the entry log_index, whose term is log_term, my log goes on with
// `entries`, and I have committed up to `commit`." In this order:
//   1. If this log has no such entry, refuse (consistency check), and change nothing. The answer
//      holds log_index, and a hint for the leader: where this log is too short, hint_index is its
//      last index + 1 and hint_term is 0; where another term stands at log_index, hint_term is that
//      term and hint_index the first index of that term in this log, but never one that is
//      committed.
//   2. An entry that is here already stays, with all that follows it. An entry of another term at
//      the same index is a conflict: it goes, with all that follows it, and only then. A message
//      that is old or short says nothing about what comes after its last entry.
//   3. Entries that are not here are appended.
//   4. commit_index becomes the smaller of `commit` and the last index that this message speaks of,
//      unless it is higher already: beyond that this log may hold what the leader does not.
//   5. Agree, up to the last index that this message speaks of, for the same reason.
// Up to log.base() the log is gone into a snapshot. All of that is committed, so that it agrees:
// entries at or before it are passed over, and a message that ends before it is agreed to up to the
// base.
//
// answer_to_append of append_messages.hpp is given. The log changes through append_to_log and
// truncate_log of doors.hpp: later tasks want to know. Invariants: a committed entry is never
// removed. Cost: linear in the entries of the message; to refuse takes a halving of the log.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/append_messages.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>
#include <utility>

namespace patina::raft {

namespace detail {
// Helpers of your own.
}  // namespace detail

inline void on_append_entries(State& state, const Message& message) {
  not_implemented("3b", "check that the logs agree, take over the entries, answer");
}

}  // namespace patina::raft
