// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a majority has stands in the middle when all are sorted.
#pragma once

#include <patina/raft/doors.hpp>

#include <algorithm>
#include <functional>
#include <vector>

namespace patina::raft {

inline Index majority_match(const State& state, const std::vector<NodeId>& voters) {
  if (voters.empty()) return Index{0};
  std::vector<Index> held;
  for (const NodeId voter : voters) {
    const Peer* const peer = state.peer(voter);
    held.push_back(voter == state.id() ? committable_index(state)
                   : peer == nullptr   ? Index{0}
                                       : peer->match_index);
  }
  std::sort(held.begin(), held.end(), std::greater<>());
  return held[held.size() / 2];
}

// From the newest entry backwards, as in Figure 2: is there an N that a majority has, of this term?
inline void advance_commit(State& state) {
  Index index = majority_match(state, state.configuration.voters);
  if (state.configuration.is_joint())
    index = std::min(index, majority_match(state, state.configuration.old_voters));
  if (index <= state.commit_index || state.log.term_at(index) != state.current_term) return;
  state.commit_index = index;
  broadcast_append(state);
}

}  // namespace patina::raft
