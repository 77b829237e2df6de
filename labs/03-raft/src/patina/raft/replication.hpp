// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3b: how a leader brings its log to the others (paper, 5.3 and Figure 2, "Rules for Servers,
// Leaders").
//
// Interface:
//   begin_leadership(state)             appends a no-op of current_term (paper, section 8).
//                                       Peers are there; their next_index is where it will stand
//   append_commands(state, commands)    an entry of current_term for each, sent at once, committed
//                                       at once if this node is alone; says where they stand
//   replicate(state, peer, heartbeat)   sends the peer what it lacks
//   on_append_response(state, message)  what a peer's answer says about its log
// REQUIRES of all: role is leader; an answer is of current_term and comes from a peer.
//
// Sending, with append_to_peer of append_messages.hpp. append_entries begin at next_index;
// log_index and log_term are of the entry before that. A message holds at most message_entries_max
// entries, with at most message_bytes_max bytes of data, but one entry always goes. A heartbeat is
// always sent, as an empty message if there is nothing to tell. Other than that nothing is sent
// where there is nothing to tell: no entry, and no commit_index that the peer can use and has not
// heard of. Where what stands before next_index is compacted away, the peer needs a snapshot:
// send_snapshot (3d). While no message is lost, no entry is sent twice: next_index moves on as soon
// as entries are sent. So the next proposal need not wait for the answer to the last one (a
// pipeline). If one of the messages is lost, the peer refuses those after it.
//
// Answers. One that agrees moves match_index up to its log_index, never down, and next_index stays
// above it; perhaps more is committed now. One that refuses moves next_index back, by the hint that
// message.hpp describes: to behind the last entry of hint_term, if there is such a term in this
// log, else to hint_index. Then one message is sent there, next_index stays, and no more entries go
// before the peer has agreed (is_probing); or else each of a hundred refusals would send the rest
// once more. What else an answer lets go out goes by send_append, where a window may stand (3g).
// Answers come late, and twice. A refusal at or below match_index is out of date. So is one of any
// other place than the one being tried, while one is.
//
// Invariants, of each peer: match_index < next_index <= last + 1; match_index never falls.
// Cost: no memory but the entries' own vector. A proposal by itself costs a message and an answer a
// peer, and its commit as many at most.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/append_messages.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>
#include <utility>

namespace patina::raft {

inline void begin_leadership(State& state) {
  not_implemented("3b", "append the no-op that a leader begins with");
}

inline Proposed append_commands(State& state, std::span<const Bytes> commands) {
  not_implemented("3b", "append the commands to the log and send them");
}

namespace detail {
// Helpers of your own.
}  // namespace detail

inline void replicate(State& state, Peer& peer, bool is_heartbeat) {
  not_implemented("3b", "send a peer the entries that it lacks");
}

namespace detail {
// Helpers of your own.
}  // namespace detail

inline void on_append_response(State& state, const Message& message) {
  not_implemented("3b", "learn from a peer's answer what it holds, and send it the rest");
}

}  // namespace patina::raft
