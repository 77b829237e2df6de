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

#include <patina/raft/doors.hpp>

#include <cstdint>

namespace patina::raft {

// Draws how long to wait, anew each time, from election_ticks_min to election_ticks_max of the
// configuration, both included, each as likely; from state.random, of which each node has its own.
// Equal waits would split the vote again and again.
inline void restart_election_timer(State& state) {
  const Config& config = state.config;
  PATINA_ASSERT(config.election_ticks_min > 0, "an election is not due before it has begun");
  PATINA_ASSERT(config.election_ticks_min <= config.election_ticks_max,
                "a time-out is drawn from min to max");
  const auto drawn = state.random.between(static_cast<std::int64_t>(config.election_ticks_min),
                                          static_cast<std::int64_t>(config.election_ticks_max));
  state.election_timeout_ticks = state.now + static_cast<Ticks>(drawn);  // when it ends
}

// A leader sends a heartbeat to everybody each heartbeat_ticks (broadcast_heartbeat). Everybody
// else has its election time out (election_timed_out) at the tick that completes the wait: a wait
// of ten ticks ends with the tenth.
inline void tick_timers(State& state) {
  const bool is_leader = state.role == Role::leader;
  if (!is_leader && state.now >= state.election_timeout_ticks) return election_timed_out(state);
  if (is_leader && ++state.heartbeat_elapsed_ticks % state.config.heartbeat_ticks == 0)
    broadcast_heartbeat(state);
}

}  // namespace patina::raft
