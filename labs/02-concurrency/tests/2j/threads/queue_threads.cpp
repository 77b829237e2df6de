// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2j: the queue between real threads.
#include <testkit/catch.hpp>

#include <patina/queue.hpp>
#include <patina/rt/thread.hpp>

#include <cstddef>
#include <vector>

using namespace testkit;
using patina::LinkedQueue;
using patina::rt::thread;

TEST_CASE("2j.06 Between real threads every value arrives once, and each producer's in order",
          "[2j.06]") {
  constexpr int each = 3000;
  struct Item {
    int producer, number;
  };
  LinkedQueue<Item> queue;
  step("let two producers push 3000 values each to two consumers");
  std::vector<thread> threads;
  for (int producer = 0; producer < 2; ++producer) {
    threads.emplace_back([&queue, producer] {
      for (int i = 0; i < each; ++i) queue.push({producer, i});
    });
  }
  std::vector<std::vector<Item>> taken(2);
  for (auto& mine : taken) {
    threads.emplace_back([&queue, &mine] {
      while (mine.size() < each) {
        if (const auto item = queue.pop())
          mine.push_back(*item);
        else
          patina::rt::this_thread::yield();
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
  CHECK(queue.is_empty());
}
