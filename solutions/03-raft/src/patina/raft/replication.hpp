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
  // BEGIN SOLUTION(3b)
  // STUB: not_implemented("3b", "append the no-op that a leader begins with");
  append_to_log(state, {state.log.last() + 1, state.current_term, {}, EntryKind::no_op});
  advance_commit(state);
  // END SOLUTION
}

inline Proposed append_commands(State& state, std::span<const Bytes> commands) {
  // BEGIN SOLUTION(3b)
  // STUB: not_implemented("3b", "append the commands to the log and send them");
  PATINA_ASSERT(state.role == Role::leader, "only a leader takes commands");
  const Index first = state.log.last() + 1;
  for (const Bytes& command : commands)
    append_to_log(state, {state.log.last() + 1, state.current_term, command, EntryKind::command});
  broadcast_append(state);
  // No answer is here yet: there is nothing to count, unless this node counts itself already.
  if (committable_index(state) == state.log.last()) advance_commit(state);
  return {first, state.log.last(), state.current_term, Refusal::none};
  // END SOLUTION
}

namespace detail {
// Helpers of your own.
// BEGIN SOLUTION(3b)
// STUB:
// The last entry that goes into a message which begins at `first`.
inline Index last_for_message(const State& state, Index first) {
  const Index end = std::min(state.log.last(), first + state.config.message_entries_max - 1);
  std::uint64_t bytes = 0;
  Index last = first;  // one always goes
  for (Index index = first; index <= end; ++index) {
    bytes += state.log.at(index).data.size();
    if (index > first && bytes > state.config.message_bytes_max) break;
    last = index;
  }
  return last;
}

// Without entries where `last` is below next_index.
inline void send_entries(State& state, Peer& peer, Index last) {
  peer.commit_sent = state.commit_index;
  send(state, append_to_peer(state, peer, last));
}

// A peer to whom something is under way will answer, and hears of it then.
inline bool has_commit_news(const State& state, const Peer& peer) {
  return peer.commit_sent < state.commit_index && peer.match_index + 1 == peer.next_index;
}

// END SOLUTION
}  // namespace detail

inline void replicate(State& state, Peer& peer, bool is_heartbeat) {
  // BEGIN SOLUTION(3b)
  // STUB: not_implemented("3b", "send a peer the entries that it lacks");
  if (peer.next_index <= state.log.base().index) {
    PATINA_ASSERT(state.features().snapshots, "a log that was compacted has a snapshot before it");
    return send_snapshot(state, peer);
  }
  const Index nothing = peer.next_index - 1;
  if (peer.is_probing) {
    if (is_heartbeat) detail::send_entries(state, peer, nothing);
    return;
  }
  if (peer.next_index > state.log.last() && (is_heartbeat || detail::has_commit_news(state, peer)))
    return detail::send_entries(state, peer, nothing);
  while (peer.next_index <= state.log.last()) {
    const Index last = detail::last_for_message(state, peer.next_index);
    detail::send_entries(state, peer, last);
    peer.next_index = last + 1;
  }
  // END SOLUTION
}

namespace detail {
// Helpers of your own.
// BEGIN SOLUTION(3b)
// STUB:
inline void on_agreed(State& state, Peer& peer, Index index) {
  if (index > state.log.last()) return;  // no follower of this leader says so
  if (index + 1 >= peer.next_index) peer.is_probing = false;
  if (index > peer.match_index) {
    peer.match_index = index;
    peer.next_index = std::max(peer.next_index, index + 1);
    if (index > state.commit_index) advance_commit(state);
  }
  send_append(state, peer, false);
}

// Where both logs can still agree, going by the hint.
inline Index next_to_try(const State& state, const Message& refusal) {
  if (refusal.hint_term == Term{}) return refusal.hint_index;
  const Index last = state.log.last_not_above(refusal.log_index, refusal.hint_term);
  if (state.log.matches(last, refusal.hint_term)) return last + 1;
  return std::min(refusal.hint_index, last + 1);
}

inline void on_refused(State& state, Peer& peer, const Message& refusal) {
  if (refusal.log_index <= peer.match_index || refusal.log_index >= peer.next_index) return;
  if (peer.is_probing && refusal.log_index + 1 != peer.next_index) return;
  peer.next_index =
      std::clamp(next_to_try(state, refusal), peer.match_index + 1, refusal.log_index);
  peer.is_probing = true;
  if (peer.next_index <= state.log.base().index) return replicate(state, peer, false);
  send_entries(state, peer, last_for_message(state, peer.next_index));
}

// END SOLUTION
}  // namespace detail

inline void on_append_response(State& state, const Message& message) {
  // BEGIN SOLUTION(3b)
  // STUB: not_implemented("3b", "learn from a peer's answer what it holds, and send it the rest");
  Peer* const peer = state.peer(message.from);
  PATINA_ASSERT(peer != nullptr, "an answer is looked at if it comes from a peer");
  if (message.is_granted) {
    detail::on_agreed(state, *peer, message.log_index);
  } else {
    detail::on_refused(state, *peer, message);
  }
  PATINA_ASSERT(peer->match_index < peer->next_index, "what a peer holds is not sent to it again");
  // END SOLUTION
}

}  // namespace patina::raft
