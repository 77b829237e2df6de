// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e, hidden: a ring that is never full or empty, values with an owner, a stack within a stack.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/ring.hpp>
#include <patina/treiber.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

using namespace testkit;
using patina::Ring;
using patina::TreiberStack;

TEST_CASE("2e.h01 A ring agrees with a queue of so many places, whatever is done to it",
          "[2e.h01]") {
  for (const std::size_t capacity : {1, 2, 5, 8, 63}) {
    auto random = patina::base::Random::stream(seed(), "2e.h01");
    Ring<std::size_t, std::uint8_t> ring(capacity);
    std::deque<std::size_t> model;
    step("push and pop at random, 2000 times");
    for (std::size_t i = 0; i < 2000; ++i) {
      const bool prefers_to_push = i / 100 % 2 == 0;
      if (random.below(10) < (prefers_to_push ? 7U : 3U)) {
        REQUIRE(ring.push(i).has_value() == (model.size() < capacity));
        if (model.size() < capacity) model.push_back(i);
      } else {
        const auto expected = model.empty() ? std::nullopt : std::optional(model.front());
        REQUIRE(ring.pop() == expected);
        if (!model.empty()) model.pop_front();
      }
      REQUIRE(ring.len() == model.size());
      REQUIRE(ring.is_empty() == model.empty());
      REQUIRE(ring.is_full() == (model.size() == capacity));
    }
  }
}

TEST_CASE("2e.h02 What a stack or a ring holds may hold another one of them", "[2e.h02]") {
  struct Layer {
    std::unique_ptr<TreiberStack<MoveOnly>> inner;
    MoveOnly mark;
  };
  {
    TreiberStack<Layer> outer;
    Ring<Layer> ring(2);
    step("put two stacks with two values each into a stack and a ring; pop one, and drop the rest");
    for (int i = 0; i < 2; ++i) {
      auto inner = std::make_unique<TreiberStack<MoveOnly>>();
      inner->push(MoveOnly("a", i));
      inner->push(MoveOnly("b", i));
      outer.push(Layer{std::move(inner), MoveOnly("c", i)});
    }
    CHECK(ring.push(*outer.pop()).has_value());
    CHECK(lives().alive == 6);
    CHECK(outer.pop()->inner->pop()->value() == 0);
    CHECK(lives().alive == 3);
    CHECK(outer.is_empty());
  }
  CHECK(lives().alive == 0);
}
