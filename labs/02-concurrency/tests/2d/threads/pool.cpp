// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d: workers, and what they are given.
#include <testkit/catch.hpp>

#include <patina/lend.hpp>
#include <patina/pool.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <chrono>
#include <stdexcept>
#include <utility>

using namespace testkit;
using patina::call;
using patina::lend;
using patina::lend_mut;
using patina::Lent;
using patina::LentMut;
using patina::Pool;

struct Board {
  mutable patina::rt::atomic<int> runs{0};
  PATINA_UNSAFE_SYNC(Board, true);
};

struct Self {
  patina::rt::thread::id id = patina::rt::this_thread::get_id();
  PATINA_UNSAFE_SEND(Self, true);
};

TEST_CASE("2d.12 install calls f on a worker, and gives back what it returns or throws",
          "[2d.12]") {
  Pool pool(2);
  step("ask which thread it is, on a worker and on that worker again");
  const auto both = pool.install([] {
    const Self outer;
    return std::pair(outer, Pool::current().install([] { return Self(); }));
  });
  CHECK((both.first.id != Self().id));
  CHECK((both.first.id == both.second.id));
  step("throw on a worker");
  CHECK_THROWS_AS(pool.install([] { throw std::runtime_error("lost"); }), std::runtime_error);
}

static void come(Lent<Board> board) { ++board->runs; }
static void come_with_another(Lent<Board> board) {
  ++board->runs;
  Pool::current().spawn(come, board);
}

TEST_CASE("2d.13 What was spawned has run once when the pool is gone", "[2d.13]") {
  const Board board;
  {
    Pool pool(3);
    step("spawn 500 jobs from outside, of which every fifth spawns another one");
    for (int i = 0; i < 500; ++i) pool.spawn(i % 5 == 0 ? come_with_another : come, lend(board));
  }
  CHECK(board.runs == 600);
}

TEST_CASE("2d.14 A worker that fell asleep wakes for the next job", "[2d.14]") {
  Pool pool(2);
  const Board board;
  step("wait until the workers have fallen asleep, and give them a job, 100 times");
  for (int i = 0; i < 100; ++i) {
    patina::rt::this_thread::sleep_for(std::chrono::microseconds(500));
    pool.install(call(come, lend(board)));
  }
  step("and 3000 times while they are about to");
  for (int i = 0; i < 3000; ++i) {
    pool.install(call(come, lend(board)));
  }
  CHECK(board.runs == 3100);
}

TEST_CASE("2d.15 A pool has a worker, and what was spawned lets no exception out", "[2d.15]") {
  step("make a pool of nobody");
  CHECK(death_of([] { Pool pool(0); }).asserted());
  step("throw where nobody waits");
  CHECK(death_of([] {
          Pool pool(1);
          pool.spawn([] { throw std::runtime_error("lost"); });
        }).asserted());
}
