// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3i: a leader hands leadership over (thesis, 3.10).
//
//   request_transfer(state, to)      the host wants `to` to lead. REQUIRES: role is leader
//   go_on_with_transfer(state)       a tick of a leader, or an answer: is there anything to do?
//   on_timeout_now(state, message)   a leader wants this node to lead
//
// Contract, of the leader:
//   - `to` is a voter (of either configuration, where there are two) and another node; else the
//     answer is Refusal::invalid, and nothing changes. While a transfer is under way
//     (state.transfer_to) one to a third node is refused as `transferring`; the same wish again is
//     taken, and changes nothing: the deadline stands;
//   - it is taken with no entry: Proposed{};
//   - `to` is sent what it lacks. As soon as its match_index is the log's end, timeout_now goes to
//     it, once a transfer (state.is_transfer_sent): at once, where it lacks nothing. Sooner it
//     loses, for its log is older. Meanwhile propose and change are refused (Raft asks
//     transfer_to), or the log would never end;
//   - it is over when leadership is, when `to` votes no longer, and with the tick that makes it
//     election_ticks_min ticks since it was taken. transfer_to is no_node then: `to` may be dead,
//     and a leader that takes no commands is none;
//   - whoever has sent timeout_now has no lease for the rest of its term (state.lease.is_given_up):
//     the message may be late, and elects without waiting (etcd #12704).
// Contract, of who gets timeout_now: a voter that follows in this term (Raft has looked at that)
// stands for election at once, without a pre-vote. Its request_votes are marked is_transfer, and so
// those who hear the leader look at them (send() does it while state.is_asked_to_lead). No later
// election of its own is marked. Anybody else ignores it.
// See also: etcd MsgTransferLeader and MsgTimeoutNow; openraft d000ee20; hashicorp/raft 62eaa1c.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

inline Proposed request_transfer(State& state, NodeId to) {
  not_implemented("3i", "begin to hand leadership over, or refuse");
}

inline void go_on_with_transfer(State& state) {
  not_implemented("3i", "tell the node to stand once it has everything, or give up");
}

inline void on_timeout_now(State& state, const Message&) {
  not_implemented("3i", "stand for election at once");
}

}  // namespace patina::raft
