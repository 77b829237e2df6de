// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/sim/zones.hpp>

#include <algorithm>

namespace testkit::sim {
namespace {

constexpr std::string_view names[zones_count] = {"Frankfurt", "London", "Washington", "Dallas",
                                                 "Sao Paulo", "Tokyo",  "Sydney"};

// Milliseconds, of zones in the order of their declaration; a zone with itself: see within_zone.
constexpr int milliseconds[zones_count][zones_count] = {
    {0, 13, 91, 123, 198, 233, 250},     // Frankfurt
    {13, 0, 75, 113, 188, 243, 261},     // London
    {91, 75, 0, 31, 118, 164, 214},      // Washington
    {123, 113, 31, 0, 146, 143, 186},    // Dallas
    {198, 188, 118, 146, 0, 284, 328},   // Sao Paulo
    {233, 243, 164, 143, 284, 0, 115},   // Tokyo
    {250, 261, 214, 186, 328, 115, 0}};  // Sydney
constexpr Duration within_zone = 90us;

}  // namespace

std::string_view name_of(Zone zone) { return names[static_cast<int>(zone)]; }

Duration round_trip(Zone a, Zone b) {
  if (a == b) return within_zone;
  return std::chrono::milliseconds(milliseconds[static_cast<int>(a)][static_cast<int>(b)]);
}

void set_zones(World& world, const std::vector<Zone>& zone_of, NetworkOptions base) {
  PATINA_ASSERT(zone_of.size() == world.actors(), "each actor has a zone");
  for (ActorId from = 1; from <= world.actors(); ++from) {
    for (ActorId to = 1; to <= world.actors(); ++to) {
      const Duration whole = round_trip(zone_of[from - 1], zone_of[to - 1]);
      base.delay_min = whole / 2;
      base.delay_max = whole / 2 + whole / 20;
      world.set_link(from, to, base);
    }
  }
}

void lose_zone(World& world, const std::vector<Zone>& zone_of, Zone zone) {
  PATINA_ASSERT(zone_of.size() == world.actors(), "each actor has a zone");
  std::vector<std::vector<ActorId>> sides(2);
  for (ActorId id = 1; id <= world.actors(); ++id)
    sides[zone_of[id - 1] == zone ? 0 : 1].push_back(id);
  world.partition(sides);
}

}  // namespace testkit::sim
