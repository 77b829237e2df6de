// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3a: the election timer and the heartbeat (paper, 5.2 and 5.6).
//
// Interface:
//   restart_election_timer(state)   a new wait begins, of a length of its own
//   tick_timers(state)              a tick has passed; what is due is done
//
// A wait is restarted when a leader of the current term is heard, when a vote is given, and when an
// election is begun, and at no other time (Figure 2, "Followers" and "Candidates"). Who restarts it
// when it refuses a vote can be kept from standing by a candidate that can't win.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/doors.hpp>

namespace patina::raft {

// Draws how long to wait, anew each time, from election_ticks_min to election_ticks_max of the
// configuration, both included, each as likely; from state.random, of which each node has its own.
// Equal waits would split the vote again and again.
inline void restart_election_timer(State& state) {
  not_implemented("3a", "draw a time-out and begin to wait for it");
}

// A leader sends a heartbeat to everybody each heartbeat_ticks (broadcast_heartbeat). Everybody
// else has its election time out (election_timed_out) at the tick that completes the wait: a wait
// of ten ticks ends with the tenth.
inline void tick_timers(State& state) {
  not_implemented("3a", "count the tick: a heartbeat or an election may be due");
}

}  // namespace patina::raft
