// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// As the reference, but for hint_term, which is not looked at.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>
#include <utility>

namespace patina::raft {

inline void begin_leadership(State& state) {
  append_to_log(state, {state.log.last() + 1, state.current_term, {}, EntryKind::no_op});
  advance_commit(state);
}

inline Proposed append_commands(State& state, std::span<const Bytes> commands) {
  PATINA_ASSERT(state.role == Role::leader, "only a leader takes commands");
  const Index first = state.log.last() + 1;
  for (const Bytes& command : commands)
    append_to_log(state, {state.log.last() + 1, state.current_term, command, EntryKind::command});
  broadcast_append(state);
  advance_commit(state);
  return {first, state.log.last(), state.current_term, Refusal::none};
}

namespace detail {

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

// Sends what follows next_index - 1: up to `last`, or nothing but news where that is before it.
inline void send_entries(State& state, Peer& peer, Index last) {
  const auto term = state.log.term_at(peer.next_index - 1);
  PATINA_ASSERT(term.has_value(), "what a message follows is still in the log");
  Message message;
  message.type = MessageType::append_entries;
  message.to = peer.id;
  message.log_index = peer.next_index - 1;
  message.log_term = *term;
  message.commit = state.commit_index;
  if (last >= peer.next_index) {
    message.entries.reserve(last - message.log_index);
    for (Index index = peer.next_index; index <= last; ++index)
      message.entries.push_back(state.log.at(index));
  }
  peer.commit_sent = state.commit_index;
  send(state, std::move(message));
}

// A peer to whom something is under way hears of the commit with its next message; its answer comes
// first.
inline bool has_commit_news(const State& state, const Peer& peer) {
  return peer.commit_sent < state.commit_index && peer.match_index + 1 == peer.next_index;
}

}  // namespace detail

inline void replicate(State& state, Peer& peer, bool is_heartbeat) {
  if (peer.next_index <= state.log.base().index) {
    PATINA_ASSERT(state.features().snapshots, "a log that was compacted has a snapshot before it");
    return send_snapshot(state, peer);
  }
  const Index nothing = peer.next_index - 1;
  if (peer.is_probing) {
    if (is_heartbeat) detail::send_entries(state, peer, nothing);
    return;
  }
  if (peer.next_index > state.log.last()) {
    if (is_heartbeat || detail::has_commit_news(state, peer))
      detail::send_entries(state, peer, nothing);
    return;
  }
  while (peer.next_index <= state.log.last()) {
    const Index last = detail::last_for_message(state, peer.next_index);
    detail::send_entries(state, peer, last);
    peer.next_index = last + 1;
  }
}

namespace detail {

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

inline void on_refused(State& state, Peer& peer, const Message& refusal) {
  if (refusal.log_index <= peer.match_index) return;
  if (refusal.log_index >= peer.next_index) return;
  if (peer.is_probing && refusal.log_index + 1 != peer.next_index) return;
  peer.next_index = std::clamp(refusal.hint_index, peer.match_index + 1, refusal.log_index);
  peer.is_probing = true;
  if (peer.next_index <= state.log.base().index) return replicate(state, peer, false);
  send_entries(state, peer, last_for_message(state, peer.next_index));
}

}  // namespace detail

inline void on_append_response(State& state, const Message& message) {
  Peer* const peer = state.peer(message.from);
  PATINA_ASSERT(peer != nullptr, "an answer is looked at if it comes from a peer");
  if (message.is_granted) {
    detail::on_agreed(state, *peer, message.log_index);
  } else {
    detail::on_refused(state, *peer, message);
  }
  PATINA_ASSERT(peer->match_index < peer->next_index, "what a peer holds is not sent to it again");
}

}  // namespace patina::raft
