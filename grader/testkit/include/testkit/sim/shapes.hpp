// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Networks that are broken in a known shape. Each cuts links and mends none: heal() first.
//
// Interface:
//   split(world, actors)         the first half, rounded down, and the rest do not hear each other
//   isolate(world, actors)       the first is alone
//   mute, deaf(world, actors)    nobody hears the first; the first hears nobody
//   bridge(world, actors)        two halves that only the first, in the middle, hears and speaks to
//   ring(world, actors)          each hears its two neighbours
//   partial_mesh(world, actors)  the first and the second do not hear each other; all else is whole
//   break_by(world, shape, actors)
//   mend(world, actors)          links among them are whole again
// The order of `actors` says who has which part.
//
// Sources: bridge, ring: Jepsen's nemeses of these names. partial_mesh: Cloudflare, "A Byzantine
// failure in the real world" (27 November 2020): two of three etcd nodes had lost each other, and
// the third, which both heard, was asked for its vote without end.
// Thread rule: one thread.
#pragma once

#include <testkit/sim.hpp>

namespace testkit::sim {

using Actors = std::vector<ActorId>;

enum class Shape : std::uint8_t { split, isolate, mute, deaf, bridge, ring, partial_mesh };
inline constexpr int shapes_count = 7;
std::string_view name_of(Shape shape);

void split(World& world, const Actors& actors);
void isolate(World& world, const Actors& actors);
void mute(World& world, const Actors& actors);
void deaf(World& world, const Actors& actors);
void bridge(World& world, const Actors& actors);
void ring(World& world, const Actors& actors);
void partial_mesh(World& world, const Actors& actors);

void break_by(World& world, Shape shape, const Actors& actors);
void mend(World& world, const Actors& actors);

}  // namespace testkit::sim
