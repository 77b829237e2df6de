// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3g: flow control, a window for each peer and a bound on what waits to be committed (thesis,
// 10.2.1 and 10.2.2).
//
// Interface:
//   replicate_in_window(state, peer, heartbeat)   takes replicate's place (3b) behind send_append
//   on_answer_in_window(state, peer, answer)      an append_response came; 3b looks at it then
//   has_room(state, commands)                     may propose take so much more?
//   count_uncommitted(state)                      this node begins to lead
//   on_appended(state, entry)                     the leader's log has grown
//   on_committed(state, range)                    some more of it is committed
// REQUIRES of all: role is leader.
//
// Three states of a peer:
//   probe       next_index is a guess: when a leadership begins, and after a refusal. One message
//               with entries goes out to try it, and next_index stays. No more entries go out until
//               the peer has answered that message, or a heartbeat that came after it
//   replicate   the peer has agreed to all before next_index (Peer::is_confirmed): a pipeline.
//               next_index moves on with each message, which stays in Peer::inflights until the
//               peer agrees to its last entry
//   snapshot    what next_index asks for is compacted away: send_snapshot (3d). From then on as in
//               probe: nothing but heartbeats until it has arrived
// Peer::is_probing is 3b's and 3d's, and says that a message is out which tries next_index.
// on_append_response ends that, and does here what it did before: it moves match_index and
// next_index, and sends by way of send_append. The one message that it may send by itself after a
// refusal is the probe's. Outside of `replicate` the window is empty: a probe is not counted.
//
// Sending. A heartbeat always goes: as an empty message, if no entries may go. Messages begin at
// next_index and are filled as in 3b (message_entries_max, message_bytes_max). While a peer has
// messages in its window, another one goes only if with it there are at most inflight_messages_max
// of them, with at most inflight_bytes_max bytes of data; into an empty window one always goes.
// Entries that find no room wait, and leave in messages as full as they can be, not one by one. A
// new commit_index is told as in 3b: at once to a peer that has nothing under way, to others with
// what they are sent next.
//
// Answers. One that agrees frees the window up to its log_index, and where that is next_index - 1
// or more the peer is in replicate. So an answer to a heartbeat frees a window whose own answers
// were all lost. One that refuses, unless it is out of date (3b says when), empties the window, for
// what is in flight behind it will be refused too, and the peer is in probe. Answers that are late,
// or come twice, make no room.
//
// Uncommitted. state.uncommitted_bytes are the bytes of data in the leader's log that are not
// committed, the part that it found there when it was elected included. has_room is false if these
// and the new commands together pass uncommitted_bytes_max; but while nothing is uncommitted
// anything goes, and so do commands without data.
//
// append_to_peer of append_messages.hpp is given. Helpers of your 3b are not for use here: its
// replicate knows no window. Thread rule: one thread.
// See also: etcd's tracker.Progress, MaxInflightMsgs, MaxInflightBytes, MaxUncommittedEntriesSize.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/append_messages.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>

namespace patina::raft {

namespace detail {
// Helpers of your own.
}  // namespace detail

inline void replicate_in_window(State& state, Peer& peer, bool is_heartbeat) {
  not_implemented("3g", "send a peer what it lacks, as far as its window has room");
}

inline void on_answer_in_window(State& state, Peer& peer, const Message& answer) {
  not_implemented("3g", "free the window, or empty it after a refusal");
}

inline bool has_room(const State& state, std::span<const Bytes> commands) {
  not_implemented("3g", "say whether so much more may wait to be committed");
}

inline void count_uncommitted(State& state) {
  not_implemented("3g", "count what the log holds behind commit_index");
}

inline void on_appended(State& state, const Entry& entry) {
  not_implemented("3g", "count the entry's data as not committed");
}

inline void on_committed(State& state, IndexRange committed) {
  not_implemented("3g", "count the entries' data no more");
}

}  // namespace patina::raft
