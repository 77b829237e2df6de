// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1b: a Weak watches a value and does not keep it alive.
#include <testkit/catch.hpp>

#include <patina/rc.hpp>

#include <optional>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Rc;
using patina::Weak;

TEST_CASE("1b.13 A Weak upgrades to an owner while the value lives, and keeps nothing alive",
          "[1b.13]") {
  std::optional<Rc<Tracked>> owner = Rc<Tracked>::make("a", 7);
  const auto weak = owner->downgrade();
  CHECK(strong_count(*owner) == 1);
  {
    step("upgrade while there is an owner");
    const auto second = weak.upgrade();
    REQUIRE(second.has_value());
    CHECK(ptr_eq(*second, *owner));
    CHECK(strong_count(*owner) == 2);
  }
  step("drop the last owner while the Weak is still there");
  owner.reset();
  CHECK(lives().alive == 0);
  step("upgrade again");
  CHECK_FALSE(weak.upgrade().has_value());
}

TEST_CASE("1b.14 A Weak may outlive the value, be copied and be moved even then", "[1b.14]") {
  step("make a Weak to a value that dies at once");
  auto weak = Rc<Tracked>::make("a", 7).downgrade();
  step("copy it and move it");
  const auto copy = weak;
  const auto moved = std::move(weak);
  CHECK_FALSE(copy.upgrade().has_value());
  CHECK_FALSE(moved.upgrade().has_value());
  step("upgrade the one that was moved from, and one to nothing");
  CHECK_FALSE(weak.upgrade().has_value());
  CHECK_FALSE(Weak<Tracked>().upgrade().has_value());
}

struct Folder {
  Tracked name;
  mutable std::vector<Rc<Folder>> children{};  // owns downwards
  mutable Weak<Folder> parent{};               // watches upwards
  explicit Folder(const char* text) : name(text) {}
};

TEST_CASE("1b.15 A cycle closed by a Weak does not keep itself alive", "[1b.15]") {
  {
    const auto root = Rc<Folder>::make("root");
    const auto child = Rc<Folder>::make("child");
    step("let the parent own the child, and the child know the parent");
    root->children.push_back(child);
    child->parent = root.downgrade();
    CHECK(strong_count(child) == 2);
    CHECK(strong_count(root) == 1);
    step("let both go out of scope");
  }
  CHECK(lives().alive == 0);
}

struct Curious {
  Tracked self{"a"};
  mutable Weak<Curious> weak{};
  bool* came_back;
  explicit Curious(bool* flag) : came_back(flag) {}
  ~Curious() { *came_back = weak.upgrade().has_value(); }
};

TEST_CASE("1b.16 A value that is being destroyed finds nothing through a Weak to itself",
          "[1b.16]") {
  bool came_back = true;
  {
    const auto rc = Rc<Curious>::make(&came_back);
    rc->weak = rc.downgrade();
    step("drop the only owner; the destructor upgrades, then drops the only Weak");
  }
  CHECK_FALSE(came_back);
  CHECK(lives().destroyed == 1);
}

// An int, so that nothing else remembers where it stood: only then does a leak checker see it.
TEST_CASE("1b.19 When the last owner and the last Weak are gone, nothing is left of their counts",
          "[1b.19]") {
  step("make a value, and let its owner go before its Weak");
  Weak<int> weak;
  {
    const auto owner = Rc<int>::make(7);
    weak = owner.downgrade();
  }
  CHECK_FALSE(weak.upgrade().has_value());
  step("make a value, and let its Weak go before its owner");
  const auto owner = Rc<int>::make(8);
  CHECK(owner.downgrade().upgrade().has_value());
}
