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

}  // namespace detail

inline Proposed request_change(State& state, const Configuration& wanted) {
  not_implemented("3f", "refuse the change, or append its first entry");
}

inline void on_configuration_appended(State& state, const Entry& entry) {
  not_implemented("3f", "put the entry's configuration in force; peers follow it");
}

inline void on_log_truncated(State& state) {
  not_implemented("3f", "go back to the configuration before, if this one is gone");
}

inline void on_configuration_restored(State& state) {
  not_implemented("3f", "find the configuration that is in force at the end of the log");
}

inline void on_committed(State& state) {
  not_implemented("3f", "end a change whose joint half is committed; leave, if left out");
}

inline void stamp_session(State& state, Message& message) {
  not_implemented("3f", "say since when the receiver is a member, or echo it");
}

inline bool is_of_this_session(const State& state, const Message& answer) {
  not_implemented("3f", "say whether the answer is of the sender's membership of now");
}

inline bool may_stand(const State& state) {
  not_implemented("3f", "say whether this node may stand for election");
}

}  // namespace patina::raft
