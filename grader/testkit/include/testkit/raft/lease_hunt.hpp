// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A hunt for stale reads: a leader is cut off from the others, not from its clients, at the moments
// at which somebody else could lead soon.
//
// Interface: in rounds, until is_over() is true; all is healed then
//   hunt_leases(cluster, is_over)        the leader has a lease, and clocks are as that assumes
//   hunt_old_leaders(cluster, is_over)   it has none, and its clock goes at half the others' speed
//
// hunt_leases: each round makes the leader's clock as slow as allowed and all others as fast, and
// draws one of:
//   - a node has lost the leader, and asks for votes; then the leader is cut off from all;
//   - the same, and those who have heard the leader come up anew at that moment;
//   - the leader hands over, and hears nothing of it.
// All of that is within what a lease assumes of clocks (patina/raft/lease.hpp).
// Thread rule: one thread.
#pragma once

#include <testkit/raft/cluster.hpp>

#include <functional>

namespace testkit::raft {

// By how much a clock may be fast or slow: a twentieth. Two ticks in ten allow for both at once.
inline constexpr std::int32_t drift_allowed_per_million = 50'000;

void hunt_leases(Cluster& cluster, const std::function<bool()>& is_over);
void hunt_old_leaders(Cluster& cluster, const std::function<bool()>& is_over);

// The leader's clock as slow as allowed, all others as fast.
void part_clocks(const Cluster& cluster, NodeId leader);
// From the other nodes; not from clients, nor from the test.
void cut_off_from_nodes(const Cluster& cluster, NodeId node);

}  // namespace testkit::raft
