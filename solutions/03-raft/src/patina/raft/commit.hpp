// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3b: when an entry is committed (paper, 5.3, 5.4.2 and Figure 2, "Rules for Servers,
// Leaders").
//
// Interface:
//   majority_match(state, voters)   the highest index that more than half of `voters` are known to
//                                   hold: a peer up to its match_index, this node up to
//                                   committable_index() of doors.hpp (before 3c its last entry),
//                                   somebody unknown up to 0
//   advance_commit(state)           called whenever one of these has grown, with role leader: moves
//                                   commit_index up to that, if the entry there is of current_term
//
// Between two configurations (is_joint) both majorities must hold an entry: the smaller of both
// counts. An entry of an earlier term is never committed by counting, however many hold it: a later
// leader might still not have it (paper, Figure 8). It is committed together with the first entry
// of current_term after it. That is why a new leader begins with a no-op (begin_leadership).
// The followers are told of a new commit_index, soon or with what is sent to them next:
// send_append.
//
// Invariants: commit_index never falls.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>

namespace patina::raft {

namespace detail {
// Helpers of your own.
// BEGIN SOLUTION(3b)
// STUB:
inline Index index_held_by(const State& state, NodeId node) {
  if (node == state.id()) return committable_index(state);
  const Peer* const peer = state.peer(node);
  return peer == nullptr ? Index{0} : peer->match_index;
}

// END SOLUTION
}  // namespace detail

inline Index majority_match(const State& state, const std::vector<NodeId>& voters) {
  // BEGIN SOLUTION(3b)
  // STUB: not_implemented("3b", "find the highest index that a majority holds");
  // The answer is one of the voters' own indexes. Counting for each who else has it needs no
  // memory, and there are few of them.
  Index best;
  for (const NodeId voter : voters) {
    const Index index = detail::index_held_by(state, voter);
    if (index <= best) continue;
    const auto holders = std::count_if(voters.begin(), voters.end(), [&](NodeId other) {
      return detail::index_held_by(state, other) >= index;
    });
    if (static_cast<std::size_t>(holders) > voters.size() / 2) best = index;
  }
  return best;
  // END SOLUTION
}

inline void advance_commit(State& state) {
  // BEGIN SOLUTION(3b)
  // STUB: not_implemented("3b", "commit what a majority holds, if it is of this term");
  PATINA_ASSERT(state.role == Role::leader, "only a leader counts who holds an entry");
  if (state.commit_index == state.log.last()) return;
  Index index = majority_match(state, state.configuration.voters);
  if (state.configuration.is_joint())
    index = std::min(index, majority_match(state, state.configuration.old_voters));
  if (index <= state.commit_index) return;
  if (!state.log.matches(index, state.current_term)) return;
  state.commit_index = index;
  broadcast_append(state);
  // END SOLUTION
}

}  // namespace patina::raft
