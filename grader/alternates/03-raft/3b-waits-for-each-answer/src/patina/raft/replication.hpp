// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// One message with entries at a time (is_probing: it is under way), from match_index or the last
// guess on.
#pragma once

#include <patina/raft/doors.hpp>

#include <algorithm>
#include <utility>

namespace patina::raft {

inline void begin_leadership(State& state) {
  append_to_log(state, {state.log.last() + 1, state.current_term, {}, EntryKind::no_op});
  advance_commit(state);
}

inline Proposed append_commands(State& state, std::span<const Bytes> commands) {
  Proposed proposed{state.log.last() + 1, {}, state.current_term, Refusal::none};
  for (const Bytes& command : commands)
    append_to_log(state, {state.log.last() + 1, state.current_term, command, EntryKind::command});
  proposed.last = state.log.last();
  broadcast_append(state);
  advance_commit(state);
  return proposed;
}

inline void replicate(State& state, Peer& peer, bool is_heartbeat) {
  if (peer.next_index <= state.log.base().index) return send_snapshot(state, peer);
  if (!is_heartbeat && (peer.is_probing || peer.next_index > state.log.last())) return;
  Message message;
  message.type = MessageType::append_entries;
  message.to = peer.id;
  message.log_index = peer.next_index - 1;
  message.log_term = *state.log.term_at(message.log_index);
  message.commit = state.commit_index;
  std::uint64_t bytes = 0;
  for (Index i = peer.next_index; !peer.is_probing && i <= state.log.last(); ++i) {
    bytes += state.log.at(i).data.size();
    if (message.entries.size() == state.config.message_entries_max) break;
    if (!message.entries.empty() && bytes > state.config.message_bytes_max) break;
    message.entries.push_back(state.log.at(i));
  }
  if (!message.entries.empty()) peer.is_probing = true;
  send(state, std::move(message));
}

inline void on_append_response(State& state, const Message& message) {
  Peer& peer = *state.peer(message.from);
  if (message.is_granted) {
    if (message.log_index < peer.match_index || message.log_index > state.log.last()) return;
    if (message.log_index + 1 >= peer.next_index) peer.is_probing = false;
    peer.match_index = message.log_index;
    peer.next_index = std::max(peer.next_index, message.log_index + 1);
    advance_commit(state);
  } else {
    if (message.log_index <= peer.match_index) return;
    if (message.log_index + 1 != peer.next_index) return;
    Index next = message.hint_index;
    while (message.hint_term != Term{} && next < message.log_index &&
           state.log.term_at(next).value_or(Term{}) <= message.hint_term)
      ++next;
    peer.next_index = std::clamp(next, peer.match_index + 1, message.log_index);
    peer.is_probing = false;
  }
  send_append(state, peer, false);
}

}  // namespace patina::raft
