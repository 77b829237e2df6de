// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e: the ring and the stack between real threads.
#include <testkit/catch.hpp>

#include <patina/ring.hpp>
#include <patina/rt/thread.hpp>
#include <patina/treiber.hpp>

#include <cstddef>
#include <memory>
#include <vector>

using namespace testkit;
using patina::Ring;
using patina::TreiberStack;
using patina::rt::thread;

TEST_CASE("2e.12 Between real threads every value arrives once, and each producer's in order",
          "[2e.12]") {
  constexpr int each = 3000;
  struct Item {
    int producer, number;
  };
  Ring<Item> ring(4);
  step("let two producers push 3000 values each to two consumers");
  std::vector<thread> threads;
  for (int producer = 0; producer < 2; ++producer) {
    threads.emplace_back([&ring, producer] {
      for (int i = 0; i < each; ++i)
        while (!ring.push({producer, i}).has_value()) patina::rt::this_thread::yield();
    });
  }
  std::vector<std::vector<Item>> taken(2);
  for (auto& mine : taken) {
    threads.emplace_back([&ring, &mine] {
      while (mine.size() < each) {
        if (const auto item = ring.pop()) mine.push_back(*item);
        else patina::rt::this_thread::yield();
      }
    });
  }
  for (thread& one : threads) one.join();
  std::vector<std::vector<int>> times(2, std::vector<int>(each));
  for (const auto& mine : taken) {
    int last[2] = {-1, -1};
    for (const Item& item : mine) {
      REQUIRE(item.number > last[item.producer]);
      last[item.producer] = item.number;
      ++times[static_cast<std::size_t>(item.producer)][static_cast<std::size_t>(item.number)];
    }
  }
  CHECK(times == std::vector(2, std::vector(each, 1)));
  CHECK(ring.is_empty());
}

TEST_CASE("2e.13 Real threads that push and pop a stack lose nothing and get nothing twice",
          "[2e.13]") {
  constexpr int each = 2000;
  TreiberStack<std::unique_ptr<int>> stack;
  std::vector<std::vector<int>> taken(3);
  step("let three threads push a value and pop one, 2000 times each");
  std::vector<thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&stack, i, &mine = taken[static_cast<std::size_t>(i)]] {
      for (int n = 0; n < each; ++n) {
        stack.push(std::make_unique<int>(i * each + n));
        if (const auto value = stack.pop()) mine.push_back(**value);
      }
    });
  }
  for (thread& one : threads) one.join();
  std::vector<int> times(3 * each);
  for (const auto& mine : taken)
    for (const int value : mine) ++times[static_cast<std::size_t>(value)];
  CHECK(times == std::vector(3 * each, 1));
  CHECK(stack.is_empty());
}
