// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3f: who belongs to the cluster, and how that changes while it works (paper, section 6;
// thesis, chapter 4).
//
// Interface:
//   request_change(state, wanted)             somebody wants other voters or learners; role is
//                                             leader
//   on_configuration_appended(state, entry)   an entry of a configuration is in this log
//   on_log_truncated(state)                   the end of the log is gone
//   on_configuration_restored(state)          the log came from a disk, or a snapshot took its
//                                             place
//   on_committed(state)                       commit_index of a leader has moved
//   stamp_session, is_of_this_session         whose acknowledgement is it?
//   may_stand(state)                          the wait is over: may this node stand for election?
//
// A configuration is in force (State::configuration) as soon as its entry is in the log, committed
// or not, on whatever node. When that entry is truncated the one before it is in force again; after
// a restart it is the last one in the log. Without any, it is the snapshot's, or else Config's:
// configuration_at() of doors.hpp. Truncation of other entries must not cost a search.
//
// A change. Without old_voters it is refused or begun, with its entry of current_term sent at once:
//   invalid   it names old_voters, or no voters; a list is not strictly ascending, or names
//             no_node; somebody is voter and learner; or it is what is in force
//   busy      a configuration is not committed yet, or the one in force is joint; or no entry of
//             current_term is committed yet (Ongaro, raft-dev, 2015): two leaders may otherwise
//             each go on from the same configuration, to two that share nobody
// If voters differ, that entry is joint: voters and learners as wanted, old_voters those in force.
// Who was a voter and shall be a learner is in both lists meanwhile, and votes. As soon as it is
// committed the leader of that moment, whoever began it, appends the wanted one without old_voters.
// It follows that a new leader first commits its no-op. If learners alone differ one entry will do:
// they count in no majority, so that both configurations have the same ones.
//
// Peers of a leader are those in the configuration in force, from the moment it is. Who stays keeps
// what is known. Who is new begins as if its log were as the leader's up to the new entry, which it
// is sent first, and heard just now. Who has left is sent nothing more.
//
// A leader that is no voter any more leads on, and counts itself in no majority, until the entry
// that left it out is committed. Then it tells the others so, with a message to each, and follows
// nobody (become_follower). Its log was perhaps the only one with that entry: so a voter that was
// left out may still stand as long as it does not know the entry to be committed (thesis, 4.2.2).
// Other than that only voters stand, in either half of a joint configuration.
//
// Sessions. Somebody may leave and come back within one leadership, with an empty disk. What it
// acknowledged in its first membership is then not true any more. So Peer::session differs from one
// membership of a node to the next: for example 0 for who was there when the leadership began, and
// else the index of the entry by which it became a member. It goes out with append_entries and
// install_snapshot (stamp_session, called by send() for every message) and comes back in
// append_response and chunk_response (a follower echoes heard_session). An answer with another one
// is not looked at (Raft::on_response asks is_of_this_session). That saves what was acknowledged,
// and not a vote: who has lost its disk must answer no candidate before it is taken back, or have a
// new number. Of that the host takes care.
//
// append_to_log and the other doors see to it that these are called. Broadcast what was appended,
// and look again at what is committed: a smaller majority may have it already.
// Invariants: peers ascend; this node is none of them. Cost: nothing for entries of other kinds;
// a snapshot that is installed costs a look through the log.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace patina::raft {

namespace detail {

// Helpers of your own go here.
// BEGIN SOLUTION(3f)
// STUB:
inline bool ascends(const std::vector<NodeId>& nodes) {
  const auto fault = std::adjacent_find(nodes.begin(), nodes.end(), std::greater_equal<>());
  return fault == nodes.end() && (nodes.empty() || nodes.front() != no_node);
}

inline bool is_valid(const Configuration& wanted) {
  if (wanted.voters.empty() || wanted.is_joint()) return false;
  if (!ascends(wanted.voters) || !ascends(wanted.learners)) return false;
  return std::none_of(wanted.learners.begin(), wanted.learners.end(),
                      [&](NodeId node) { return wanted.is_voter(node); });
}

inline bool is_changing(const State& state) {
  return state.members.index > state.commit_index || state.configuration.is_joint();
}

inline bool has_committed_own_term(const State& state) {
  return state.log.term_at(state.commit_index) == state.current_term;
}

inline Index append_configuration(State& state, const Configuration& next) {
  const Index index = state.log.last() + 1;
  append_to_log(state, {index, state.current_term, next.encode(), EntryKind::configuration});
  broadcast_append(state);
  advance_commit(state);
  return index;
}

// Who is new is taken to have all before the entry `since`, so that this one is sent to it.
inline void follow_members(State& state, Index since) {
  std::vector<Peer> peers;
  for (const NodeId node : state.configuration.everyone()) {
    if (node == state.id()) continue;
    if (Peer* const known = state.peer(node)) {
      peers.push_back(std::move(*known));
      continue;
    }
    Peer peer;
    peer.id = node;
    peer.next_index = since;
    peer.heard_at = state.now;
    peer.session = since.value();
    peers.push_back(std::move(peer));
  }
  state.peers = std::move(peers);
}

inline Index last_configuration(const State& state) {
  for (Index i = state.log.last(); i > state.log.base().index; i = i - 1)
    if (state.log.at(i).kind == EntryKind::configuration) return i;
  return {};
}
// END SOLUTION

}  // namespace detail

inline Proposed request_change(State& state, const Configuration& wanted) {
  // BEGIN SOLUTION(3f)
  // STUB: not_implemented("3f", "refuse the change, or append its first entry");
  PATINA_ASSERT(state.role == Role::leader, "only a leader changes who belongs to the cluster");
  if (!detail::is_valid(wanted) || wanted == state.configuration)
    return {{}, {}, {}, Refusal::invalid};
  if (detail::is_changing(state) || !detail::has_committed_own_term(state))
    return {{}, {}, {}, Refusal::busy};
  Configuration next = wanted;
  // Learners alone change no majority. (Mutants 3f-in-one-step, 3f-joint-for-learners.)
  if (next.voters != state.configuration.voters) next.old_voters = state.configuration.voters;
  const Index index = detail::append_configuration(state, next);
  return {index, index, state.current_term, Refusal::none};
  // END SOLUTION
}

inline void on_configuration_appended(State& state, const Entry& entry) {
  // BEGIN SOLUTION(3f)
  // STUB: not_implemented("3f", "put the entry's configuration in force; peers follow it");
  auto configuration = Configuration::decode(entry.data);
  PATINA_ASSERT(configuration.has_value(), "an entry of a configuration holds one");
  const bool was_voter = state.configuration.is_voter(state.id());
  state.configuration = *std::move(configuration);
  state.members.index = entry.index;
  state.members.is_left_out = was_voter && !state.configuration.is_voter(state.id());
  if (state.role == Role::leader) detail::follow_members(state, entry.index);
  // END SOLUTION
}

inline void on_log_truncated(State& state) {
  // BEGIN SOLUTION(3f)
  // STUB: not_implemented("3f", "go back to the configuration before, if this one is gone");
  if (state.members.index > state.log.last()) on_configuration_restored(state);
  // END SOLUTION
}

inline void on_configuration_restored(State& state) {
  // BEGIN SOLUTION(3f)
  // STUB: not_implemented("3f", "find the configuration that is in force at the end of the log");
  PATINA_ASSERT(state.role != Role::leader, "a leader's log only grows");
  const Index index = detail::last_configuration(state);
  state.members.index = index;
  state.configuration = configuration_at(state, state.log.last());
  state.members.is_left_out = index != Index{} && !state.configuration.is_voter(state.id()) &&
                              configuration_at(state, index - 1).is_voter(state.id());
  // END SOLUTION
}

inline void on_committed(State& state) {
  // BEGIN SOLUTION(3f)
  // STUB: not_implemented("3f", "end a change whose joint half is committed; leave, if left out");
  if (state.members.index > state.commit_index) return;
  if (state.configuration.is_joint()) {
    PATINA_ASSERT(detail::has_committed_own_term(state), "a leader commits its own term first");
    Configuration next = state.configuration;
    next.old_voters.clear();
    detail::append_configuration(state, next);
    return;
  }
  if (state.configuration.is_voter(state.id())) return;
  // Nobody else will tell them before the next election. (Mutant 3f-leaves-in-silence.)
  broadcast_heartbeat(state);
  become_follower(state, state.current_term, no_node);
  // END SOLUTION
}

inline void stamp_session(State& state, Message& message) {
  // BEGIN SOLUTION(3f)
  // STUB: not_implemented("3f", "say since when the receiver is a member, or echo it");
  switch (message.type) {
    case MessageType::append_entries:
    case MessageType::install_snapshot:
      if (const Peer* const peer = state.peer(message.to)) message.session = peer->session;
      return;
    case MessageType::append_response:
    case MessageType::chunk_response:
      message.session = state.heard_session;
      return;
    default:
      return;
  }
  // END SOLUTION
}

inline bool is_of_this_session(const State& state, const Message& answer) {
  // BEGIN SOLUTION(3f)
  // STUB: not_implemented("3f", "say whether the answer is of the sender's membership of now");
  const Peer* const peer = state.peer(answer.from);
  return peer != nullptr && peer->session == answer.session;
  // END SOLUTION
}

inline bool may_stand(const State& state) {
  // BEGIN SOLUTION(3f)
  // STUB: not_implemented("3f", "say whether this node may stand for election");
  if (state.configuration.is_voter(state.id())) return true;
  return state.members.is_left_out && state.members.index > state.commit_index;
  // END SOLUTION
}

}  // namespace patina::raft
