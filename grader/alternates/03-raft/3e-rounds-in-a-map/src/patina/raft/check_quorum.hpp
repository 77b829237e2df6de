// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A leader looks once in an election time-out whether a majority was heard since the last look.
#pragma once

#include <patina/raft/doors.hpp>

namespace patina::raft {

inline bool has_live_leader(const State& state) {
  if (state.role == Role::leader) return true;
  return state.leader != no_node &&
         state.now - state.heard_leader_at < state.config.election_ticks_min;
}

// Once in an election time-out, as etcd does it.
inline void check_quorum(State& state) {
  const Ticks span = state.config.election_ticks_min;
  if (state.reads.checked_at == 0) state.reads.checked_at = state.now;
  if (state.now - state.reads.checked_at < span) return;
  state.reads.checked_at = state.now;
  const bool is_heard = state.configuration.agrees([&](NodeId node) {
    const Peer* const peer = state.peer(node);
    return node == state.id() || (peer != nullptr && state.now - peer->heard_at < span);
  });
  if (!is_heard) become_follower(state, state.current_term, no_node);
}

}  // namespace patina::raft
