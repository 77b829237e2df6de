// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3a: terms, the clock by which old and new are told apart (paper, 5.1 and Figure 2, "Rules
// for Servers", "All Servers").
//
// Interface:
//   observe_term(state, message)            what a message's term says, before anything else of it
//   become_follower(state, term, leader)    the way back from every role
//
// Invariants: current_term never falls; voted_for is forgotten when the term changes and only then.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

// Compares the message's term with this node's. Returns true iff the message is to be looked at.
//   newer: this node becomes a follower of that term first, whatever it was. Who leads is not known
//          by the term alone. Then true.
//   same:  true.
//   older: false. Its sender is behind and must learn it: a request (request_vote, append_entries,
//          install_snapshot) is refused, which carries the newer term. A response is answered by
//          nothing, or two nodes would answer each other for ever. No timer, no vote changes.
// A refused append_entries or install_snapshot is an append_response with the request's log_index.
// Every message comes by here except pre-votes (3e), which ask about terms that nobody is in yet.
inline bool observe_term(State& state, const Message& message) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "follow a newer term, refuse requests of an older one");
  if (message.term > state.current_term) become_follower(state, message.term, no_node);
  if (message.term == state.current_term) return true;

  Message answer;
  answer.to = message.from;
  answer.log_index = message.log_index;
  switch (message.type) {
    case MessageType::request_vote:
      answer.type = MessageType::vote_response;
      break;
    case MessageType::append_entries:
    case MessageType::install_snapshot:
      answer.type = MessageType::append_response;
      break;
    default:
      return false;
  }
  send(state, std::move(answer));
  return false;
  // END SOLUTION
}

// This node is a follower of `term` from now on, and `leader` leads it, if that is known.
//   - a newer term is taken over, and in it this node has voted for nobody; in the same term its
//     vote stands;
//   - the election timer goes on as it was: a newer term is no leader's word (paper, 5.2). But who
//     led had none running, and begins one;
//   - who led tells the rules that care: leadership_ended(), once it is a follower.
// REQUIRES: term >= current_term.
inline void become_follower(State& state, Term term, NodeId leader) {
  // BEGIN SOLUTION(3a)
  // STUB: not_implemented("3a", "be a follower; in a newer term, one that has not voted");
  PATINA_ASSERT(term >= state.current_term, "current_term never falls (paper, 5.1)");
  const bool has_led = state.role == Role::leader;
  if (term > state.current_term) {
    // Forgotten here and nowhere else: a second vote in one term elects a second leader.
    // (Mutants 3a-keeps-vote-in-new-term, 3a-forgets-vote-as-follower.)
    state.current_term = term;
    state.voted_for = no_node;
  }
  state.role = Role::follower;
  state.leader = leader;
  if (!has_led) return;
  restart_election_timer(state);
  leadership_ended(state);
  // END SOLUTION
}

}  // namespace patina::raft
