// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: an int and an int are Send, but nobody guesses. Counting the members of an aggregate by
// braces is wrong as soon as one has a converting constructor: such a guess once took an Rc for
// harmless.
// EXPECT: must be Send
// EXPECT: Point
#include <testkit/catch.hpp>

#include <patina/send.hpp>

struct Point {
  int x = 3;
  int y = 4;
#ifdef PATINA_TWIN
  PATINA_DERIVE_SEND(Point, x, y);
#endif
};

TEST_CASE("1f.18 A class that says nothing is refused; one that names its members is let in",
          "[1f.18]") {
  const Point point;
  patina::require_send([](Point p) { return p.x + p.y; }, point);
  CHECK(point.x == 3);
}
