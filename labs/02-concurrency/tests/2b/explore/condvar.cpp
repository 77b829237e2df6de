// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b under the explorer: waiting for a change.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/condvar.hpp>
#include <patina/mutex.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/thread.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>

using namespace testkit;
using patina::Condvar;
using patina::Mutex;
using patina::rt::thread;

// How many of what is waited for are there.
struct Stock {
  patina::rt::cell<int> pieces{0};
};
static bool is_empty(const Stock& stock) { return stock.pieces.get() == 0; }

TEST_CASE("2b.20 Who changes the value and notifies, before its unlock or after, is not missed",
          "[2b.20]") {
  for (const bool holds_the_lock : {true, false}) {
    step(holds_the_lock ? "notify before the unlock" : "notify after the unlock");
    explore::explore([holds_the_lock] {
      const Mutex<Stock> stock;
      const Condvar changed;
      thread other([&] {
        auto guard = std::optional(stock.lock().value());
        (*guard)->pieces.set(1);
        if (!holds_the_lock) guard.reset();
        changed.notify_one();
      });
      {
        auto guard = stock.lock().value();
        changed.wait_while(guard, is_empty);
        testkit::check(guard->pieces.get() == 1, "what was waited for is there");
      }
      other.join();
    });
  }
}

TEST_CASE("2b.21 What is waited for is asked again: another may have come first", "[2b.21]") {
  step("put two pieces, one after the other, and take one in each of two threads");
  explore::explore([] {
    const Mutex<Stock> stock;
    const Condvar changed;
    const auto take = [&] {
      auto guard = stock.lock().value();
      changed.wait_while(guard, is_empty);
      const int left = guard->pieces.get() - 1;
      testkit::check(left >= 0, "who returns from wait_while finds what he waited for");
      guard->pieces.set(left);
    };
    thread second(take);
    for (int i = 0; i < 2; ++i) {
      auto guard = stock.lock().value();
      guard->pieces.set(guard->pieces.get() + 1);
      changed.notify_one();
    }
    take();
    second.join();
  });
}

TEST_CASE("2b.22 notify_all wakes every thread that waits", "[2b.22]") {
  step("let two threads wait for one change");
  explore::explore([] {
    const Mutex<Stock> stock;
    const Condvar changed;
    const auto wait = [&] {
      auto guard = stock.lock().value();
      changed.wait_while(guard, is_empty);
    };
    thread second(wait), third(wait);
    {
      auto guard = stock.lock().value();
      guard->pieces.set(1);
    }
    changed.notify_all();
    second.join();
    third.join();
  });
}

TEST_CASE("2b.23 A timed wait ends, notified or not, and holds the lock in either case",
          "[2b.23]") {
  step("wait for a second while the other thread changes the value and notifies");
  explore::explore([] {
    const Mutex<Stock> stock;
    const Condvar changed;
    thread other([&] {
      stock.with([](Stock& held) { held.pieces.set(1); });
      changed.notify_one();
    });
    {
      const auto deadline = patina::rt::clock::now() + std::chrono::seconds(1);
      auto guard = stock.lock().value();
      bool has_run_out = false;
      while (!has_run_out && is_empty(*guard)) has_run_out = changed.wait_until(guard, deadline);
      testkit::check(has_run_out || !is_empty(*guard), "the wait had a reason to end");
      testkit::check(!stock.try_lock().has_value(), "who waited holds the lock");
      guard->pieces.set(2);
    }
    other.join();
  });
}

TEST_CASE("2b.24 Who waits for the lock of one that is thrown out is told", "[2b.24]") {
  step("throw while holding the lock, and lock in the other thread");
  explore::explore([] {
    const Mutex<Stock> stock;
    thread other([&] {
      const auto answer = stock.lock();
      if (answer.has_value()) {
        testkit::check(is_empty(**answer), "an unpoisoned value is whole");
      } else {
        testkit::check(stock.is_poisoned(), "a refusal has its reason");
      }
    });
    try {
      auto guard = stock.lock().value();
      guard->pieces.set(-1);
      throw std::runtime_error("half way");
    } catch (const std::runtime_error&) {
    }
    other.join();
    testkit::check(stock.is_poisoned(), "who was thrown out leaves it poisoned");
  });
}
