// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "plan.hpp"

#include <patina/raft/config.hpp>

#include <algorithm>

namespace zones {
namespace {

double round_trip_ms(Zone a, Zone b) {
  return static_cast<double>(testkit::sim::round_trip(a, b).count()) / 1000;
}

std::vector<Zone> survivors(const Placement& placement, Zone lost) {
  std::vector<Zone> left = placement.zone_of;
  std::erase(left, lost);
  return left;
}

}  // namespace

int Placement::node_in(Zone zone) const {
  const auto found = std::find(zone_of.begin(), zone_of.end(), zone);
  return static_cast<int>(found - zone_of.begin()) + 1;
}

const std::vector<Placement>& placements() {
  using enum Zone;
  static const std::vector<Placement> all = {
      {"2-2-1", {frankfurt, frankfurt, london, london, washington}},
      {"3-1-1", {frankfurt, frankfurt, frankfurt, london, washington}}};
  return all;
}

std::optional<double> nearest_majority_ms(const Placement& placement, Zone leader,
                                          std::optional<Zone> lost) {
  const auto self = static_cast<std::size_t>(placement.node_in(leader)) - 1;
  std::vector<double> distances;
  for (std::size_t i = 0; i < placement.zone_of.size(); ++i)
    if (i != self && placement.zone_of[i] != lost)
      distances.push_back(round_trip_ms(leader, placement.zone_of[i]));
  const std::size_t others_needed = placement.zone_of.size() / 2;
  if (distances.size() < others_needed) return std::nullopt;
  std::sort(distances.begin(), distances.end());
  return distances[others_needed - 1];
}

std::optional<Range> commit_ms(const Placement& placement, Zone leader,
                               std::optional<Zone> lost) {
  const auto nearest = nearest_majority_ms(placement, leader, lost);
  if (!nearest) return std::nullopt;
  return Range{*nearest + sync_ms, *nearest * (1 + jitter / 2) + sync_ms,
               *nearest * (1 + jitter) + sync_ms};
}

// The last heartbeat came up to a tick before the loss. From there each survivor waits for a drawn
// number of ticks; of k of them the first does after min + (max - min) / (k + 1), on average. Then
// it asks twice, for pre-votes and for votes; a vote is synced before it is sent.
Range outage_s(const Placement& placement, Zone lost) {
  const std::vector<Zone> left = survivors(placement, lost);
  if (left.size() <= placement.zone_of.size() / 2) return {loss_s, loss_s, loss_s};
  double nearest = 1e9;
  double farthest = 0;
  for (const Zone zone : left) {
    const double round_trip = *nearest_majority_ms(placement, zone, lost);
    nearest = std::min(nearest, round_trip);
    farthest = std::max(farthest, round_trip);
  }
  const patina::raft::Config config;
  const auto low = static_cast<double>(config.election_ticks_min);
  const auto high = static_cast<double>(config.election_ticks_max);
  const auto waiting = static_cast<double>(left.size());
  const auto seconds = [](double ticks, double round_trip) {
    return (ticks * tick_ms + 2 * (round_trip + sync_ms)) / 1000;
  };
  return {seconds(low - 2, nearest), seconds(low - 1 + (high - low) / (waiting + 1), nearest),
          seconds(high + 1, farthest * (1 + jitter))};
}

}  // namespace zones
