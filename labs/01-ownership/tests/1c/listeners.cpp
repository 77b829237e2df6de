// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1c, the story: a list of listeners that is changed by a listener while the list is walked.
// With a bare std::vector that is undefined behaviour, and often seems to work.
#include <testkit/catch.hpp>

#include <patina/ref_cell.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace testkit;
using patina::RefCell;

using Listener = std::function<void()>;
using Listeners = RefCell<std::vector<Listener>>;

TEST_CASE("1c.14 A listener that adds one during the walk is caught, and both lines are named",
          "[1c.14]") {
  const Listeners listeners(std::vector<Listener>{});
  const unsigned line_of_push = __LINE__ + 2;
  const Listener adds_another = [&] {
    listeners.with_mut([](auto& list) { list.push_back([] {}); });
  };
  listeners.with_mut([&](auto& list) { list.push_back(adds_another); });
  step("walk the list and call each listener; the first one adds another");
  const std::string line_of_walk = std::to_string(__LINE__ + 2);
  const Death death = death_of([&] {
    const auto list = listeners.borrow();
    for (const Listener& listener : *list) listener();
  });
  CHECK(death.asserted());
  CHECK(death.line == line_of_push);
  CHECK(death.says("listeners.cpp:" + line_of_walk));
}

TEST_CASE("1c.15 The mended walk borrows to copy the list, and calls when nothing is borrowed",
          "[1c.15]") {
  const Listeners listeners(std::vector<Listener>{});
  int calls = 0;
  const Listener adds_another = [&] {
    listeners.with_mut([&](auto& list) { list.push_back([&] { ++calls; }); });
  };
  listeners.with_mut([&](auto& list) { list.push_back(adds_another); });
  for (const char* round : {"first round", "second round"}) {
    step(round);
    const auto copy = listeners.with([](const auto& list) { return list; });
    for (const Listener& listener : copy) listener();
  }
  CHECK(calls == 1);
  CHECK(listeners.with([](const auto& list) { return list.size(); }) == 3);
}
