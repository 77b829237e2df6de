// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d, hidden: joins in other sizes, numbers and orders.
#include <testkit/catch.hpp>

#include <patina/lend.hpp>
#include <patina/pool.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/thread.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>

using namespace testkit;
using patina::call;
using patina::join;
using patina::lend;
using patina::Lent;
using patina::Pool;

struct Place {
  mutable patina::rt::atomic<int> here{0};
  mutable patina::rt::atomic<int> left{0};
  PATINA_UNSAFE_SYNC(Place, true);

  bool meet(int people) const {
    ++here;
    const auto end = patina::rt::clock::now() + std::chrono::seconds(4);
    while (here < people) {
      if (patina::rt::clock::now() > end) return false;
      patina::rt::this_thread::yield();
    }
    return true;
  }
};

static void visit(int depth, Lent<Place> place) {
  ++place->here;
  if (depth > 0) join(call(visit, depth - 1, place), call(visit, depth - 1, place));
  ++place->left;
}

TEST_CASE("2d.h01 Each node of a deep tree of joins is entered and left once", "[2d.h01]") {
  Pool pool(3);
  const Place place;
  step("walk a tree of 8191 nodes with three workers");
  pool.install(call(visit, 12, lend(place)));
  CHECK(place.here == 8191);
  CHECK(place.left == 8191);
}

static std::unique_ptr<int> next(std::unique_ptr<int> number) {
  ++*number;
  return number;
}

TEST_CASE("2d.h02 What can only be moved goes into a join and comes out of it", "[2d.h02]") {
  Pool pool(2);
  step("move a number into each side, and get it back");
  const auto sum = pool.install([] {
    const auto [one, two] =
        join(call(next, std::make_unique<int>(1)), call(next, std::make_unique<int>(10)));
    return *one + *two;
  });
  CHECK(sum == 13);
}

static bool meet_three(Lent<Place> place) { return place->meet(3); }
static bool pair_meets(Lent<Place> place) {
  const auto [one, two] = join(call(meet_three, place), call(meet_three, place));
  return one && two;
}

TEST_CASE("2d.h03 Three sides of nested joins run at the same time on three workers", "[2d.h03]") {
  Pool pool(3);
  step("let three sides wait for each other, 30 times");
  for (int round = 0; round < 30; ++round) {
    const Place place;
    const auto met = pool.install(call(
        [](Lent<Place> p) { return join(call(pair_meets, p), call(meet_three, p)); }, lend(place)));
    REQUIRE(met.first);
    REQUIRE(met.second);
  }
}

static void throw_at_leaves(int depth, Lent<Place> place) {
  ++place->here;
  struct Leave {
    Lent<Place> place;
    ~Leave() { ++place->left; }
  } leave{place};
  if (depth == 0) throw std::runtime_error("leaf");
  join(call(throw_at_leaves, depth - 1, place), call(throw_at_leaves, depth - 1, place));
}

TEST_CASE("2d.h04 Where every leaf of a tree throws, all that was begun has ended first",
          "[2d.h04]") {
  Pool pool(2);
  step("throw at 256 leaves, 5 times");
  for (int round = 0; round < 5; ++round) {
    const Place place;
    CHECK_THROWS_AS(pool.install(call(throw_at_leaves, 8, lend(place))), std::runtime_error);
    CHECK(place.here == 511);
    CHECK(place.left == 511);
  }
}

static int fib(int n) {
  if (n < 2) return n;
  const auto [one, two] = join(call(fib, n - 1), call(fib, n - 2));
  return one + two;
}

TEST_CASE("2d.h05 Outside of any pool, join works in the shared one", "[2d.h05]") {
  step("compute the 12th Fibonacci number from a thread that is no worker");
  CHECK(fib(12) == 144);
}
