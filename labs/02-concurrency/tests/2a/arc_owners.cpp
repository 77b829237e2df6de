// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a: the owners of a value, in one thread: what Arc keeps of Rc.
#include <testkit/catch.hpp>

#include <patina/arc.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Arc;

TEST_CASE("2a.02 A clone is one more owner of the same value, and the last one destroys it",
          "[2a.02]") {
  {
    step("make an Arc of a type that can be neither copied nor moved");
    const auto first = Arc<Immovable>::make("a", 7);
    {
      step("clone it, once by name and once by copy");
      const auto second = first.clone();
      const auto third = second;
      CHECK(third->value() == 7);
      CHECK(ptr_eq(first, third));
      CHECK(strong_count(first) == 3);
      CHECK_FALSE(ptr_eq(first, Arc<Immovable>::make("b", 7)));
    }
    CHECK(strong_count(first) == 1);
    CHECK((*first).value() == 7);
    step("let the last owner go out of scope");
  }
  CHECK(lives().made == 2);
  CHECK(lives().alive == 0);
}

TEST_CASE("2a.03 A move hands an owner's place over; what was moved from is gone", "[2a.03]") {
  auto first = Arc<Tracked>::make("a", 7);
  step("move the Arc");
  const auto second = std::move(first);
  const unsigned line_of_move = __LINE__ - 1;
  CHECK(strong_count(second) == 1);
  step("use the Arc that was moved from");
  const Death death = death_of([&] { static_cast<void>(first->value()); });
  CHECK(death.asserted());
  CHECK(death.says("moved"));
  CHECK(death.line == line_of_move);
  step("assign to it");
  first = second;
  CHECK(strong_count(second) == 2);
}

TEST_CASE("2a.04 The count of owners never wraps: the clone too many asserts", "[2a.04]") {
  using SmallArc = Arc<int, std::uint8_t>;  // counts in 8 bits
  const auto arc = SmallArc::make(7);
  step("hold 100 clones, which fit into half of the range");
  {
    const std::vector<SmallArc> clones(100, arc);
    CHECK(strong_count(arc) == 101);
  }
  step("leak 300 clones, which do not");
  const Death death = death_of([&] {
    for (int i = 0; i < 300; ++i) new SmallArc(arc);
  });
  CHECK(death.asserted());
}

// May this owner write to the value? (A pointer in a CHECK would print an address.)
template <class T>
static bool may_write(Arc<T>& arc) {
  return arc.get_mut() != nullptr;
}

TEST_CASE("2a.05 get_mut lets the sole owner write, and only while nothing else leads there",
          "[2a.05]") {
  auto arc = Arc<Tracked>::make("a", 7);
  step("ask while there is one owner");
  REQUIRE(may_write(arc));
  arc.get_mut()->set(8);
  {
    step("ask while there are two");
    const auto reader = arc.clone();
    CHECK_FALSE(may_write(arc));
    CHECK(reader->value() == 8);
  }
  {
    step("ask while there is an ArcWeak");
    const auto weak = arc.downgrade();
    CHECK(weak_count(arc) == 1);
    CHECK_FALSE(may_write(arc));
  }
  step("ask when both are gone");
  CHECK(weak_count(arc) == 0);
  CHECK(may_write(arc));
  CHECK(arc.downgrade().upgrade().has_value());
}

TEST_CASE("2a.06 make_mut copies a value that is shared, and leaves ArcWeaks behind", "[2a.06]") {
  auto arc = Arc<Tracked>::make("a", 7);
  step("write as the sole owner");
  arc.make_mut().set(8);
  CHECK(lives().made == 1);
  {
    step("write while another owner reads");
    const auto reader = arc.clone();
    arc.make_mut().set(9);
    CHECK(arc->value() == 9);
    CHECK(reader->value() == 8);
    CHECK(lives().copies == 1);
  }
  step("write while there is an ArcWeak, but no other owner");
  const auto weak = arc.downgrade();
  arc.make_mut().set(10);
  CHECK(arc->value() == 10);
  CHECK(lives().copies == 1);
  CHECK(weak_count(arc) == 0);
  CHECK_FALSE(weak.upgrade().has_value());
}

struct Heavy {  // cannot be moved, and says so when somebody tries
  int pages = 3;
  Heavy() = default;
  Heavy(Heavy&&) { throw std::runtime_error("the move failed"); }
};

TEST_CASE("2a.07 try_unwrap moves the value out of its last owner only", "[2a.07]") {
  auto arc = Arc<MoveOnly>::make("a", 7);
  {
    const auto reader = arc.clone();
    step("try while there are two owners");
    CHECK_FALSE(std::move(arc).try_unwrap().has_value());
    CHECK(reader->value() == 7);
    CHECK(strong_count(arc) == 2);
  }
  const auto weak = arc.downgrade();
  step("try as the last owner");
  const std::optional<MoveOnly> value = std::move(arc).try_unwrap();
  REQUIRE(value.has_value());
  CHECK(value->value() == 7);
  CHECK(lives().alive == 1);
  CHECK_FALSE(weak.upgrade().has_value());
  step("use the Arc, which is gone");
  CHECK(death_of([&] { static_cast<void>(arc->value()); }).asserted());
  step("try with a value whose move throws");
  auto heavy = Arc<Heavy>::make();
  const auto watcher = heavy.downgrade();
  CHECK_THROWS_AS(std::move(heavy).try_unwrap(), std::runtime_error);
  CHECK(heavy->pages == 3);
  CHECK(watcher.upgrade().has_value());
}
