// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/condvar.hpp>
#include <patina/mutex.hpp>
#include <patina/rt/clock.hpp>

#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Condvar;
using patina::Mutex;
using patina::MutexGuard;

// The model: slot i of `guards` holds the lock of Mutex number held[i]; 0 is none.
TEST_CASE("2b.h01 A long random story of guards that move keeps each lock with one of them",
          "[2b.h01]") {
  auto random = patina::base::Random::stream(seed(), "2b.h01");
  const std::array<Mutex<int>, 3> mutexes{Mutex<int>(0), Mutex<int>(1), Mutex<int>(2)};
  std::vector<std::optional<MutexGuard<int>>> guards(4);
  std::vector<int> held(4, -1);
  const auto holder_of = [&](int mutex) {
    for (const int one : held)
      if (one == mutex) return true;
    return false;
  };
  for (int i = 0; i < 300; ++i) {
    const auto from = static_cast<std::size_t>(random.below(4));
    const auto to = static_cast<std::size_t>(random.below(4));
    const auto mutex = static_cast<int>(random.below(3));
    switch (random.below(3)) {
      case 0: {
        step("try to lock " + std::to_string(mutex) + " into slot " + std::to_string(to));
        auto answer = mutexes[static_cast<std::size_t>(mutex)].try_lock();
        REQUIRE(answer.has_value() == !holder_of(mutex));
        if (!answer.has_value()) break;
        if (guards[to]) *guards[to] = std::move(answer).value();
        else guards[to] = std::move(answer).value();
        held[to] = mutex;
        break;
      }
      case 1:
        step("move slot " + std::to_string(from) + " to slot " + std::to_string(to));
        if (from == to || !guards[from]) break;
        guards[to] = std::move(guards[from]);
        guards[from].reset();
        held[to] = std::exchange(held[from], -1);
        break;
      default:
        step("drop slot " + std::to_string(to));
        guards[to].reset();
        held[to] = -1;
    }
    for (std::size_t slot = 0; slot < 4; ++slot)
      if (guards[slot]) REQUIRE(**guards[slot] == held[slot]);
  }
}

// Locks `outer` for as long as it lives, and at its end `inner` as well.
struct NestsAtItsEnd {
  const Mutex<int>& outer;
  const Mutex<int>& inner;
  bool throws_inside;
  MutexGuard<int> guard = outer.lock().value();
  ~NestsAtItsEnd() {
    try {
      auto number = inner.lock().value();
      *number += 1;
      if (throws_inside) throw std::runtime_error("a second one, while the first is under way");
    } catch (const std::runtime_error&) {
    }
  }
};

TEST_CASE("2b.h02 Of several exceptions under way each poisons what it throws out, and no more",
          "[2b.h02]") {
  for (const bool throws_inside : {false, true}) {
    const Mutex<int> outer(0), inner(0);
    step(throws_inside ? "throw, and throw while unwinding" : "throw, and lock while unwinding");
    try {
      const NestsAtItsEnd nest{outer, inner, throws_inside};
      throw std::runtime_error("the first one");
    } catch (const std::runtime_error&) {
    }
    CHECK(outer.is_poisoned());
    CHECK(inner.is_poisoned() == throws_inside);
  }
  const Mutex<int> mutex(0);
  step("lock and unlock inside of a handler, where the exception is no longer under way");
  try {
    throw std::runtime_error("caught");
  } catch (const std::runtime_error&) {
    const auto guard = mutex.lock().value();
    CHECK(*guard == 0);
  }
  CHECK_FALSE(mutex.is_poisoned());
}

TEST_CASE("2b.h03 A guard that was moved out of a scope that throws does not poison", "[2b.h03]") {
  const Mutex<int> mutex(7);
  {
    std::optional<MutexGuard<int>> kept;
    step("lock, move the guard out, and throw");
    try {
      auto guard = mutex.lock().value();
      kept.emplace(std::move(guard));
      throw std::runtime_error("not with the lock");
    } catch (const std::runtime_error&) {
    }
    CHECK(mutex.try_lock().has_value() == false);
    CHECK(**kept == 7);
  }
  CHECK_FALSE(mutex.is_poisoned());
  CHECK(mutex.try_lock().has_value());
  step("ask the guard of one who would have had to wait");
  CHECK(death_of([&] {
          const auto held = mutex.lock().value();
          auto answer = mutex.try_lock();
          static_cast<void>(std::move(answer).error().into_guard());
        }).asserted());
}

TEST_CASE("2b.h04 A wait whose time has run out says so, and holds the lock", "[2b.h04]") {
  const Mutex<int> mutex(7);
  const Condvar changed;
  auto guard = mutex.lock().value();
  step("wait until a moment that has passed, with nobody there to notify");
  bool has_run_out = false;
  for (int tries = 0; tries < 100 && !has_run_out; ++tries)
    has_run_out = changed.wait_until(guard, patina::rt::clock::now());
  CHECK(has_run_out);
  CHECK_FALSE(mutex.try_lock().has_value());
  CHECK(*guard == 7);
  step("notify with nobody there to hear, and wait again");
  changed.notify_one();
  changed.notify_all();
  has_run_out = false;
  for (int tries = 0; tries < 100 && !has_run_out; ++tries)
    has_run_out = changed.wait_until(guard, patina::rt::clock::now());
  CHECK(has_run_out);
}
