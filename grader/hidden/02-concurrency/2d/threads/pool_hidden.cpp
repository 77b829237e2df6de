// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d, hidden: what comes to a pool from several sides.
#include <testkit/catch.hpp>

#include <patina/lend.hpp>
#include <patina/par.hpp>
#include <patina/pool.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>
#include <patina/scope.hpp>

#include <cstddef>
#include <vector>

using namespace testkit;
using patina::call;
using patina::join;
using patina::lend;
using patina::Lent;
using patina::par;
using patina::Pool;
using patina::Scope;
using patina::scope;

struct Board {
  mutable patina::rt::atomic<int> runs{0};
  PATINA_UNSAFE_SYNC(Board, true);
};

static void come(Lent<Board> board) { ++board->runs; }
static int spawn_some(int how_many, Lent<Board> board) {
  for (int i = 0; i < how_many; ++i) Pool::current().spawn(come, board);
  return how_many;
}

TEST_CASE("2d.h06 What f spawns lies above g, and all of it runs", "[2d.h06]") {
  const Board board;
  {
    Pool pool(1);
    step("spawn five jobs in f and three in g");
    const auto both = pool.install(
        call([](Lent<Board> b) { return join(call(spawn_some, 5, b), call(spawn_some, 3, b)); },
             lend(board)));
    CHECK(both.first == 5);
    CHECK(both.second == 3);
  }
  CHECK(board.runs == 8);
}

TEST_CASE("2d.h07 Threads from outside use one pool at the same time", "[2d.h07]") {
  Pool pool(2);
  const Board board;
  step("install 300 jobs from each of three threads");
  std::vector<patina::rt::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&pool, &board] {
      for (int job = 0; job < 300; ++job) pool.install(call(come, lend(board)));
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(board.runs == 900);
}

static void grow(int depth, Lent<Scope> outer, Lent<Board> board) {
  ++board->runs;
  if (depth == 0) return;
  for (int i = 0; i < 2; ++i) outer->spawn(grow, depth - 1, outer, board);
}

TEST_CASE("2d.h08 A scope waits for a whole tree of threads", "[2d.h08]") {
  const Board board;
  step("let each thread spawn two more, four times");
  scope([&](Scope& s) { s.spawn(grow, 4, lend(s), lend(board)); });
  CHECK(board.runs == 31);
}

static std::vector<std::size_t> divisors(std::size_t n) {
  std::vector<std::size_t> found;
  for (std::size_t d = 1; d <= n; ++d) {
    if (n % d == 0) found.push_back(d);
  }
  return found;
}
static bool is_prime(const std::vector<std::size_t>& found) { return found.size() == 2; }

TEST_CASE("2d.h09 A pipeline over uneven work gives what the plain loop gives", "[2d.h09]") {
  Pool pool(3);
  step("find the primes below 500 by their divisors");
  const auto primes =
      pool.install([] { return par(0, 500).map(divisors).filter(is_prime).collect(); });
  REQUIRE(primes.size() == 95);
  CHECK(primes.front().back() == 2);
  CHECK(primes.back().back() == 499);
  for (std::size_t i = 1; i < primes.size(); ++i) {
    REQUIRE(primes[i - 1].back() < primes[i].back());
  }
}
