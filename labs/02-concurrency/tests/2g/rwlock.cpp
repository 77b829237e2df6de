// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2g: what one thread can see of a RwLock and of a OnceCell.
#include <testkit/catch.hpp>

#include <patina/once.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rwlock.hpp>
#include <patina/send.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

using namespace testkit;
using patina::OnceCell;
using patina::ReadGuard;
using patina::RwLock;
using patina::Send;
using patina::Sync;
using patina::WriteGuard;
using namespace std::chrono_literals;

// May go from thread to thread, and is for one at a time.
struct Sendable {
  PATINA_UNSAFE_SEND(Sendable, true);
};

TEST_CASE("2g.08 try says at once, and a timed form in time, what can't be had", "[2g.08]") {
  const RwLock<int> lock(7);
  step("while somebody reads");
  {
    const auto reading = lock.read();
    CHECK(*reading == 7);
    CHECK(lock.try_read().has_value());
    CHECK(lock.try_read_for(1ms).has_value());
    CHECK_FALSE(lock.try_write().has_value());
    CHECK_FALSE(lock.try_write_for(1ms).has_value());
    CHECK(lock.try_read().has_value());
  }
  step("while somebody writes");
  {
    auto writing = lock.write();
    *writing = 8;
    CHECK_FALSE(lock.try_read().has_value());
    CHECK_FALSE(lock.try_read_for(1ms).has_value());
    CHECK_FALSE(lock.try_write_until(patina::rt::clock::now()).has_value());
  }
  step("while nobody is inside, at a time long past");
  CHECK(lock.try_write_until({}).has_value());
  const auto reading = lock.try_read_until({});
  CHECK(**reading == 8);
}

TEST_CASE("2g.09 Readers in several threads use one value: RwLock asks more than Mutex",
          "[2g.09]") {
  RwLock<Sendable> lock{Sendable()};
  step("look at the value, as it has only one thread");
  static_cast<void>(lock.get_mut());
  CHECK((Send<RwLock<int>> && Sync<RwLock<int>>));
  CHECK(Send<RwLock<Sendable>>);
  CHECK_FALSE(Sync<RwLock<Sendable>>);
  CHECK_FALSE(Send<RwLock<int*>>);
  CHECK_FALSE(Send<ReadGuard<int>>);
  CHECK_FALSE(Send<WriteGuard<int>>);
  step("ask for the value while a guard is alive");
  CHECK(death_of([] {
          RwLock<int> numbers(7);
          const auto guard = numbers.read();
          numbers.get_mut() = 8;
        }).asserted());
}

TEST_CASE("2g.10 A value that is made once is there from then on, and is not made again",
          "[2g.10]") {
  OnceCell<std::string> cell;
  step("look for it before it is made, and fail to make it");
  CHECK((cell.get() == nullptr));
  CHECK_THROWS_AS(cell.get_or_init([]() -> std::string { throw std::runtime_error("no paper"); }),
                  std::runtime_error);
  CHECK((cell.get() == nullptr));
  step("make it");
  CHECK(cell.get_or_init([] { return std::string("first"); }) == "first");
  CHECK(cell.get_or_init([] { return std::string("second"); }) == "first");
  step("and try to set another one");
  CHECK(cell.set("third").value() == "third");
  CHECK(*cell.get() == "first");
  CHECK_FALSE(OnceCell<std::string>().set("only").has_value());
}
