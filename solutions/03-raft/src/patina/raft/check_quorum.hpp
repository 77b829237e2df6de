// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3e: check-quorum, a leader that nobody hears steps down, and who hears a leader listens to
// no candidate (thesis, 6.2 and 4.2.3).
//
//   has_live_leader(state)   is this node a leader, or has it heard one lately?
//   check_quorum(state)      on each tick of a leader
//
// Contract:
//   - lately means less than election_ticks_min ticks ago (state.heard_leader_at), by a leader of
//     the current term that this node knows (state.leader). While it is so, a request_vote is not
//     even looked at, its term included, unless the leader wished for it (Raft::dispatch asks);
//   - a leader that for election_ticks_min ticks has not heard majorities (Peer::heard_at; itself
//     counts) follows nobody in the term that it had, at the latest after as many ticks more.
//     Others may have chosen a new one long ago, and it would go on taking commands that never
//     commit.
// See also: etcd's CheckQuorum; logcabin's stepDownThread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline bool has_live_leader(const State& state) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "say whether a leader was heard lately");
  if (state.role == Role::leader) return true;
  return state.leader != no_node &&
         state.now - state.heard_leader_at < state.config.election_ticks_min;
  // END SOLUTION
}

inline void check_quorum(State& state) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "step down if no majority was heard lately");
  const bool is_heard = state.configuration.agrees([&](NodeId node) {
    if (node == state.id()) return true;
    const Peer* const peer = state.peer(node);
    return peer != nullptr && state.now - peer->heard_at < state.config.election_ticks_min;
  });
  if (!is_heard) become_follower(state, state.current_term, no_node);
  // END SOLUTION
}

}  // namespace patina::raft
