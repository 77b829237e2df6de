// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3i: reads by lease, without a message (thesis, 6.4.1).
//
//   begin_lease_round(state)       a heartbeat is about to go out to everybody
//   on_lease_round_heard(state)    a peer has echoed a newer round
//   read_by_lease(state, context)  answers a read at once if it may; false: it has not, and 3e is
//                                  asked
//   is_bound_by_lease(state)       has this node promised not to vote?
//
// The promise. Who hears a leader, of whatever term, votes for nobody and supports nobody for the
// next election_ticks_min ticks: is_bound_by_lease, and Raft::dispatch drops such a request unread,
// term included. A newer term that it learns of meanwhile does not free it, however it learnt. A
// node that has just come up may have promised and forgotten: it is bound for as long. Only what
// the leader itself wished for (is_transfer) is heard.
//
// The lease. While majorities are bound, nobody else can have been elected, and commit_index is the
// newest there is:
//   - each heartbeat begins a new round (state.round). A majority's echo of it proves promises that
//     were made after the round was SENT, at State::now of then: nothing is known of when it was
//     heard. So the lease runs from then for election_ticks_min - clock_drift_ticks_max ticks; the
//     end is not included. Between two configurations majorities of both must echo. A leader that
//     is the only voter has a lease always;
//   - a read is answered at once, with commit_index, iff the lease runs, is not given up, an entry
//     of the leader's own term is committed (3e says why), and all up to commit_index is applied
//     here. It may overtake reads that wait for a round;
//   - otherwise it goes the way of 3e, which needs no clock.
//
// What is assumed of clocks: whenever two nodes count ticks from the same moment on, and one has
// counted election_ticks_min, then the other has counted clock_drift_ticks_max fewer at most. Two
// perfect clocks part by one, since neither began its count at the beginning of a tick; so one tick
// allows for no drift at all, and two allow one clock to be faster by one part in
// election_ticks_min - 2. The host ticks by a clock that is never set; and a process that was held
// up is given the ticks that it missed before anything else. If any of this fails, reads can be
// stale, and nobody is told (etcd's ReadOnlyLeaseBased has the same price). Features::lease is off
// unless a host switches it on.
// Cost: a read costs no message and no memory; a heartbeat costs O(1), an echo O(rounds * voters).
// See also: etcd 926a44a, and #12704 for leases and transfers.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

#include <cstdint>
#include <vector>

namespace patina::raft {

namespace detail {

inline bool is_heard_lately(const State& state, NodeId node) {
  if (node == state.id()) return true;
  const Peer* const peer = state.peer(node);
  if (peer == nullptr) return false;
  const auto sent = state.lease.sent_at.find(peer->round_heard);
  return sent != state.lease.sent_at.end() &&
         state.now - sent->second + state.config.clock_drift_ticks_max <
             state.config.election_ticks_min;
}

}  // namespace detail

inline void begin_lease_round(State& state) {
  auto& sent_at = state.lease.sent_at;
  while (!sent_at.empty() &&
         state.now - sent_at.begin()->second > state.config.election_ticks_min)
    sent_at.erase(sent_at.begin());
  sent_at[++state.round] = state.now;
}

inline void on_lease_round_heard(State&) {}

inline bool read_by_lease(State& state, std::uint64_t context) {
  if (state.role != Role::leader || state.lease.is_given_up) return false;
  if (!state.configuration.agrees(
          [&](NodeId node) { return detail::is_heard_lately(state, node); }))
    return false;
  if (state.log.term_at(state.commit_index) != state.current_term) return false;
  if (state.applied_index < state.commit_index) return false;
  state.answered_reads.push_back({context, state.commit_index, false});
  return true;
}

inline bool is_bound_by_lease(const State& state) {
  // Both begin with 0, so that coming up counts as hearing a leader. state.leader is not asked: a
  // newer term has none yet.
  return state.now - state.heard_leader_at < state.config.election_ticks_min;
}

}  // namespace patina::raft
