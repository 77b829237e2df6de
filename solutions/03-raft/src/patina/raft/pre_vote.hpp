// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3e: pre-vote, asking whether an election could be won before a term is begun (thesis, 9.6).
//
//   start_pre_election(state)             the election timer has run out
//   on_pre_vote(state, message)           somebody asks
//   on_pre_vote_response(state, message)  somebody answers
//
// Contract:
//   - a pre-candidate changes neither current_term nor voted_for, and knows no leader; it asks all
//     other voters about the term after its own, and counts itself. With majorities it stands for
//     election, at once if it is alone;
//   - a node says yes iff the asked term is above its own, the candidate's log is up to date
//     (5.4.1), and it hears from no live leader (has_live_leader, check_quorum.hpp). Saying yes
//     binds it to nothing: it may say yes to many, and keeps its timer running;
//   - a yes carries the term that was asked about, or the candidate would drop it as old; a no
//     carries the node's own term, and a candidate behind it learns it and follows (etcd #8243);
//   - only a yes for the term that it asks about now counts, and only in a pre-candidate.
// A node that comes back from a partition so disturbs nobody: its term has not grown meanwhile.
// See also: thesis 9.6; etcd's PreVote; logcabin 4f74c25.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

namespace detail {

// Helpers of your own go here.
// BEGIN SOLUTION(3e)
// STUB:
inline void stand_if_supported(State& state) {
  const Configuration& configuration = state.configuration;
  const bool has_majorities =
      state.votes.has_majority(configuration.voters) &&
      (!configuration.is_joint() || state.votes.has_majority(configuration.old_voters));
  if (has_majorities) start_election(state);
}
// END SOLUTION

}  // namespace detail

inline void start_pre_election(State& state) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "ask the other voters whether they would vote for this node");
  state.role = Role::pre_candidate;
  state.leader = no_node;
  restart_election_timer(state);
  state.votes.clear();
  state.votes.record(state.id(), true);
  const LastEntry last = state.log.last_entry();
  for (const NodeId node : state.configuration.everyone()) {
    if (node == state.id() || !state.configuration.is_voter(node)) continue;
    Message message;
    message.type = MessageType::pre_vote;
    message.to = node;
    message.term = state.current_term + 1;
    message.log_index = last.index;
    message.log_term = last.term;
    send(state, std::move(message));
  }
  detail::stand_if_supported(state);
  // END SOLUTION
}

inline void on_pre_vote(State& state, const Message& message) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "say whether this node would vote so, and bind it to nothing");
  Message response;
  response.type = MessageType::pre_vote_response;
  response.to = message.from;
  response.is_granted = message.term > state.current_term && !has_live_leader(state) &&
                        is_up_to_date(state, {message.log_index, message.log_term});
  response.term = response.is_granted ? message.term : state.current_term;
  send(state, std::move(response));
  // END SOLUTION
}

inline void on_pre_vote_response(State& state, const Message& message) {
  // BEGIN SOLUTION(3e)
  // STUB: not_implemented("3e", "count a yes for the term asked about; learn a term from a no");
  if (!message.is_granted && message.term > state.current_term) {
    become_follower(state, message.term, no_node);
    return;
  }
  if (state.role != Role::pre_candidate) return;
  if (message.is_granted && message.term != state.current_term + 1) return;
  state.votes.record(message.from, message.is_granted);
  detail::stand_if_supported(state);
  // END SOLUTION
}

}  // namespace patina::raft
