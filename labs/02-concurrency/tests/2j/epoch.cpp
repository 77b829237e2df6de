// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2j: the collector and the queue in one thread.
#include <testkit/catch.hpp>

#include <patina/epoch.hpp>
#include <patina/queue.hpp>

#include <memory>
#include <string_view>

using namespace testkit;
using patina::Collector;
using patina::LinkedQueue;

// Pins and flushes often enough for all that nobody holds.
static void let_time_pass(Collector& collector) {
  for (int i = 0; i < 5; ++i) collector.pin().flush();
}

TEST_CASE("2j.02 What is deferred waits for each guard that lives, and is called once",
          "[2j.02]") {
  Collector collector;
  int calls = 0;
  {
    auto outer = collector.pin();
    step("defer a call through a second guard, drop it, and let time pass");
    {
      auto inner = collector.pin();
      inner.defer([&calls] { ++calls; });
      inner.flush();
    }
    let_time_pass(collector);
    CHECK(calls == 0);
  }
  step("drop the first guard");
  let_time_pass(collector);
  CHECK(calls == 1);
  let_time_pass(collector);
  CHECK(calls == 1);
}

TEST_CASE("2j.03 Who repins lets go of what he held, and holds what comes from now on", "[2j.03]") {
  Collector collector;
  int calls = 0;
  auto guard = collector.pin();
  const auto defer_elsewhere = [&] {
    auto other = collector.pin();
    other.defer([&calls] { ++calls; });
    other.flush();
  };
  step("defer a call, and repin the guard that was there before");
  defer_elsewhere();
  let_time_pass(collector);
  CHECK(calls == 0);
  for (int i = 0; i < 5; ++i) {
    guard.repin();
    guard.flush();
  }
  CHECK(calls == 1);
  step("defer another one: the guard is there, though it has repinned");
  defer_elsewhere();
  let_time_pass(collector);
  CHECK(calls == 1);
}

TEST_CASE("2j.04 The end of a collector calls what still waits, and what that defers in its turn",
          "[2j.04]") {
  int calls = 0;
  {
    Collector collector;
    step("defer a call that defers another one, and drop the collector");
    auto guard = collector.pin();
    guard.defer([&calls, &collector] {
      ++calls;
      collector.pin().defer([&calls] { ++calls; });
    });
    CHECK(calls == 0);
  }
  CHECK(calls == 2);
  step("drop a collector that a guard still needs");
  const Death death = death_of([] {
    auto collector = std::make_unique<Collector>();
    auto guard = collector->pin();
    collector.reset();
  });
  CHECK(death.asserted());
}

TEST_CASE("2j.05 A queue gives back first what came first; each value is destroyed once",
          "[2j.05]") {
  {
    LinkedQueue<MoveOnly> queue;
    step("push three values, and pop two");
    CHECK(queue.is_empty());
    for (int i = 1; i <= 3; ++i) queue.push(MoveOnly("a", i));
    CHECK_FALSE(queue.is_empty());
    CHECK(queue.pop()->value() == 1);
    CHECK(lives().alive == 2);
    CHECK(queue.pop()->value() == 2);
    step("pop one more than there are, push two, and drop the queue");
    CHECK(queue.pop()->value() == 3);
    CHECK_FALSE(queue.pop().has_value());
    CHECK(lives().alive == 0);
    queue.push(MoveOnly("b", 4));
    queue.push(MoveOnly("c", 5));
    CHECK(lives().alive == 2);
  }
  CHECK(lives().alive == 0);
  CHECK(patina::Send<LinkedQueue<std::unique_ptr<int>>>);
  CHECK(patina::Sync<LinkedQueue<std::unique_ptr<int>>>);
  CHECK_FALSE(patina::Sync<LinkedQueue<std::string_view>>);
}
