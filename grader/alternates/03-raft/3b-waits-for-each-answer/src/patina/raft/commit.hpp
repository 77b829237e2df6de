// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Everybody is told at once; a histogram says how many have what.
#pragma once

#include <patina/raft/doors.hpp>

#include <algorithm>
#include <cstddef>
#include <map>

namespace patina::raft {

inline Index majority_match(const State& state, const std::vector<NodeId>& voters) {
  std::map<Index, std::size_t> holders;
  for (const NodeId voter : voters) {
    const Peer* const peer = state.peer(voter);
    if (voter == state.id()) {
      ++holders[committable_index(state)];
    } else if (peer != nullptr) {
      ++holders[peer->match_index];
    }
  }
  std::size_t with_it = 0;
  for (auto each = holders.rbegin(); each != holders.rend(); ++each) {
    with_it += each->second;
    if (2 * with_it > voters.size()) return each->first;
  }
  return Index{0};
}

inline void advance_commit(State& state) {
  Index index = majority_match(state, state.configuration.voters);
  if (state.configuration.is_joint())
    index = std::min(index, majority_match(state, state.configuration.old_voters));
  if (index <= state.commit_index || !state.log.matches(index, state.current_term)) return;
  state.commit_index = index;
  for (Peer& peer : state.peers) send_append(state, peer, true);
}

}  // namespace patina::raft
