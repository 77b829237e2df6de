// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3e: ReadIndex, a read without an entry in the log (paper, section 8; thesis, 6.4).
//
//   request_read(state, context)   somebody wants to read here
//   on_round_heard(state)          a peer has echoed a newer round, or entries were applied
//   refuse_reads(state)            this node has ceased to lead
//
// Contract:
//   - a leader answers a read only if it was still leader after the read had been asked for: it
//     asks everybody with a new round (state.round goes out with each append_entries, and comes
//     back), and waits until majorities have echoed it. A leader alone is a majority by itself;
//   - the read sees all that was committed when it was asked for: its index is the commit_index of
//     that moment. A new leader's commit_index may lie behind what its predecessor committed:
//     before it has committed an entry of its own term no read is asked for, they wait (etcd
//     #7331);
//   - a read is answered when its entry is applied here: it goes to state.answered_reads with its
//     index, in the order in which it came;
//   - whoever is no leader, or ceases to be one, refuses: is_refused, and no index;
//   - reads that come while a question is on its way share the next one: a thousand of them cost
//     two rounds, not a thousand.
// A lost question is not asked again here: each heartbeat carries the newest round.
// Cost: O(peers squared) for each read that is looked at, which with few peers is little.
// See also: etcd's ReadOnlySafe; raft-rs's read_index.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <cstdint>

namespace patina::raft {

namespace detail {

// Helpers of your own go here.
// BEGIN SOLUTION(3e)
// STUB:
// STUB:
inline bool has_heard_round(State& state, NodeId node, std::uint64_t round) {
  if (node == state.id()) return true;
  const Peer* const peer = state.peer(node);
  return peer != nullptr && peer->round_heard >= round;
}

// Asks in one round for all reads that wait, unless an older question is still on its way.
inline void ask_waiting(State& state) {
  std::vector<WaitingRead>& waiting = state.reads.waiting;
  if (waiting.empty() || waiting.front().round != 0) return;
  if (state.log.term_at(state.commit_index) != state.current_term) return;
  ++state.round;
  for (WaitingRead& read : waiting) {
    read.index = state.commit_index;
    read.round = state.round;
  }
  broadcast_heartbeat(state);
}
// END SOLUTION

}  // namespace detail

inline void on_round_heard(State& state) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "answer the reads whose round has come back from a majority");
  if (state.role != Role::leader) return;
  std::vector<WaitingRead>& waiting = state.reads.waiting;
  std::size_t answered = 0;
  for (; answered < waiting.size(); ++answered) {
    const WaitingRead& read = waiting[answered];
    const bool is_leading = read.round != 0 && state.configuration.agrees([&](NodeId node) {
      return detail::has_heard_round(state, node, read.round);
    });
    if (!is_leading || state.applied_index < read.index) break;
    state.answered_reads.push_back({read.context, read.index, false});
  }
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(answered));
  detail::ask_waiting(state);
  // END SOLUTION
}

inline void request_read(State& state, std::uint64_t context) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "ask the others whether this node still leads, or refuse");
  if (state.role != Role::leader) {
    state.answered_reads.push_back({context, Index{}, true});
    return;
  }
  state.reads.waiting.push_back({context, Index{}, 0});
  detail::ask_waiting(state);
  on_round_heard(state);  // a leader alone need not wait
  // END SOLUTION
}

inline void refuse_reads(State& state) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "refuse all reads that wait");
  for (const WaitingRead& read : state.reads.waiting)
    state.answered_reads.push_back({read.context, Index{}, true});
  state.reads.waiting.clear();
  // END SOLUTION
}

}  // namespace patina::raft
