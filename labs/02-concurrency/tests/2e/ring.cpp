// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e: the ring in one thread: how much there is room for, in which order, and who destroys.
#include <testkit/catch.hpp>

#include <patina/ring.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

using namespace testkit;
using patina::Ring;
using patina::Send;
using patina::Sync;

TEST_CASE("2e.03 A ring gives values back in their order, and hands back the one without room",
          "[2e.03]") {
  Ring<std::string> ring(2);
  step("push three values into a ring for two");
  CHECK(ring.push("one").has_value());
  CHECK(ring.push("two").has_value());
  auto third = ring.push("three");
  REQUIRE_FALSE(third.has_value());
  CHECK(third.error() == "three");
  step("pop them");
  CHECK(ring.pop() == "one");
  CHECK(ring.push(std::move(third).error()).has_value());
  CHECK(ring.pop() == "two");
  CHECK(ring.pop() == "three");
  CHECK_FALSE(ring.pop().has_value());
}

TEST_CASE("2e.04 A ring for n values holds n, not one more and not one fewer, wherever it begins",
          "[2e.04]") {
  for (std::size_t capacity = 1; capacity <= 5; ++capacity) {
    step("fill and empty a ring for " + std::to_string(capacity));
    Ring<std::size_t> ring(capacity);
    for (std::size_t begin = 0; begin < 2 * capacity + 1; ++begin) {
      for (std::size_t i = 0; i < capacity; ++i) REQUIRE(ring.push(i).has_value());
      REQUIRE_FALSE(ring.push(99).has_value());
      for (std::size_t i = 0; i < capacity; ++i) REQUIRE(ring.pop() == i);
      REQUIRE_FALSE(ring.pop().has_value());
      REQUIRE(ring.push(0).has_value());  // the next round begins one place further
      REQUIRE(ring.pop() == 0);
    }
    CHECK(ring.capacity() == capacity);
  }
}

TEST_CASE("2e.05 Positions may wrap around: with 8 bits the thousandth value comes as the first",
          "[2e.05]") {
  for (const std::size_t capacity : {1, 3, 4, 60}) {
    step("push and pop 1000 values through " + std::to_string(capacity) + " places");
    Ring<int, std::uint8_t> ring(capacity);
    const int ahead = static_cast<int>(capacity);
    for (int i = 0; i < ahead; ++i) REQUIRE(ring.push(i).has_value());
    for (int i = 0; i < 1000; ++i) {
      REQUIRE(ring.is_full());
      REQUIRE_FALSE(ring.push(-1).has_value());
      REQUIRE(ring.pop() == i);
      REQUIRE(ring.len() == capacity - 1);
      REQUIRE(ring.push(i + ahead).has_value());
    }
  }
}

TEST_CASE("2e.06 Each value is destroyed once: by who popped it, or with the ring", "[2e.06]") {
  {
    Ring<MoveOnly> ring(3);
    step("push four values, and pop one");
    CHECK(ring.push(MoveOnly("a", 1)).has_value());
    CHECK(ring.push(MoveOnly("b", 2)).has_value());
    CHECK(ring.push(MoveOnly("c", 3)).has_value());
    CHECK(ring.push(MoveOnly("d", 4)).error().value() == 4);
    CHECK(lives().alive == 3);
    CHECK(ring.pop()->value() == 1);
    CHECK(lives().alive == 2);
    step("push one more, around the end, and drop the ring");
    CHECK(ring.push(MoveOnly("e", 5)).has_value());
    CHECK(lives().alive == 3);
  }
  CHECK(lives().alive == 0);
}

TEST_CASE("2e.07 len, is_empty and is_full follow what is pushed and popped", "[2e.07]") {
  Ring<int> ring(3);
  for (int round = 0; round < 5; ++round) {
    step("fill it and empty it");
    CHECK(ring.is_empty());
    for (std::size_t i = 1; i <= 3; ++i) {
      CHECK(ring.push(1).has_value());
      CHECK(ring.len() == i);
      CHECK_FALSE(ring.is_empty());
      CHECK(ring.is_full() == (i == 3));
    }
    for (std::size_t i = 3; i > 0; --i) {
      CHECK(ring.len() == i);
      CHECK(ring.pop().has_value());
      CHECK_FALSE(ring.is_full());
    }
    CHECK(ring.push(1).has_value());
    CHECK(ring.pop().has_value());
  }
}

TEST_CASE("2e.08 A ring without a place, or with more than its positions can tell apart, is a bug",
          "[2e.08]") {
  step("make rings of 1, of 0 and, with 8 bits, of 200 places");
  CHECK(Ring<int>(1).push(1).has_value());
  CHECK(death_of([] { Ring<int> ring(0); }).asserted());
  CHECK(death_of([] { Ring<int, std::uint8_t> ring(200); }).asserted());
}

TEST_CASE("2e.09 A ring is Send and Sync where its values are Send", "[2e.09]") {
  struct Local {};  // neither Send nor Sync
  Ring<std::unique_ptr<int>> ring(1);
  CHECK(ring.push(std::make_unique<int>(1)).has_value());
  CHECK(Send<Ring<std::unique_ptr<int>>>);
  CHECK(Sync<Ring<std::unique_ptr<int>>>);
  CHECK_FALSE(Send<Ring<std::string_view>>);
  CHECK_FALSE(Sync<Ring<std::string_view>>);
  CHECK_FALSE(Sync<Ring<Local>>);
}
