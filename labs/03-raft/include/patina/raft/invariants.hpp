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
    const bool is_leader = state.role == Role::leader;
    const bool goes_on_leading = is_leader && was_leader_ && state.current_term == term_;
    term_ = state.current_term;
    vote_ = state.voted_for;
    commit_ = state.commit_index;
    was_leader_ = is_leader;
    if (is_leader) check_leader(state, goes_on_leading);
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

  void check_leader(const State& state, bool goes_on_leading) {
    PATINA_ASSERT(state.leader == state.id(), "a leader knows that it leads");
    const LastEntry last = state.log.last_entry();
    PATINA_ASSERT(!goes_on_leading || last == last_ || state.log.matches(last_.index, last_.term),
                  "a leader only appends to its log (paper, Figure 3, Leader Append-Only)");
    last_ = last;
    if (state.features().membership) check_peers(state);
    if (state.features().flow) check_flow(state);
  }

  static void check_peers(const State& state) {
    NodeId before = no_node;
    for (const Peer& peer : state.peers) {
      PATINA_ASSERT(before < peer.id, "peers ascend, each once (3f)");
      PATINA_ASSERT(peer.id != state.id(), "a leader is no peer of its own");
      before = peer.id;
    }
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
  LastEntry last_;  // of a leader; others' logs may lose what they end with
};

}  // namespace patina::raft
