// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d: join, two calls that may run at once.
#include <testkit/catch.hpp>

#include <patina/lend.hpp>
#include <patina/pool.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/thread.hpp>

#include <chrono>
#include <stdexcept>
#include <utility>

using namespace testkit;
using patina::call;
using patina::join;
using patina::lend;
using patina::Lent;
using patina::Pool;

// Who meets here runs at the same time. If nobody comes for seconds, nobody will.
struct Place {
  mutable patina::rt::atomic<int> here{0};
  mutable patina::rt::atomic<int> left{0};
  mutable patina::rt::atomic<int> first{0};
  PATINA_UNSAFE_SYNC(Place, true);

  bool meet() const {
    ++here;
    const auto end = patina::rt::clock::now() + std::chrono::seconds(4);
    while (here < 2) {
      if (patina::rt::clock::now() > end) return false;
      patina::rt::this_thread::yield();
    }
    return true;
  }
};

static bool meet(Lent<Place> place) { return place->meet(); }

static int fib(int n) {
  if (n < 2) return n;
  const auto [one, two] = join(call(fib, n - 1), call(fib, n - 2));
  return one + two;
}

TEST_CASE("2d.06 join calls both, gives back both results, and may be nested", "[2d.06]") {
  Pool pool(2);
  step("compute the 15th Fibonacci number with a join at every node");
  CHECK(pool.install(call(fib, 15)) == 610);
  step("join a number and nothing");
  const auto both = pool.install([] { return join([] { return 7; }, [] {}); });
  CHECK(both.first == 7);
  CHECK((both.second == patina::Unit{}));
}

static bool both_meet(Lent<Place> place) {
  const auto [one, two] = join(call(meet, place), call(meet, place));
  return one && two;
}

TEST_CASE("2d.07 The two sides of a join run at the same time if a worker is free", "[2d.07]") {
  Pool pool(2);
  step("let the two sides wait for each other, 50 times");
  for (int round = 0; round < 50; ++round) {
    const Place place;
    REQUIRE(pool.install(call(both_meet, lend(place))));
    REQUIRE(place.here == 2);
  }
}

static bool meet_twice(Lent<Place> begin, Lent<Place> inner) {
  return begin->meet() && both_meet(inner);
}

TEST_CASE("2d.08 A worker that waits works, for it may be waited for itself", "[2d.08]") {
  Pool pool(2);
  const Place begin, inner;
  step("let the right side be stolen, and then need the worker that waits for it");
  const auto ends = [](Lent<Place> b, Lent<Place> i) {
    return join(call(meet, b), call(meet_twice, b, i)).second;
  };
  CHECK(pool.install(call(ends, lend(begin), lend(inner))));
}

static void throw_left(Lent<Place> place) {
  place->meet();
  throw std::runtime_error("left");
}
static void throw_right_late(Lent<Place> place) {
  place->meet();
  patina::rt::this_thread::sleep_for(std::chrono::milliseconds(20));
  ++place->left;
  throw std::logic_error("right");
}

TEST_CASE("2d.09 If f throws, its exception crosses when g has ended", "[2d.09]") {
  Pool pool(2);
  const Place place;
  step("throw in f while g runs on the other worker, where it throws as well, later");
  const auto both = [](Lent<Place> p) { join(call(throw_left, p), call(throw_right_late, p)); };
  CHECK_THROWS_AS(pool.install(call(both, lend(place))), std::runtime_error);
  CHECK(place.left == 1);
}

static void throw_at_once() { throw std::runtime_error("left"); }
static void come(Lent<Place> place) { ++place->here; }
static void throw_right() { throw std::logic_error("right"); }

TEST_CASE("2d.10 g is called even if f throws, and what g throws crosses too", "[2d.10]") {
  Pool pool(1);
  const Place place;
  step("throw in f, with nobody there to steal g");
  const auto left = [](Lent<Place> p) { join(throw_at_once, call(come, p)); };
  CHECK_THROWS_AS(pool.install(call(left, lend(place))), std::runtime_error);
  CHECK(place.here == 1);
  step("throw in g");
  const auto right = [](Lent<Place> p) { join(call(come, p), throw_right); };
  CHECK_THROWS_AS(pool.install(call(right, lend(place))), std::logic_error);
  CHECK(place.here == 2);
}

static void come_as(int who, Lent<Place> place) {
  int nobody = 0;
  place->first.compare_exchange_strong(nobody, who);
  place->meet();
}
static void nest(Lent<Place> busy, Lent<Place> place) {
  const auto free_the_other = [](Lent<Place> b, Lent<Place> p) {
    b->meet();
    p->meet();
  };
  join(call(free_the_other, busy, place), call(come_as, 2, place));
}

TEST_CASE("2d.11 A thief takes the oldest job, which is the largest", "[2d.11]") {
  Pool pool(2);
  const Place busy, place;
  step("keep one worker busy, nest two joins on the other, and only then let the first one steal");
  pool.spawn(meet, lend(busy));
  const auto outer = [](Lent<Place> b, Lent<Place> p) {
    join(call(nest, b, p), call(come_as, 1, p));
  };
  pool.install(call(outer, lend(busy), lend(place)));
  CHECK(place.first == 1);
}
