// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d, hidden, under the explorer: two jobs that need two workers, in every order.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/lend.hpp>
#include <patina/pool.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

using namespace testkit;
using patina::call;
using patina::join;
using patina::lend;
using patina::Lent;
using patina::Pool;

// Nobody sees all orders of three threads; what is wrong shows early.
static const explore::Options three_threads{.steps_total_max = 1'000'000};

struct Place {
  mutable patina::rt::atomic<int> here{0};
  PATINA_UNSAFE_SYNC(Place, true);
};

static bool meet(Lent<Place> place) {
  ++place->here;
  while (place->here < 2) patina::rt::this_thread::yield();
  return true;
}
static bool both_meet(Lent<Place> place) {
  const auto [one, two] = join(call(meet, place), call(meet, place));
  return one && two;
}

TEST_CASE("2d.h10 A worker that falls asleep is woken for the right side of a join", "[2d.h10]") {
  step("let the two sides of a join wait for each other");
  explore::explore(three_threads, [] {
    const Place place;
    Pool pool(2);
    check(pool.install(call(both_meet, lend(place))), "both sides met");
  });
}

TEST_CASE("2d.h11 Of two jobs from outside each gets a worker", "[2d.h11]") {
  step("spawn two jobs that wait for each other");
  explore::explore(three_threads, [] {
    const Place place;
    Pool pool(2);
    pool.spawn(meet, lend(place));
    pool.spawn(meet, lend(place));
  });
}
