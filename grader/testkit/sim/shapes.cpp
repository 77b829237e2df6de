// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/sim/shapes.hpp>

namespace testkit::sim {
namespace {

void cut_both(World& world, ActorId a, ActorId b) {
  world.cut(a, b);
  world.cut(b, a);
}

}  // namespace

std::string_view name_of(Shape shape) {
  static constexpr std::string_view names[] = {"split",  "isolate", "mute",        "deaf",
                                               "bridge", "ring",    "partial-mesh"};
  return names[static_cast<int>(shape)];
}

void split(World& world, const Actors& actors) {
  const auto middle = actors.begin() + static_cast<std::ptrdiff_t>(actors.size() / 2);
  world.partition({Actors(actors.begin(), middle), Actors(middle, actors.end())});
}

void isolate(World& world, const Actors& actors) {
  for (std::size_t i = 1; i < actors.size(); ++i) cut_both(world, actors[0], actors[i]);
}

void mute(World& world, const Actors& actors) {
  for (std::size_t i = 1; i < actors.size(); ++i) world.cut(actors[0], actors[i]);
}

void deaf(World& world, const Actors& actors) {
  for (std::size_t i = 1; i < actors.size(); ++i) world.cut(actors[i], actors[0]);
}

void bridge(World& world, const Actors& actors) {
  if (actors.size() < 3) return;
  split(world, Actors(actors.begin() + 1, actors.end()));
}

void ring(World& world, const Actors& actors) {
  const std::size_t size = actors.size();
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = i + 2; j < size; ++j)
      if (j - i != size - 1) cut_both(world, actors[i], actors[j]);
}

void partial_mesh(World& world, const Actors& actors) {
  if (actors.size() >= 2) cut_both(world, actors[0], actors[1]);
}

void break_by(World& world, Shape shape, const Actors& actors) {
  switch (shape) {
    case Shape::split: return split(world, actors);
    case Shape::isolate: return isolate(world, actors);
    case Shape::mute: return mute(world, actors);
    case Shape::deaf: return deaf(world, actors);
    case Shape::bridge: return bridge(world, actors);
    case Shape::ring: return ring(world, actors);
    case Shape::partial_mesh: return partial_mesh(world, actors);
  }
}

void mend(World& world, const Actors& actors) {
  for (ActorId from : actors)
    for (ActorId to : actors) world.link(from, to);
}

}  // namespace testkit::sim
