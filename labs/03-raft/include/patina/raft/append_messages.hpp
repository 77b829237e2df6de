// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The two messages of replication, filled in: what is said, and not when.
//
// Interface:
//   append_to_peer(state, peer, last)   append_entries that begin at the peer's next_index and
//                                       bring the entries up to `last`; none, if that is below
//                                       next_index. REQUIRES: what stands before next_index is in
//                                       the log, or is its base
//   answer_to_append(message, is_granted, index)   the append_response to `message`, without a hint
// Thread rule: pure functions.
#pragma once

#include <patina/raft/state.hpp>

#include <span>

namespace patina::raft {

inline Message append_to_peer(const State& state, const Peer& peer, Index last) {
  Message message;
  message.type = MessageType::append_entries;
  message.to = peer.id;
  message.log_index = peer.next_index - 1;
  message.log_term = state.log.known_term(message.log_index);
  message.commit = state.commit_index;
  if (last < peer.next_index) return message;
  message.entries.reserve(last - message.log_index);
  for (IndexRange rest{peer.next_index, last}; !rest.is_empty();) {
    const std::span<const Entry> run = state.log.run(rest);
    message.entries.insert(message.entries.end(), run.begin(), run.end());
    rest.first = rest.first + run.size();
  }
  return message;
}

inline Message answer_to_append(const Message& message, bool is_granted, Index index) {
  Message answer;
  answer.type = MessageType::append_response;
  answer.to = message.from;
  answer.is_granted = is_granted;
  answer.log_index = index;
  return answer;
}

}  // namespace patina::raft
