// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3a: leader election (paper, 5.2 and 5.4.1, Figure 2 "RequestVote RPC", "Candidates").
//
// Interface:
//   start_election(state)                 stands for leader in a new term
//   on_request_vote(state, message)       gives its one vote of the term, or refuses it
//   on_vote_response(state, message)      counts what came back
//   become_leader(state)                  has won
//   heard_from_leader(state, message)     somebody else has
//   is_up_to_date(state, candidate)       is the candidate's log as good as this one?
//
// Every message here is of the current term: observe_term() was before.
// Invariants: one vote a term (5.2); so one leader a term at most (Figure 3, Election Safety).
// Thread rule: one thread.
#pragma once

#include <patina/raft/doors.hpp>

namespace patina::raft {

// Helpers of your own go here.
// One answer more, this node's own or another's: it may be the one that decides.
inline void count_vote(State& state, NodeId node, bool is_granted) {
  const Configuration& configuration = state.configuration;
  const Votes& votes = state.votes;
  state.votes.record(node, is_granted);
  if (votes.has_majority(configuration.voters) && votes.has_majority(configuration.old_voters))
    become_leader(state);
}

// Stands for leader: goes one term on, votes for itself, begins a new wait, and asks all other
// voters, of both configurations if there are two, for their votes (request_vote, with where its
// log ends). Learners are not asked. Who is the only voter has won with its own vote.
// REQUIRES: not leader.
inline void start_election(State& state) {
  PATINA_ASSERT(state.role != Role::leader, "a leader has nothing to stand for");
  ++state.current_term;
  state.role = Role::candidate;
  state.leader = no_node;
  state.voted_for = state.id();
  state.votes.clear();
  restart_election_timer(state);
  for (const NodeId node : state.configuration.everyone()) {
    if (node == state.id() || !state.configuration.is_voter(node)) continue;
    Message message;
    message.type = MessageType::request_vote;
    message.to = node;
    message.log_index = state.log.last_entry().index;
    message.log_term = state.log.last_entry().term;
    send(state, std::move(message));
  }
  count_vote(state, state.id(), true);
}

// Answers with a vote_response. It is granted iff this node has voted for nobody else in this term
// and the candidate's log is up to date. Granted, it is remembered and the wait begins anew; the
// same candidate is granted it again whenever it asks, as the first answer may be lost. Refused,
// nothing changes. What this node is in its own configuration makes no difference: the candidate's
// may be the newer one, and it counts voters alone (etcd, campaign_learner_must_vote).
inline void on_request_vote(State& state, const Message& message) {
  const bool is_free = state.voted_for == no_node || state.voted_for == message.from;
  Message answer;
  answer.type = MessageType::vote_response;
  answer.to = message.from;
  answer.is_granted = is_free && is_up_to_date(state, {message.log_index, message.log_term});
  if (answer.is_granted) {
    state.voted_for = message.from;
    restart_election_timer(state);  // (Mutant 3a-restarts-on-refusal does it outside of the if.)
  }
  send(state, std::move(answer));
}

// Counts the answer, if this node is a candidate still. With a majority, in a joint configuration
// one of each half (paper, 6), it becomes leader. If none can come any more it may go back to
// follower of the same term; its wait goes on.
inline void on_vote_response(State& state, const Message& message) {
  if (state.role != Role::candidate) return;
  count_vote(state, message.from, message.is_granted);
}

// Leads the current term. All else that begins with it is behind the door leadership_began(): who
// the peers are, the first heartbeats that stop other elections (5.2), the first entry (3b).
// REQUIRES: candidate.
inline void become_leader(State& state) {
  PATINA_ASSERT(state.role == Role::candidate, "only a candidate becomes leader (paper, Figure 4)");
  state.role = Role::leader;
  state.leader = state.id();
  leadership_began(state);
}

// The message is from the leader of the current term (append_entries or install_snapshot): this
// node follows it, whatever it was (a candidate gives up, 5.2), begins a new wait, and remembers
// when that was (heard_leader_at). What this node has voted stands.
inline void heard_from_leader(State& state, const Message& message) {
  PATINA_ASSERT(state.role != Role::leader, "a term has one leader at most (paper, 5.2)");
  become_follower(state, state.current_term, message.from);
  state.heard_leader_at = state.now;
  restart_election_timer(state);
}

// Is a log that ends with `candidate` at least as up to date as this one? The later term of the
// last entry decides; where they are equal, the longer log does (paper, 5.4.1).
inline bool is_up_to_date(const State& state, LastEntry candidate) {
  const LastEntry own = state.log.last_entry();
  if (candidate.term != own.term) return candidate.term > own.term;
  return candidate.index >= own.index;
}

}  // namespace patina::raft
