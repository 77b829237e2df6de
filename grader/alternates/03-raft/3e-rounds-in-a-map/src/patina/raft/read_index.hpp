// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Reads by round: a majority that has echoed a round answers all rounds up to it.
#pragma once

#include <patina/raft/doors.hpp>

#include <cstdint>
#include <utility>

namespace patina::raft {

namespace detail {

inline void ask_unasked(State& state) {
  auto& rounds = state.reads.rounds;
  const auto unasked = rounds.find(0);
  if (unasked == rounds.end() || rounds.size() > 1) return;
  if (state.log.term_at(state.commit_index) != state.current_term) return;
  ReadsOfRound reads = std::move(unasked->second);
  rounds.erase(unasked);
  reads.index = state.commit_index;
  rounds[++state.round] = std::move(reads);
  broadcast_heartbeat(state);
}

inline bool is_confirmed(State& state, std::uint64_t round) {
  return state.configuration.agrees([&](NodeId node) {
    const Peer* const peer = state.peer(node);
    return node == state.id() || (peer != nullptr && peer->round_heard >= round);
  });
}

}  // namespace detail

inline void on_round_heard(State& state) {
  if (state.role != Role::leader) return;
  auto& rounds = state.reads.rounds;
  for (auto next = rounds.upper_bound(0); next != rounds.end(); next = rounds.erase(next)) {
    const auto& [round, reads] = *next;
    if (state.applied_index < reads.index || !detail::is_confirmed(state, round)) break;
    for (const std::uint64_t context : reads.contexts)
      state.answered_reads.push_back({context, reads.index, false});
  }
  detail::ask_unasked(state);
}

inline void request_read(State& state, std::uint64_t context) {
  if (state.role != Role::leader) {
    state.answered_reads.push_back({context, Index{}, true});
    return;
  }
  state.reads.rounds[0].contexts.push_back(context);
  on_round_heard(state);
  on_round_heard(state);
}

inline void refuse_reads(State& state) {
  auto& rounds = state.reads.rounds;
  const auto refuse = [&](const ReadsOfRound& reads) {
    for (const std::uint64_t context : reads.contexts)
      state.answered_reads.push_back({context, Index{}, true});
  };
  for (const auto& [round, reads] : rounds)
    if (round != 0) refuse(reads);
  if (const auto unasked = rounds.find(0); unasked != rounds.end()) refuse(unasked->second);
  rounds.clear();
}

}  // namespace patina::raft
