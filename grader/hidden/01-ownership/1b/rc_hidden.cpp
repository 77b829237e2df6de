// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1b, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/rc.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Rc;
using patina::Weak;

// The model: slot i of `owners` and of `weaks` names a value by its number; 0 is none.
TEST_CASE("1b.h01 A long random story of owners and Weaks keeps both counts right", "[1b.h01]") {
  auto random = patina::base::Random::stream(seed(), "1b.h01");
  std::vector<std::optional<Rc<Tracked>>> owners(6);
  std::vector<Weak<Tracked>> weaks(6);
  std::vector<int> owner_of(6, 0), weak_of(6, 0);
  const auto count = [](const std::vector<int>& slots, int value) {
    return static_cast<std::size_t>(std::count(slots.begin(), slots.end(), value));
  };
  for (int i = 1; i <= 400; ++i) {
    const auto from = static_cast<std::size_t>(random.below(6));
    const auto to = static_cast<std::size_t>(random.below(6));
    const std::string slots = std::to_string(from) + " to " + std::to_string(to);
    switch (random.below(6)) {
      case 0:
        step("make value " + std::to_string(i) + " in slot " + std::to_string(to));
        owners[to] = Rc<Tracked>::make("value", owner_of[to] = i);
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
        weaks[to] = owners[from] ? owners[from]->downgrade() : Weak<Tracked>();
        weak_of[to] = owner_of[from];
        break;
      case 4:
        step("upgrade " + slots);
        owners[to] = weaks[from].upgrade();
        owner_of[to] = count(owner_of, weak_of[from]) > 0 ? weak_of[from] : 0;
        break;
      default:
        step("copy the Weak " + slots);
        weaks[to] = weaks[from];
        weak_of[to] = weak_of[from];
    }
    for (std::size_t slot = 0; slot < 6; ++slot) {
      REQUIRE(owners[slot].has_value() == (owner_of[slot] != 0));
      if (!owners[slot]) continue;
      REQUIRE((*owners[slot])->value() == owner_of[slot]);
      REQUIRE(strong_count(*owners[slot]) == count(owner_of, owner_of[slot]));
      REQUIRE(weak_count(*owners[slot]) == count(weak_of, owner_of[slot]));
    }
  }
}

TEST_CASE("1b.h02 Neither copies of a Weak nor upgrades can make a count wrap", "[1b.h02]") {
  using SmallRc = Rc<int, std::uint8_t>;
  using SmallWeak = Weak<int, std::uint8_t>;
  const auto rc = SmallRc::make(7);
  const auto weak = rc.downgrade();
  step("leak 300 Weaks");
  CHECK(death_of([&] {
          for (int i = 0; i < 300; ++i) new SmallWeak(weak);
        }).asserted());
  CHECK(death_of([&] {
          for (int i = 0; i < 300; ++i) new SmallWeak(rc.downgrade());
        }).asserted());
  step("leak 300 upgrades");
  CHECK(death_of([&] {
          for (int i = 0; i < 300; ++i) new auto(weak.upgrade());
        }).asserted());
}

struct Link {
  Tracked life{"link"};
  mutable std::optional<Rc<Link>> next{};
  mutable Weak<Link> self{};
  mutable Weak<Link>* witness = nullptr;
  ~Link() {
    Weak<Link> copy = self;        // a Weak to a value that is dying is made,
    if (witness) *witness = copy;  // kept for later,
    self = Weak<Link>();           // and dropped
    next.reset();
  }
};

TEST_CASE("1b.h03 A destructor may make, keep and drop Weaks to the value it destroys",
          "[1b.h03]") {
  Weak<Link> witness;
  {
    const auto first = Rc<Link>::make();
    first->next = Rc<Link>::make();
    first->self = first.downgrade();
    (*first->next)->self = first->next->downgrade();
    (*first->next)->witness = &witness;
    step("drop a chain whose destructors play with their own Weaks");
  }
  CHECK(lives().alive == 0);
  CHECK_FALSE(witness.upgrade().has_value());
}

struct Named {
  Tracked name{"name"};
  virtual ~Named() = default;
};
struct Shape {
  Tracked outline{"outline"};
  virtual ~Shape() = default;
  virtual int corners() const { return 0; }
};
struct Square : Named, Shape {  // its Shape is not where it begins
  int corners() const override { return 4; }
};

TEST_CASE("1b.h04 Owners of the base and of the derived share one value and one count",
          "[1b.h04]") {
  std::optional<Rc<Shape>> shape;
  {
    auto square = Rc<Square>::make();
    step("share it as its second base, by copy and by move");
    shape = Rc<Shape>(square);
    CHECK(strong_count(square) == 2);
    const Rc<Shape> moved = std::move(square);
    CHECK(ptr_eq(moved, *shape));
    CHECK(strong_count(moved) == 2);
  }
  CHECK((*shape)->corners() == 4);
  CHECK(lives().alive == 2);
  step("drop the last owner, which knows the base only");
  const auto weak = shape->downgrade();
  shape.reset();
  CHECK(lives().alive == 0);
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

TEST_CASE("1b.h05 A constructor or a copy that throws changes nothing", "[1b.h05]") {
  step("make an Rc of a type whose constructor throws");
  CHECK_THROWS_AS(Rc<Fragile>::make(true), std::runtime_error);
  CHECK(lives().alive == 0);
  auto rc = Rc<Fragile>::make();
  rc.get_mut()->breaks = true;
  const auto reader = rc.clone();
  step("make_mut a shared value whose copy throws");
  CHECK_THROWS_AS(rc.make_mut(), std::runtime_error);
  CHECK(ptr_eq(rc, reader));
  CHECK(strong_count(rc) == 2);
  CHECK(lives().alive == 1);
}

TEST_CASE("1b.h06 Every way to touch an Rc that was moved from asserts, until it is assigned to",
          "[1b.h06]") {
  auto rc = Rc<int>::make(7);
  const auto thief = std::move(rc);
  step("dereference an Rc that was moved from");
  CHECK(death_of([&] { static_cast<void>(*rc); }).asserted());
  step("clone it");
  CHECK(death_of([&] { static_cast<void>(rc.clone()); }).asserted());
  step("downgrade it");
  CHECK(death_of([&] { static_cast<void>(rc.downgrade()); }).asserted());
  step("get_mut of it");
  CHECK(death_of([&] { static_cast<void>(rc.get_mut()); }).asserted());
  step("make_mut of it");
  CHECK(death_of([&] { static_cast<void>(rc.make_mut()); }).asserted());
  step("try_unwrap of it");
  CHECK(death_of([&] { static_cast<void>(std::move(rc).try_unwrap()); }).asserted());
  step("ask for its strong count");
  CHECK(death_of([&] { static_cast<void>(strong_count(rc)); }).asserted());
  step("compare it by ptr_eq");
  CHECK(death_of([&] { static_cast<void>(ptr_eq(thief, rc)); }).asserted());
  step("assign a live Rc to it");
  rc = thief;
  CHECK(strong_count(rc) == 2);
}
