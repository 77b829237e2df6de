// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/arc.hpp>
#include <patina/base/random.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Arc;
using patina::ArcWeak;

// The model: slot i of `owners` and of `weaks` names a value by its number; 0 is none.
TEST_CASE("2a.h01 A long random story of owners and ArcWeaks keeps both counts right", "[2a.h01]") {
  auto random = patina::base::Random::stream(seed(), "2a.h01");
  std::vector<std::optional<Arc<Tracked>>> owners(5);
  std::vector<ArcWeak<Tracked>> weaks(5);
  std::vector<int> owner_of(5, 0), weak_of(5, 0);
  const auto count = [](const std::vector<int>& slots, int value) {
    return static_cast<std::size_t>(std::count(slots.begin(), slots.end(), value));
  };
  for (int i = 1; i <= 300; ++i) {
    const auto from = static_cast<std::size_t>(random.below(5));
    const auto to = static_cast<std::size_t>(random.below(5));
    const std::string slots = std::to_string(from) + " to " + std::to_string(to);
    switch (random.below(6)) {
      case 0:
        step("make value " + std::to_string(i) + " in slot " + std::to_string(to));
        owners[to] = Arc<Tracked>::make("value", owner_of[to] = i);
        break;
      case 1:
        step("clone " + slots);
        owners[to] = owners[from];
        owner_of[to] = owner_of[from];
        break;
      case 2:
        step("drop slot " + std::to_string(to));
        owners[to].reset();
        owner_of[to] = 0;
        break;
      case 3:
        step("downgrade " + slots);
        weaks[to] = owners[from] ? owners[from]->downgrade() : ArcWeak<Tracked>();
        weak_of[to] = owner_of[from];
        break;
      case 4:
        step("upgrade " + slots);
        owners[to] = weaks[from].upgrade();
        owner_of[to] = count(owner_of, weak_of[from]) > 0 ? weak_of[from] : 0;
        break;
      default:
        step("copy the ArcWeak " + slots);
        weaks[to] = weaks[from];
        weak_of[to] = weak_of[from];
    }
    for (std::size_t slot = 0; slot < 5; ++slot) {
      REQUIRE(owners[slot].has_value() == (owner_of[slot] != 0));
      if (!owners[slot]) continue;
      REQUIRE((*owners[slot])->value() == owner_of[slot]);
      REQUIRE(strong_count(*owners[slot]) == count(owner_of, owner_of[slot]));
      REQUIRE(weak_count(*owners[slot]) == count(weak_of, owner_of[slot]));
      const bool is_alone = strong_count(*owners[slot]) == 1 && weak_count(*owners[slot]) == 0;
      REQUIRE((owners[slot]->get_mut() != nullptr) == is_alone);
    }
  }
}

TEST_CASE("2a.h02 Neither ArcWeaks, copied or made, nor upgrades can make a count wrap",
          "[2a.h02]") {
  using SmallArc = Arc<int, std::uint8_t>;
  using SmallWeak = ArcWeak<int, std::uint8_t>;
  const auto arc = SmallArc::make(7);
  const auto weak = arc.downgrade();
  step("leak 300 copies of an ArcWeak");
  CHECK(death_of([&] {
          for (int i = 0; i < 300; ++i) new SmallWeak(weak);
        }).asserted());
  step("leak 300 ArcWeaks made from an owner");
  CHECK(death_of([&] {
          for (int i = 0; i < 300; ++i) new SmallWeak(arc.downgrade());
        }).asserted());
  step("leak 300 upgrades");
  CHECK(death_of([&] {
          for (int i = 0; i < 300; ++i) new auto(weak.upgrade());
        }).asserted());
}

struct Fragile {
  Tracked life{"fragile"};
  bool breaks = false;
  explicit Fragile(bool throws = false) {
    if (throws) throw std::runtime_error("the constructor failed");
  }
  Fragile(const Fragile& other) : life(other.life), breaks(other.breaks) {
    if (breaks) throw std::runtime_error("the copy failed");
  }
};

TEST_CASE("2a.h03 Where a constructor, a copy or a move throws, owners own what they owned",
          "[2a.h03]") {
  step("make an Arc of a type whose constructor throws");
  CHECK_THROWS_AS(Arc<Fragile>::make(true), std::runtime_error);
  CHECK(lives().alive == 0);
  auto arc = Arc<Fragile>::make();
  arc.get_mut()->breaks = true;
  {
    const auto reader = arc.clone();
    step("make_mut a shared value whose copy throws");
    CHECK_THROWS_AS(arc.make_mut(), std::runtime_error);
    CHECK(ptr_eq(arc, reader));
    CHECK(strong_count(arc) == 2);
  }
  const auto weak = arc.downgrade();
  step("make_mut a value with an ArcWeak, and try_unwrap it: the move throws");
  CHECK_THROWS_AS(arc.make_mut(), std::runtime_error);
  CHECK_THROWS_AS(std::move(arc).try_unwrap(), std::runtime_error);
  CHECK(arc->life.value() == 0);
  CHECK(weak.upgrade().has_value());
  CHECK(lives().alive == 1);
}

TEST_CASE("2a.h04 Every way to touch an Arc that was moved from asserts", "[2a.h04]") {
  auto arc = Arc<int>::make(7);
  const auto thief = std::move(arc);
  CHECK(death_of([&] { static_cast<void>(*arc); }).asserted());
  CHECK(death_of([&] { static_cast<void>(arc.clone()); }).asserted());
  CHECK(death_of([&] { static_cast<void>(Arc<int>(std::move(arc))); }).asserted());
  CHECK(death_of([&] { static_cast<void>(arc.downgrade()); }).asserted());
  CHECK(death_of([&] { static_cast<void>(arc.get_mut()); }).asserted());
  CHECK(death_of([&] { static_cast<void>(arc.make_mut()); }).asserted());
  CHECK(death_of([&] { static_cast<void>(std::move(arc).try_unwrap()); }).asserted());
  CHECK(death_of([&] { static_cast<void>(strong_count(arc)); }).asserted());
  CHECK(death_of([&] { static_cast<void>(ptr_eq(thief, arc)); }).asserted());
}
