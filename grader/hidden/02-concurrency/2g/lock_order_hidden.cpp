// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2g, hidden: tries, long ways round, and several orders at once.
#include <testkit/catch.hpp>

#include <patina/lock_order.hpp>

#include <string>
#include <vector>

using namespace testkit;
using patina::LockId;
using patina::LockOrder;
using patina::OrderedMutex;

TEST_CASE("2g.h05 A try closes no circle, but what it got may be the beginning of one",
          "[2g.h05]") {
  LockOrder order;
  const LockId a = order.add("a"), b = order.add("b");
  step("take a, then b");
  CHECK_FALSE(order.acquire(a).has_value());
  CHECK_FALSE(order.acquire(b).has_value());
  order.release(b);
  order.release(a);
  step("take b, and get a by trying");
  CHECK_FALSE(order.acquire(b).has_value());
  order.acquired_by_trying(a);
  order.release(a);
  order.release(b);
  step("get b by trying, and wait for a");
  order.acquired_by_trying(b);
  CHECK(order.acquire(a).has_value());
  order.release(b);
}

TEST_CASE("2g.h06 A circle of twelve is found, and two orders have nothing to do with each other",
          "[2g.h06]") {
  LockOrder order;
  LockOrder another;
  std::vector<LockId> ids;
  for (int i = 0; i < 12; ++i) ids.push_back(order.add("lock " + std::to_string(i)));
  step("take each with the next one");
  for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
    CHECK_FALSE(order.acquire(ids[i]).has_value());
    CHECK_FALSE(order.acquire(ids[i + 1]).has_value());
    order.release(ids[i]);
    order.release(ids[i + 1]);
  }
  step("hold the last one, and a lock of another order, and take the first");
  const LockId stranger = another.add("stranger");
  CHECK_FALSE(another.acquire(stranger).has_value());
  CHECK_FALSE(order.acquire(ids[0]).has_value());
  order.release(ids[0]);
  CHECK_FALSE(order.acquire(ids.back()).has_value());
  const auto inversion = order.acquire(ids[0]);
  REQUIRE(inversion.has_value());
  CHECK((inversion->before.held == ids[0] && inversion->before.wanted == ids[1]));
  another.release(stranger);
  order.release(ids.back());
}
