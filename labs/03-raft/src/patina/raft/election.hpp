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

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

// Helpers of your own go here.

// Stands for leader: goes one term on, votes for itself, begins a new wait, and asks all other
// voters, of both configurations if there are two, for their votes (request_vote, with where its
// log ends). Learners are not asked. Who is the only voter has won with its own vote.
// (A node that was just voted out may stand too, 3f. It needs a majority of the others then.)
// REQUIRES: not leader.
inline void start_election(State& state) {
  not_implemented("3a", "stand for leader in the next term, and ask for votes");
}

// Answers with a vote_response. It is granted iff this node has voted for nobody else in this term
// and the candidate's log is up to date. Granted, it is remembered and the wait begins anew; the
// same candidate is granted it again whenever it asks, as the first answer may be lost. Refused,
// nothing changes. What this node is in its own configuration makes no difference: the candidate's
// may be the newer one, and it counts voters alone (etcd, campaign_learner_must_vote).
inline void on_request_vote(State& state, const Message& message) {
  not_implemented("3a", "grant the term's one vote, or refuse it");
}

// Counts the answer, if this node is a candidate still. With a majority, in a joint configuration
// one of each half (paper, 6), it becomes leader. If none can come any more it may go back to
// follower of the same term; its wait goes on.
inline void on_vote_response(State& state, const Message& message) {
  not_implemented("3a", "count the answer, and lead if a majority has granted");
}

// Leads the current term. All else that begins with it is behind the door leadership_began(): who
// the peers are, the first heartbeats that stop other elections (5.2), the first entry (3b).
// REQUIRES: candidate.
inline void become_leader(State& state) {
  not_implemented("3a", "be leader, and let leadership_began() tell everybody");
}

// The message is from the leader of the current term (append_entries or install_snapshot): this
// node follows it, whatever it was (a candidate gives up, 5.2), begins a new wait, and remembers
// when that was (heard_leader_at). What this node has voted stands.
inline void heard_from_leader(State& state, const Message& message) {
  not_implemented("3a", "follow the leader of the term, and begin a new wait");
}

// Is a log that ends with `candidate` at least as up to date as this one? The later term of the
// last entry decides; where they are equal, the longer log does (paper, 5.4.1).
inline bool is_up_to_date(const State& state, LastEntry candidate) {
  not_implemented("3a", "compare the last entries: first their terms, then their indexes");
}

}  // namespace patina::raft
