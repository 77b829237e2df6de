// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2g: circles among locks, found by a single thread that never waits for anybody.
#include <testkit/catch.hpp>

#include <patina/lock_order.hpp>

#include <optional>
#include <source_location>
#include <string>

using namespace testkit;
using patina::Inversion;
using patina::LockId;
using patina::LockOrder;
using patina::OrderedMutex;

// Takes two locks, one after the other, and lets go of both.
static std::optional<Inversion> take_both(LockOrder& order, LockId first, LockId second) {
  if (auto inversion = order.acquire(first)) return inversion;
  auto inversion = order.acquire(second);
  if (!inversion) order.release(second);
  order.release(first);
  return inversion;
}

TEST_CASE("2g.15 Two locks that are taken in both orders are reported, with both places",
          "[2g.15]") {
  LockOrder order;
  const LockId accounts = order.add("accounts");
  const LockId journal = order.add("journal");
  step("take the accounts and then the journal, twice");
  CHECK_FALSE(take_both(order, accounts, journal).has_value());
  CHECK_FALSE(take_both(order, accounts, journal).has_value());
  step("take the journal and then the accounts");
  const auto here = std::source_location::current();
  CHECK_FALSE(order.acquire(journal).has_value());
  const auto inversion = order.acquire(accounts);
  REQUIRE(inversion.has_value());
  CHECK(inversion->now.held_since.line() == here.line() + 1);
  CHECK(inversion->now.wanted_at.line() == here.line() + 2);
  CHECK((inversion->before.held == accounts && inversion->before.wanted == journal));
  CHECK(std::string(inversion->before.wanted_at.function_name()).find("take_both") !=
        std::string::npos);
  CHECK(inversion->text.find("journal is held since") != std::string::npos);
}

TEST_CASE("2g.16 A circle of three is one too, though no two of its locks stand against each other",
          "[2g.16]") {
  LockOrder order;
  const LockId a = order.add("a"), b = order.add("b"), c = order.add("c");
  step("take a and b, and b and c");
  CHECK_FALSE(take_both(order, a, b).has_value());
  CHECK_FALSE(take_both(order, b, c).has_value());
  step("take c and a");
  const auto inversion = take_both(order, c, a);
  REQUIRE(inversion.has_value());
  CHECK((inversion->before.held == a));
  step("what was refused has drawn no arrow");
  CHECK_FALSE(take_both(order, a, c).has_value());
}

TEST_CASE("2g.17 Locks are let go in any order, and taken twice by nobody", "[2g.17]") {
  LockOrder order;
  const LockId a = order.add("a"), b = order.add("b"), c = order.add("c");
  step("take a, get b by trying, and let go of a first");
  CHECK_FALSE(order.acquire(a).has_value());
  order.acquired_by_trying(b);
  order.release(a);
  step("take c while only b is held: then a may still come after c");
  CHECK_FALSE(order.acquire(c).has_value());
  CHECK(order.acquire(c).has_value());
  order.release(b);
  order.release(c);
  CHECK_FALSE(take_both(order, c, a).has_value());
  step("let go of what is not held");
  CHECK(death_of([&] { order.release(a); }).asserted());
  step("take a mutex twice");
  OrderedMutex mutex(order, "mutex");
  mutex.lock();
  CHECK(death_of([&] { mutex.lock(); }).says("mutex is held since"));
  mutex.unlock();
}
