// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1a, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/box.hpp>

#include <memory>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Box;

TEST_CASE("1a.h01 A long random story of moves loses and doubles nothing", "[1a.h01]") {
  auto random = patina::base::Random::stream(seed(), "1a.h01");
  std::vector<Box<Tracked>> boxes;
  std::vector<int> model;
  for (int i = 0; i < 8; ++i) {
    boxes.push_back(Box<Tracked>::make("object", i));
    model.push_back(i);
  }
  for (int i = 0; i < 200; ++i) {
    const auto from = static_cast<std::size_t>(random.below(8));
    const auto to = static_cast<std::size_t>(random.below(8));
    step("move box " + std::to_string(from) + " over box " + std::to_string(to) +
         ", then put a fresh value in its place");
    boxes[to] = std::move(boxes[from]);
    model[to] = model[from];
    if (from != to) boxes[from] = Box<Tracked>::make("object", model[from] = 100 + i);
  }
  for (std::size_t i = 0; i < 8; ++i) CHECK(boxes[i]->value() == model[i]);
  CHECK(lives().alive == 8);
}

TEST_CASE("1a.h02 Every way to touch a Box that was moved from asserts", "[1a.h02]") {
  auto box = Box<Tracked>::make("a", 7);
  const auto thief = std::move(box);
  step("reach a member of a Box that was moved from");
  CHECK(death_of([&] { box->set(1); }).asserted());
  step("the same by a const Box");
  CHECK(death_of([&] { static_cast<void>(std::as_const(box)->value()); }).asserted());
  step("move it a second time");
  CHECK(death_of([&] { const auto second_thief = std::move(box); }).asserted());
  step("into_raw of a Box that was moved from");
  CHECK(death_of([&] { static_cast<void>(std::move(box).into_raw()); }).asserted());
  step("into_unique of a Box that was moved from");
  CHECK(death_of([&] { static_cast<void>(std::move(box).into_unique()); }).asserted());
  step("leak of a Box that was moved from");
  CHECK(death_of([&] { std::move(box).leak(); }).asserted());
}

TEST_CASE("1a.h03 A Box is never made from null", "[1a.h03]") {
  step("from_raw of a null pointer");
  CHECK(death_of([] { Box<int>::from_raw(nullptr); }).asserted());
  step("from_unique of an empty std::unique_ptr");
  CHECK(death_of([] { Box<int>::from_unique(std::unique_ptr<int>()); }).asserted());
}

struct Parent;
struct Child {
  Parent* parent;
  explicit Child(Parent* owner) : parent(owner) {}
  ~Child();
};
struct Parent {
  Box<Child> child = Box<Child>::make(this);
  bool child_saw_a_live_box = true;
};
Child::~Child() {
  // Runs while parent->child is being assigned to: the Box must hold the new child by then.
  if (parent != nullptr) parent->child_saw_a_live_box = &*parent->child != this;
}

TEST_CASE("1a.h04 A destructor that looks at its Box during assignment sees the new value",
          "[1a.h04]") {
  Parent parent;
  step("replace the child, whose destructor looks at the Box that held it");
  parent.child = Box<Child>::make(nullptr);
  CHECK(parent.child_saw_a_live_box);
}

TEST_CASE("1a.h05 leak gives a value up for the rest of the program", "[1a.h05]") {
  forgive_leaks();
  step("leak a Box, and use what it held");
  Tracked& forever = Box<Tracked>::make("forever", 7).leak();
  CHECK(forever.value() == 7);
  CHECK(lives().destroyed == 0);
  Box<Tracked>::from_raw(&forever);  // so that the leak checker has nothing to say
}
