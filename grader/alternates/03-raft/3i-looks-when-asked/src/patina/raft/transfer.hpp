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
  if (to == state.id() || !state.configuration.is_voter(to)) return {{}, {}, {}, Refusal::invalid};
  if (state.transfer_to == to) return {};
  if (state.transfer_to != no_node) return {{}, {}, {}, Refusal::transferring};
  Peer* const peer = state.peer(to);
  PATINA_ASSERT(peer != nullptr, "a leader has a peer for each other voter");
  state.transfer_to = to;
  state.transfer_began_at = state.now;
  state.is_transfer_sent = false;
  if (peer->match_index == state.log.last()) {
    go_on_with_transfer(state);
  } else {
    send_append(state, *peer, true);
  }
  return {};
}

inline void go_on_with_transfer(State& state) {
  if (state.transfer_to == no_node) return;
  const Peer* const peer = state.peer(state.transfer_to);
  const bool is_late = state.now - state.transfer_began_at >= state.config.election_ticks_min;
  if (is_late || peer == nullptr || !state.configuration.is_voter(state.transfer_to)) {
    state.transfer_to = no_node;
    return;
  }
  if (state.is_transfer_sent || peer->match_index != state.log.last()) return;
  Message message;
  message.type = MessageType::timeout_now;
  message.to = state.transfer_to;
  send(state, std::move(message));
  state.is_transfer_sent = true;
  state.lease.is_given_up = true;
}

inline void on_timeout_now(State& state, const Message&) {
  if (state.role != Role::follower || !state.configuration.is_voter(state.id())) return;
  state.is_asked_to_lead = true;
  start_election(state);
  state.is_asked_to_lead = false;
}

}  // namespace patina::raft
