// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b: a Mutex and a Condvar between real threads.
#include <testkit/catch.hpp>

#include <patina/condvar.hpp>
#include <patina/mutex.hpp>
#include <patina/rt/thread.hpp>

#include <deque>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Condvar;
using patina::Mutex;

TEST_CASE("2b.13 Four threads count under one Mutex, and no count is lost", "[2b.13]") {
  const Mutex<long> count(0);
  step("let four threads add 1, 2000 times each");
  std::vector<patina::rt::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&count] {
      for (int turn = 0; turn < 2000; ++turn) count.with([](long& sum) { ++sum; });
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(count.with([](long& sum) { return sum; }) == 8000);
}

struct Table {
  int turn = 0;
  std::deque<int> served{};
};

TEST_CASE("2b.14 Two threads that wait for each other's turn take turns", "[2b.14]") {
  const Mutex<Table> table;
  const Condvar changed;
  const auto play = [&](int self) {
    for (int i = 0; i < 300; ++i) {
      auto guard = table.lock().value();
      changed.wait_while(guard, [self](const Table& seen) { return seen.turn != self; });
      guard->served.push_back(self);
      guard->turn = 1 - self;
      changed.notify_one();
    }
  };
  step("play 300 rounds");
  patina::rt::thread other(play, 1);
  play(0);
  other.join();
  const auto served = table.with([](Table& seen) { return std::move(seen.served); });
  REQUIRE(served.size() == 600);
  for (std::size_t i = 0; i < 600; ++i) REQUIRE(served[i] == static_cast<int>(i % 2));
}
