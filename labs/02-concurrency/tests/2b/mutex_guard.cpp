// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b: a Mutex and its guard, in one thread.
#include <testkit/catch.hpp>

#include <patina/condvar.hpp>
#include <patina/mutex.hpp>
#include <patina/rt/clock.hpp>
#include <patina/send.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace testkit;
using patina::Mutex;
using patina::MutexGuard;
using patina::Send;
using patina::Sync;

// Could this thread have the lock now?
template <class T>
static bool is_free(const Mutex<T>& mutex) {
  const auto guard = mutex.try_lock();
  return guard.has_value() || !guard.error().is_would_block();
}

TEST_CASE("2b.03 A guard reaches the value, and gives the lock back when it dies", "[2b.03]") {
  const Mutex<Immovable> mutex(std::in_place, "a", 7);
  {
    step("lock, and change the value");
    auto guard = mutex.lock().value();
    CHECK(guard->value() == 7);
    (*guard).set(8);
    CHECK_FALSE(is_free(mutex));
    step("let the guard go out of scope");
  }
  CHECK(is_free(mutex));
  const auto guard = mutex.lock().value();
  CHECK(guard->value() == 8);
}

TEST_CASE("2b.04 try_lock never waits: it has the lock, or says why not", "[2b.04]") {
  const Mutex<int> mutex(7);
  {
    step("try while the lock is free");
    const auto first = mutex.try_lock();
    REQUIRE(first.has_value());
    CHECK(**first == 7);
    step("try while it is held");
    const auto second = mutex.try_lock();
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().is_would_block());
    CHECK_FALSE(second.error().is_poisoned());
  }
  step("try when it is free again");
  CHECK(mutex.try_lock().has_value());
}

TEST_CASE("2b.05 A guard that moves takes the lock along, and gives it back once", "[2b.05]") {
  const Mutex<int> one(1), two(2);
  auto first = one.lock().value();
  {
    step("move the guard, and let the new one die");
    auto second = std::move(first);
    CHECK(*second == 1);
    CHECK_FALSE(is_free(one));
  }
  CHECK(is_free(one));
  step("assign a guard of another Mutex to one that holds a lock");
  auto other = two.lock().value();
  auto taken = one.lock().value();
  taken = std::move(other);
  CHECK(is_free(one));
  CHECK_FALSE(is_free(two));
  CHECK(*taken == 2);
  step("use a guard that was moved from");
  CHECK(death_of([&] { static_cast<void>(*other); }).says("moved"));
}

TEST_CASE("2b.06 with calls a function under the lock, and answers what it answers", "[2b.06]") {
  const Mutex<std::string> mutex("a");
  step("append under the lock");
  const auto size = mutex.with([&](std::string& text) {
    CHECK_FALSE(is_free(mutex));
    text += "b";
    return text.size();
  });
  CHECK(size == 2);
  CHECK(is_free(mutex));
  mutex.with([](std::string& text) { text += "c"; });
  CHECK(mutex.with([](std::string& text) { return text; }) == "abc");
}

TEST_CASE("2b.07 Who has a Mutex alone needs no lock, and no guard may be left", "[2b.07]") {
  Mutex<Tracked> mutex(std::in_place, "a", 7);
  step("change the value without locking, then take it out");
  mutex.get_mut().set(8);
  CHECK(mutex.with([](Tracked& value) { return value.value(); }) == 8);
  {
    step("do so while there is a guard");
    const auto guard = mutex.lock().value();
    CHECK(death_of([&] { mutex.get_mut().set(9); }).asserted());
    CHECK(death_of([&] { static_cast<void>(std::move(mutex).into_inner()); }).asserted());
  }
  CHECK(std::move(mutex).into_inner().value() == 8);
  step("let a Mutex die before its guard");
  CHECK(death_of([] {
          auto* const early = new Mutex<int>(7);
          auto guard = early->lock().value();
          delete early;
        }).asserted());
}

TEST_CASE("2b.17 A timed wait ends at its time, says so, and holds the lock again", "[2b.17]") {
  const Mutex<int> mutex(7);
  const patina::Condvar changed;
  auto guard = mutex.lock().value();
  step("wait until a moment that has passed; a wait may end early for no reason, so try again");
  bool has_run_out = false;
  for (int tries = 0; tries < 100 && !has_run_out; ++tries)
    has_run_out = changed.wait_until(guard, patina::rt::clock::now());
  CHECK(has_run_out);
  CHECK(*guard == 7);
  CHECK_FALSE(is_free(mutex));
}

struct Tally {  // Send, but not Sync
  mutable int looks = 0;
  PATINA_DERIVE_SEND(Tally, looks);
};

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("2b.08 A Mutex is Send and Sync where its value is Send; a guard stays in its thread",
          "[2b.08]") {
  const Mutex<int> mutex(7);
  CHECK(mutex.try_lock().has_value());
  CHECK(Send<Mutex<std::string>>);
  CHECK(Sync<Mutex<Tally>>);
  CHECK_FALSE(Send<Mutex<std::string_view>>);
  CHECK_FALSE(Sync<Mutex<std::string_view>>);
  CHECK_FALSE(Send<MutexGuard<int>>);
  CHECK(Sync<MutexGuard<int>>);
  CHECK_FALSE(Sync<MutexGuard<Tally>>);
  CHECK(Sync<patina::Condvar>);
  CHECK_FALSE(std::is_copy_constructible_v<MutexGuard<int>>);
  CHECK(std::is_nothrow_move_constructible_v<MutexGuard<int>>);
  CHECK_FALSE(std::is_move_constructible_v<Mutex<int>>);
  CHECK(std::is_same_v<decltype(*std::declval<const MutexGuard<int>&>()), const int&>);
}
