// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Named shapes, and zones: who hears whom, and how far away everybody is.
#include "toy.hpp"

#include <testkit/sim/shapes.hpp>
#include <testkit/sim/zones.hpp>

using namespace toy;

namespace {

// Of five actors, a row each: x where its messages to that one arrive.
std::string picture(Shape shape, const Actors& order = {1, 2, 3, 4, 5}) {
  World world(1);
  for (int i = 0; i < 5; ++i) world.add("n", scripted());
  break_by(world, shape, order);
  std::string text;
  for (ActorId from = 1; from <= 5; ++from) {
    for (ActorId to = 1; to <= 5; ++to)
      text += from == to ? '\\' : world.is_cut(from, to) ? '.' : 'x';
    text += ' ';
  }
  mend(world, order);
  for (ActorId from = 1; from <= 5; ++from)
    for (ActorId to = 1; to <= 5; ++to) CHECK_FALSE(world.is_cut(from, to));
  return text;
}

TEST_CASE("Each shape cuts the links that its name says") {
  CHECK(picture(Shape::split) == "\\x... x\\... ..\\xx ..x\\x ..xx\\ ");
  CHECK(picture(Shape::isolate) == "\\.... .\\xxx .x\\xx .xx\\x .xxx\\ ");
  CHECK(picture(Shape::mute) == "\\.... x\\xxx xx\\xx xxx\\x xxxx\\ ");
  CHECK(picture(Shape::deaf) == "\\xxxx .\\xxx .x\\xx .xx\\x .xxx\\ ");
  CHECK(picture(Shape::bridge) == "\\xxxx x\\x.. xx\\.. x..\\x x..x\\ ");
  CHECK(picture(Shape::ring) == "\\x..x x\\x.. .x\\x. ..x\\x x..x\\ ");
  CHECK(picture(Shape::partial_mesh) == "\\.xxx .\\xxx xx\\xx xxx\\x xxxx\\ ");
}

TEST_CASE("The order of the actors says who has which part") {
  CHECK(picture(Shape::mute, {3, 1, 2, 4, 5}) == "\\xxxx x\\xxx ..\\.. xxx\\x xxxx\\ ");
}

TEST_CASE("Zones are as far apart in both directions, and nobody is as near as within one") {
  for (int a = 0; a < zones_count; ++a) {
    for (int b = 0; b < zones_count; ++b) {
      const Zone one = static_cast<Zone>(a), two = static_cast<Zone>(b);
      CHECK(round_trip(one, two) == round_trip(two, one));
      CHECK((round_trip(one, two) < 1ms) == (a == b));
    }
  }
}

TEST_CASE("A message and its answer take a round trip of their zones") {
  World world(1);
  std::vector<Time> times;
  world.add("tokyo", scripted({.start = {},
                               .receive = [&](Process& own, ActorId, const std::string&) {
                                 times.push_back(own.now());
                               },
                               .timer = {}}));
  for (const char* name : {"tokyo too", "london"})
    world.add(name, scripted({.start = {},
                              .receive = [](Process& own, ActorId from, const std::string&) {
                                own.send(from, word("pong"));
                              },
                              .timer = {}}));
  world.run_for(0ms);
  const std::vector<Zone> zone_of = {Zone::tokyo, Zone::tokyo, Zone::london};
  set_zones(world, zone_of);
  process_of(world, 1).send(2, word("ping"));
  process_of(world, 1).send(3, word("ping"));
  world.run_for(1s);
  REQUIRE(times.size() == 2);
  CHECK(times[0] >= 90us);
  CHECK(times[0] <= 100us);
  CHECK(times[1] >= 242ms);
  CHECK(times[1] <= 268ms);
  lose_zone(world, zone_of, Zone::london);
  CHECK(world.is_cut(1, 3));
  CHECK(world.is_cut(3, 2));
  CHECK_FALSE(world.is_cut(1, 2));
}

}  // namespace
