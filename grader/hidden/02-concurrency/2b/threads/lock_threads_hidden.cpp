// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b, hidden: more threads than processors, a queue with an end on either side, and an exception.
#include <testkit/catch.hpp>

#include <patina/condvar.hpp>
#include <patina/mutex.hpp>
#include <patina/rt/thread.hpp>

#include <cstddef>
#include <deque>
#include <stdexcept>
#include <vector>

using namespace testkit;
using patina::Condvar;
using patina::Mutex;

TEST_CASE("2b.h05 A queue of two places hands every number over, once, to whoever is there",
          "[2b.h05]") {
  const Mutex<std::deque<int>> queue;
  const Condvar has_room, has_numbers;
  const Mutex<long> sum(0);
  step("let three threads put 300 numbers each, and three take as many");
  std::vector<patina::rt::thread> threads;
  for (int self = 0; self < 3; ++self) {
    threads.emplace_back([&, self] {
      for (int i = 0; i < 300; ++i) {
        auto guard = queue.lock().value();
        has_room.wait_while(guard, [](const std::deque<int>& seen) { return seen.size() >= 2; });
        guard->push_back(self * 300 + i);
        has_numbers.notify_one();
      }
    });
    threads.emplace_back([&] {
      for (int i = 0; i < 300; ++i) {
        auto guard = queue.lock().value();
        has_numbers.wait_while(guard, [](const std::deque<int>& seen) { return seen.empty(); });
        const int number = guard->front();
        guard->pop_front();
        has_room.notify_one();
        sum.with([number](long& total) { total += number; });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(queue.with([](std::deque<int>& left) { return left.size(); }) == 0);
  CHECK(sum.with([](long& total) { return total; }) == 899L * 900 / 2);
}

TEST_CASE("2b.h06 Every thread that waited for a lock hears that its holder was thrown out",
          "[2b.h06]") {
  const Mutex<int> mutex(0);
  const Condvar changed;
  step("let three threads wait for a change, and throw while changing");
  std::vector<patina::rt::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      auto answer = mutex.lock();
      if (answer.has_value()) {
        auto guard = std::move(answer).value();
        changed.wait_while(guard, [](int seen) { return seen == 0; });
      }
      testkit::check(mutex.is_poisoned(), "who locks after the throw finds the Mutex poisoned");
    });
  }
  try {
    auto guard = mutex.lock().value();
    *guard = 1;
    changed.notify_all();
    throw std::runtime_error("thrown out");
  } catch (const std::runtime_error&) {
  }
  for (auto& thread : threads) thread.join();
  CHECK(mutex.is_poisoned());
}
