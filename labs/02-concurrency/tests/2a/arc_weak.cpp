// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a: an ArcWeak in one thread, and what may go to another one.
#include <testkit/catch.hpp>

#include <patina/arc.hpp>
#include <patina/base/forward.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

using namespace testkit;
using patina::Arc;
using patina::ArcWeak;
using patina::Send;
using patina::Sync;

TEST_CASE("2a.08 An ArcWeak upgrades while the value lives, keeps nothing alive, and may stay",
          "[2a.08]") {
  std::optional<Arc<Tracked>> owner = Arc<Tracked>::make("a", 7);
  auto weak = owner->downgrade();
  {
    step("upgrade while there is an owner");
    const auto second = weak.upgrade();
    REQUIRE(second.has_value());
    CHECK(ptr_eq(*second, *owner));
    CHECK(strong_count(*owner) == 2);
  }
  step("drop the last owner while the ArcWeak is still there");
  owner.reset();
  CHECK(lives().alive == 0);
  CHECK_FALSE(weak.upgrade().has_value());
  step("copy it and move it");
  const auto copy = weak;
  const auto moved = std::move(weak);
  CHECK_FALSE(copy.upgrade().has_value());
  CHECK_FALSE(moved.upgrade().has_value());
  step("upgrade the one that was moved from, and one to nothing");
  CHECK_FALSE(weak.upgrade().has_value());
  CHECK_FALSE(ArcWeak<Tracked>().upgrade().has_value());
}

struct Curious {
  Tracked self{"a"};
  mutable ArcWeak<Curious> weak{};
  bool* came_back;
  explicit Curious(bool* flag) : came_back(flag) {}
  ~Curious() { *came_back = weak.upgrade().has_value(); }
};

TEST_CASE("2a.09 A value that is being destroyed finds nothing through an ArcWeak to itself",
          "[2a.09]") {
  bool came_back = true;
  {
    const auto arc = Arc<Curious>::make(&came_back);
    arc->weak = arc.downgrade();
    step("drop the only owner; the destructor upgrades, then drops the only ArcWeak");
  }
  CHECK_FALSE(came_back);
  CHECK(lives().destroyed == 1);
}

TEST_CASE("2a.10 An Arc or ArcWeak is Send and Sync where T is both", "[2a.10]") {
  using Cell = patina::Cell<int>;  // Send, but not Sync
  const auto arc = Arc<std::string>::make("shared");
  CHECK(arc->size() == 6);
  CHECK(Send<Arc<std::string>>);
  CHECK(Sync<Arc<std::string>>);
  CHECK(Send<ArcWeak<std::string>>);
  CHECK(Sync<ArcWeak<std::string>>);
  CHECK(Send<Arc<Arc<int>>>);
  CHECK(Send<Cell>);
  CHECK_FALSE(Send<Arc<Cell>>);
  CHECK_FALSE(Sync<Arc<Cell>>);
  CHECK_FALSE(Send<ArcWeak<Cell>>);
  CHECK_FALSE(Send<Arc<std::string_view>>);
  CHECK_FALSE(Send<Arc<patina::Rc<int, std::uint32_t>>>);
  CHECK_FALSE(Sync<ArcWeak<patina::Rc<int, std::uint32_t>>>);
}
