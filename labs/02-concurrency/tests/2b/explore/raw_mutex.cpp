// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b under the explorer: the lock itself.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/raw_mutex.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <memory>

using namespace testkit;
using patina::RawMutex;
using patina::rt::thread;

// A number, and the lock that guards it by convention only.
struct Count {
  RawMutex lock;
  patina::rt::cell<int> number{0};

  void add() {
    lock.lock();
    number.set(number.get() + 1);
    lock.unlock();
  }
};

TEST_CASE("2b.01 Two threads that lock are never inside at the same time", "[2b.01]") {
  step("let two threads add 1 under the lock, in every order");
  explore::explore([] {
    Count count;
    thread other([&] { count.add(); });
    count.add();
    other.join();
    testkit::check(count.number.get() == 2, "no addition is lost");
    testkit::check(!count.lock.is_locked(), "the lock is free at the end");
  });
}

TEST_CASE("2b.02 Whoever sleeps for the lock is woken: with three threads, each in its turn",
          "[2b.02]") {
  step("let three threads add 1 under the lock");
  explore::explore([] {
    Count count;
    thread second([&] { count.add(); });
    thread third([&] { count.add(); });
    count.add();
    second.join();
    third.join();
    testkit::check(count.number.get() == 3, "no addition is lost");
  });
}

TEST_CASE("2b.18 Once a lock is free its unlock touches nothing of it any more", "[2b.18]") {
  step("let two threads lock; whoever is the last to unlock frees the lock");
  explore::explore([] {
    auto* const count = new Count;
    const auto leave = [count] {
      count->lock.lock();
      count->number.set(count->number.get() + 1);
      const bool is_last = count->number.get() == 2;
      count->lock.unlock();
      if (is_last) delete count;
    };
    thread other(leave);
    leave();
    other.join();
  });
}

TEST_CASE("2b.19 try_lock gets a free lock, and what it sees there is the last holder's",
          "[2b.19]") {
  step("try to lock in one thread while the other is inside");
  explore::explore([] {
    Count count;
    thread other([&] { count.add(); });
    if (count.lock.try_lock()) {
      const int seen = count.number.get();
      testkit::check(seen == 0 || seen == 1, "the number is that of a moment when it was free");
      count.lock.unlock();
    }
    other.join();
    testkit::check(count.lock.try_lock(), "a lock that nobody holds is had by trying");
    count.lock.unlock();
  });
}
