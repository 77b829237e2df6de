// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2j, hidden: much garbage, and who makes it.
#include <testkit/catch.hpp>

#include <patina/epoch.hpp>
#include <patina/queue.hpp>

#include <memory>

using namespace testkit;
using patina::Collector;
using patina::LinkedQueue;

TEST_CASE("2j.h01 Garbage is called by itself while guards come and go, and none is forgotten",
          "[2j.h01]") {
  int calls = 0;
  {
    Collector collector;
    step("defer 20000 calls under as many guards, without a flush");
    for (int i = 0; i < 20'000; ++i) {
      auto guard = collector.pin();
      guard.defer([&calls] { ++calls; });
      if (i >= 1000) REQUIRE(calls > i - 1000);
    }
    step("defer 2000 more under one guard");
    auto guard = collector.pin();
    const int before = calls;
    for (int i = 0; i < 2000; ++i) guard.defer([&calls] { ++calls; });
    CHECK(calls - before < 1000);
  }
  CHECK(calls == 22'000);
}

TEST_CASE("2j.h02 A queue may hold queues, and be as long as one likes", "[2j.h02]") {
  {
    LinkedQueue<std::unique_ptr<LinkedQueue<MoveOnly>>> outer;
    step("push three queues of two values each, pop one of them, and drop the rest");
    for (int i = 0; i < 3; ++i) {
      auto inner = std::make_unique<LinkedQueue<MoveOnly>>();
      inner->push(MoveOnly("a", i));
      inner->push(MoveOnly("b", i));
      outer.push(std::move(inner));
    }
    CHECK((*outer.pop())->pop()->value() == 0);
    CHECK(lives().alive == 4);
  }
  CHECK(lives().alive == 0);
  step("push and pop 100000 values, and drop as many more");
  LinkedQueue<int> queue;
  for (int i = 0; i < 100'000; ++i) {
    queue.push(i);
    queue.push(-i);
    const auto first = queue.pop();
    REQUIRE(first.has_value());
    REQUIRE(*first == (i % 2 == 0 ? i / 2 : -(i / 2)));
  }
}
