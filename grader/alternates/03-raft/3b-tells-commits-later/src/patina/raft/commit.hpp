// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// As the reference, but nobody is told.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>

namespace patina::raft {

namespace detail {

inline Index index_held_by(const State& state, NodeId node) {
  if (node == state.id()) return committable_index(state);
  const Peer* const peer = state.peer(node);
  return peer == nullptr ? Index{0} : peer->match_index;
}

}  // namespace detail

inline Index majority_match(const State& state, const std::vector<NodeId>& voters) {
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
}

inline void advance_commit(State& state) {
  PATINA_ASSERT(state.role == Role::leader, "only a leader counts who holds an entry");
  Index index = majority_match(state, state.configuration.voters);
  if (state.configuration.is_joint())
    index = std::min(index, majority_match(state, state.configuration.old_voters));
  if (index <= state.commit_index) return;
  if (!state.log.matches(index, state.current_term)) return;
  state.commit_index = index;
}

}  // namespace patina::raft
