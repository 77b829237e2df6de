// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A map of data centres with the round trips of the real world.
//
// Interface:
//   round_trip(a, b)                      between two zones; within one, between two machines
//   set_zones(world, zone_of, base)       links of all actors as far apart as their zones are
//   lose_zone(world, zone_of, zone)       cuts a zone off from all others
// zone_of[i] is the zone of actor i + 1.
//
// Source: IBM Cloud, "VPC network latency", averages of 27 July to 25 August 2024 between regions,
// in milliseconds (github.com/ibm-cloud-docs/vpc, _include-segments/network-latency.md); of the two
// directions the first that is printed. Within a zone: two machines of one data centre, there 0.09
// ms. That jitter is a twentieth of the round trip is our assumption.
// Thread rule: one thread.
#pragma once

#include <testkit/sim.hpp>

namespace testkit::sim {

enum class Zone : std::uint8_t {
  frankfurt,
  london,
  washington,
  dallas,
  sao_paulo,
  tokyo,
  sydney,
};
inline constexpr int zones_count = 7;
std::string_view name_of(Zone zone);

Duration round_trip(Zone a, Zone b);

// `base` says all but the delays, which are half of the round trip and up to a twentieth of it
// more.
void set_zones(World& world, const std::vector<Zone>& zone_of, NetworkOptions base = {});
void lose_zone(World& world, const std::vector<Zone>& zone_of, Zone zone);

}  // namespace testkit::sim
