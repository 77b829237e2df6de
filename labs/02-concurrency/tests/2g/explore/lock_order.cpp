// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2g under the explorer: the two threads that would wait for each other.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/lock_order.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/rt/thread.hpp>

using namespace testkit;
using patina::LockId;
using patina::LockOrder;
using patina::rt::thread;

TEST_CASE("2g.18 Of two threads that take two locks in opposite orders one is told in time",
          "[2g.18]") {
  step("take left and right in one thread, right and left in the other");
  explore::explore([] {
    LockOrder order;
    const LockId ids[] = {order.add("left"), order.add("right")};
    patina::rt::mutex locks[2];
    patina::rt::atomic<int> told{0};
    const auto take = [&](int first, int second) {
      check(!order.acquire(ids[first]).has_value(), "one lock alone is no circle");
      locks[first].lock();
      if (order.acquire(ids[second]).has_value()) {
        ++told;
      } else {
        locks[second].lock();
        order.release(ids[second]);
        locks[second].unlock();
      }
      order.release(ids[first]);
      locks[first].unlock();
    };
    thread other([&] { take(1, 0); });
    take(0, 1);
    other.join();
    check(told == 1, "one of them is told, and nobody waits for ever");
  });
}
