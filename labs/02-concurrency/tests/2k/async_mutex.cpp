// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k: a lock that tasks wait for, polled by hand.
#include <testkit/catch.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/async_mutex.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::AsyncGuard;
using patina::AsyncLocking;
using patina::AsyncMutex;
using patina::Context;
using patina::FlagWaker;

// A task that wants the lock.
struct Asker {
  explicit Asker(AsyncMutex<int>& mutex) : locking(mutex.lock()) {}
  bool poll() {
    Context context(flag.waker());
    auto answer = locking->poll(context);
    if (answer.is_ready()) guard.emplace(std::move(answer).take());
    return guard.has_value();
  }

  FlagWaker flag;
  std::optional<AsyncLocking<int>> locking;
  std::optional<AsyncGuard<int>> guard;
};

TEST_CASE("2k.01 A free lock is had at once, a taken one when its guard dies, with what it guards",
          "[2k.01]") {
  AsyncMutex<int> mutex(7);
  Asker first(mutex);
  Asker second(mutex);
  CHECK(first.poll());
  CHECK_FALSE(second.poll());
  CHECK_FALSE(mutex.try_lock().has_value());
  **first.guard += 1;
  step("drop the guard");
  first.guard.reset();
  CHECK(second.flag.wakes() == 1);
  REQUIRE(second.poll());
  CHECK(**second.guard == 8);
  second.guard.reset();
  CHECK(mutex.try_lock().has_value());
  CHECK(mutex.try_lock().has_value());
}

TEST_CASE("2k.02 The lock goes from one to the next in line, and nobody gets in between",
          "[2k.02]") {
  AsyncMutex<int> mutex(0);
  Asker first(mutex);
  Asker second(mutex);
  Asker third(mutex);
  Asker late(mutex);
  CHECK(first.poll());
  CHECK_FALSE(second.poll());
  CHECK_FALSE(third.poll());
  step("drop the guard: the second has the lock, and has not been polled yet");
  first.guard.reset();
  CHECK(second.flag.wakes() == 1);
  CHECK_FALSE(mutex.try_lock().has_value());
  CHECK_FALSE(late.poll());
  CHECK_FALSE(third.poll());
  REQUIRE(second.poll());
  step("and so on");
  second.guard.reset();
  CHECK_FALSE(late.poll());
  CHECK(third.flag.wakes() == 1);
  REQUIRE(third.poll());
  third.guard.reset();
  CHECK(late.poll());
}

TEST_CASE("2k.03 Who is dropped in line gives up the place, and the lock if it was handed over",
          "[2k.03]") {
  AsyncMutex<int> mutex(0);
  Asker first(mutex);
  Asker second(mutex);
  Asker third(mutex);
  Asker fourth(mutex);
  CHECK(first.poll());
  for (Asker* one : {&second, &third, &fourth}) CHECK_FALSE(one->poll());
  step("drop the second, which waits; then the guard, which hands the lock to the third");
  second.locking.reset();
  first.guard.reset();
  CHECK(second.flag.wakes() == 0);
  CHECK(third.flag.wakes() == 1);
  step("drop the third, which was woken and never polled");
  third.locking.reset();
  CHECK(fourth.flag.wakes() == 1);
  REQUIRE(fourth.poll());
  fourth.guard.reset();
  CHECK(mutex.try_lock().has_value());
}

TEST_CASE("2k.04 Of two polls with different Wakers the later one is woken for the lock",
          "[2k.04]") {
  AsyncMutex<int> mutex(0);
  auto guard = mutex.try_lock();
  Asker asker(mutex);
  CHECK_FALSE(asker.poll());
  step("poll as another task");
  FlagWaker other;
  Context context(other.waker());
  CHECK_FALSE(asker.locking->poll(context).is_ready());
  guard.reset();
  CHECK(other.wakes() == 1);
}
