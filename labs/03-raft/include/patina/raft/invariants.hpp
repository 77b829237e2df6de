// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What must hold in one node between any two inputs, whatever the others do. Checked after each
// input, in every build; a broken one asserts with the rule's sentence.
//
// Interface: check(state), after each input.
// What holds between nodes (one leader a term, logs that match) is checked by the simulator.
// Cost: a handful of comparisons.
// Thread rule: one thread.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/raft/state.hpp>

#include <algorithm>

namespace patina::raft {

class Invariants {
 public:
  void check(const State& state) {
    check_order(state);
    check_monotonic(state);
    check_leader(state);
    if (state.features().flow && state.role == Role::leader) check_flow(state);
    term_ = state.current_term;
    vote_ = state.voted_for;
    commit_ = state.commit_index;
    was_leader_ = state.role == Role::leader;
    last_ = state.log.last_entry();
  }

 private:
  static void check_order(const State& state) {
    PATINA_ASSERT(state.log.base().index <= state.commit_index,
                  "a log is compacted only up to what is committed");
    PATINA_ASSERT(state.applied_index <= state.handed_index, "applied was handed out before");
    PATINA_ASSERT(state.handed_index <= state.commit_index,
                  "only committed entries are handed out");
    PATINA_ASSERT(state.commit_index <= state.log.last(), "what is committed is in the log");
  }

  void check_monotonic(const State& state) const {
    PATINA_ASSERT(state.current_term >= term_, "current_term never falls (paper, 5.1)");
    PATINA_ASSERT(state.commit_index >= commit_, "commit_index never falls (paper, Figure 2)");
    PATINA_ASSERT(state.current_term != term_ || vote_ == no_node || state.voted_for == vote_,
                  "a vote is given once in a term (paper, 5.2)");
  }

  void check_leader(const State& state) const {
    if (state.role != Role::leader) return;
    PATINA_ASSERT(state.leader == state.id(), "a leader knows that it leads");
    if (state.features().membership) check_peers(state);
    if (!was_leader_ || state.current_term != term_) return;
    PATINA_ASSERT(state.log.last() >= last_.index && state.log.matches(last_.index, last_.term),
                  "a leader only appends to its log (paper, Figure 3, Leader Append-Only)");
  }

  static void check_peers(const State& state) {
    const auto fault = std::adjacent_find(
        state.peers.begin(), state.peers.end(),
        [](const Peer& one, const Peer& next) { return one.id >= next.id; });
    PATINA_ASSERT(fault == state.peers.end(), "peers ascend: State::peer() searches them so");
    PATINA_ASSERT(state.peer(state.id()) == nullptr, "a leader is no peer of its own");
  }

  static void check_flow(const State& state) {
    PATINA_ASSERT(state.commit_index < state.log.last() || state.uncommitted_bytes == 0,
                  "where all is committed nothing waits for it (3g)");
    for (const Peer& peer : state.peers) {
      PATINA_ASSERT(peer.inflights.messages() <= std::max(state.config.inflight_messages_max, 1U),
                    "a window holds no more messages than its limit (3g)");
      PATINA_ASSERT(peer.is_confirmed || peer.inflights.is_empty(),
                    "while next_index is a guess there is one message out, and no window (3g)");
    }
  }

  Term term_;
  NodeId vote_;
  Index commit_;
  bool was_leader_ = false;
  LastEntry last_;
};

}  // namespace patina::raft
