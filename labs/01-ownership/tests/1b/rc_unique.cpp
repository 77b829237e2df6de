// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1b: who may write to a shared value: its sole owner, or the owner of a copy.
#include <testkit/catch.hpp>

#include <patina/rc.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::Rc;

// May this owner write to the value? (A pointer in a CHECK would print an address.)
template <class T>
static bool may_write(Rc<T>& rc) {
  return rc.get_mut() != nullptr;
}

TEST_CASE("1b.08 get_mut lets the sole owner write, and nobody else", "[1b.08]") {
  auto rc = Rc<Tracked>::make("a", 7);
  step("ask while there is one owner");
  REQUIRE(may_write(rc));
  rc.get_mut()->set(8);
  CHECK(rc->value() == 8);
  step("ask while there are two");
  const auto reader = rc.clone();
  CHECK_FALSE(may_write(rc));
  CHECK(reader->value() == 8);
}

TEST_CASE("1b.09 get_mut refuses while a Weak could still become an owner", "[1b.09]") {
  auto rc = Rc<int>::make(7);
  {
    step("ask while there is a Weak");
    const auto weak = rc.downgrade();
    CHECK(weak_count(rc) == 1);
    CHECK_FALSE(may_write(rc));
  }
  step("ask again when it is gone");
  CHECK(weak_count(rc) == 0);
  CHECK(may_write(rc));
}

TEST_CASE("1b.10 make_mut copies a value that is shared, and only then", "[1b.10]") {
  auto rc = Rc<Tracked>::make("a", 7);
  step("write as the sole owner");
  rc.make_mut().set(8);
  CHECK(lives().made == 1);
  step("write while another owner reads");
  const auto reader = rc.clone();
  rc.make_mut().set(9);
  CHECK(rc->value() == 9);
  CHECK(reader->value() == 8);
  CHECK(lives().copies == 1);
  CHECK(strong_count(reader) == 1);
}

TEST_CASE("1b.11 make_mut of a sole owner leaves its Weaks behind, and copies nothing", "[1b.11]") {
  auto rc = Rc<Tracked>::make("a", 7);
  const auto weak = rc.downgrade();
  step("write while there is a Weak, but no other owner");
  rc.make_mut().set(8);
  CHECK(rc->value() == 8);
  CHECK(lives().copies == 0);
  CHECK(weak_count(rc) == 0);
  CHECK_FALSE(weak.upgrade().has_value());
}

TEST_CASE("1b.12 try_unwrap moves the value out of its last owner only", "[1b.12]") {
  auto rc = Rc<MoveOnly>::make("a", 7);
  {
    const auto reader = rc.clone();
    step("try while there are two owners");
    CHECK_FALSE(std::move(rc).try_unwrap().has_value());
    CHECK(reader->value() == 7);
    CHECK(strong_count(rc) == 2);
  }
  const auto weak = rc.downgrade();
  step("try as the last owner");
  const std::optional<MoveOnly> value = std::move(rc).try_unwrap();
  REQUIRE(value.has_value());
  CHECK(value->value() == 7);
  CHECK(lives().alive == 1);
  CHECK_FALSE(weak.upgrade().has_value());
}
