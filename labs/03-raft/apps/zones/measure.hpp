// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The same cluster in the simulator: your Raft, the delays of the zone map, time that is virtual.
//
// Interface:
//   measure_commits(seed, placement, leader, lost)  how long a leader takes to commit
//   measure_loss(seed, placement, lost)    what it costs that the leader's zone is lost
// A command is refused if there is nobody outside of the lost zone who leads, and lost if a leader
// took it and it is never committed.
// Throws Broken if the cluster breaks one of Raft's rules meanwhile. Same seed, same figures.
// Thread rule: one thread.
#pragma once

#include "plan.hpp"

#include <cstdint>
#include <stdexcept>

namespace zones {

class Broken : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Commits {
  double median_ms = 0;
  double p99_ms = 0;
};
// REQUIRES: commit_ms(placement, leader, lost) has a value.
Commits measure_commits(std::uint64_t seed, const Placement& placement, Zone leader,
                        std::optional<Zone> lost = {});

struct Loss {
  double without_leader_s = 0;
  int asked = 0;
  int refused = 0;
  int lost = 0;
};
Loss measure_loss(std::uint64_t seed, const Placement& placement, Zone lost);

}  // namespace zones
