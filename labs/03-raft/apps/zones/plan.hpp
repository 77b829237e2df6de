// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Five nodes in three data centres, and what can be said of them before anything runs.
//
// Interface:
//   placements()                    2-2-1 and 3-1-1
//   commit_ms(placement, leader)    the formula: the round trip to the nearest majority, and a sync
//   outage_s(placement, lost)       the formula: a time-out, and two round trips of voting
// Both formulas know distances and the time-outs of the configuration, and nothing of the code.
// Thread rule: pure.
#pragma once

#include <testkit/sim/zones.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace zones {

using testkit::sim::Zone;

inline constexpr std::array<Zone, 3> all_zones = {Zone::frankfurt, Zone::london, Zone::washington};
inline constexpr double tick_ms = 100;
inline constexpr double sync_ms = 2;  // of a disk
inline constexpr double jitter = 0.1;  // a round trip takes up to this part of it longer
inline constexpr double loss_s = 10;  // for how long a zone is lost

struct Placement {
  std::string name;           // "2-2-1"
  std::vector<Zone> zone_of;  // of nodes 1, 2, ...

  // The first node there.
  int node_in(Zone zone) const;
};
const std::vector<Placement>& placements();

// What a leader in `leader` waits for, without jitter. No value if too few nodes are left, where
// `lost` is cut off from all others.
std::optional<double> nearest_majority_ms(const Placement& placement, Zone leader,
                                          std::optional<Zone> lost = {});

struct Range {
  double low = 0;
  double middle = 0;
  double high = 0;
};
// Of the median. No value: nothing is committed.
std::optional<Range> commit_ms(const Placement& placement, Zone leader,
                               std::optional<Zone> lost = {});
// Seconds without a leader outside of `lost`, in which the leader was, until another one is there.
Range outage_s(const Placement& placement, Zone lost);

}  // namespace zones
