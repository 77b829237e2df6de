// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2i: a sort on a pool, and a deque among threads.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/deque.hpp>
#include <patina/parallel_sort.hpp>
#include <patina/pool.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace testkit;
using patina::Deque;
using patina::parallel_sort;
using patina::base::Random;

static std::vector<std::uint64_t> random_numbers(std::size_t size, std::uint64_t below) {
  Random random = Random::stream(seed(), "2i.sort");
  std::vector<std::uint64_t> numbers(size);
  for (auto& number : numbers) number = random.below(below);
  return numbers;
}

TEST_CASE("2i.07 A sorted vector holds what it held, in ascending order", "[2i.07]") {
  for (const std::size_t size : {0u, 1u, 2u, 25u, 1000u, 30000u}) {
    for (const std::uint64_t below : {2u, 10u, 1000000u}) {
      auto numbers = random_numbers(size, below);
      auto expected = numbers;
      std::sort(expected.begin(), expected.end());
      parallel_sort(numbers);
      REQUIRE((numbers == expected));
    }
  }
  step("sort what is sorted, and by another order");
  auto numbers = random_numbers(20000, 1000000);
  std::sort(numbers.begin(), numbers.end());
  const std::vector<std::uint64_t> descending(numbers.rbegin(), numbers.rend());
  parallel_sort(numbers, [](std::uint64_t a, std::uint64_t b) { return a > b; });
  CHECK((numbers == descending));
}

TEST_CASE("2i.08 Items that can only be moved are sorted too", "[2i.08]") {
  std::vector<std::unique_ptr<std::string>> texts;
  for (const auto number : random_numbers(5000, 1000000)) {
    texts.push_back(std::make_unique<std::string>(std::to_string(number)));
  }
  step("sort 5000 texts by what they say");
  const auto less = [](const std::unique_ptr<std::string>& a,
                       const std::unique_ptr<std::string>& b) { return *a < *b; };
  parallel_sort(texts, less);
  CHECK(std::is_sorted(texts.begin(), texts.end(), less));
}

static patina::rt::atomic<std::uint64_t> comparisons{0};
static bool counted_less(int a, int b) {
  comparisons.fetch_add(1, patina::rt::memory_order_relaxed);
  return a < b;
}

TEST_CASE("2i.09 No order of the items makes the sort quadratic", "[2i.09]") {
  constexpr int size = 1 << 14;
  for (const int shape : {0, 1, 2, 3}) {
    std::vector<int> items(size);
    for (int i = 0; i < size; ++i) {
      const int pipe = std::min(i, size - i);
      items[static_cast<std::size_t>(i)] = shape == 0   ? 7
                                           : shape == 1 ? i
                                           : shape == 2 ? pipe
                                                        : i % 2;
    }
    comparisons = 0;
    parallel_sort(items, counted_less);
    REQUIRE(std::is_sorted(items.begin(), items.end()));
    REQUIRE(comparisons < 4u * 14u * size);  // 4 n log n; the square is 1170 n log n
  }
}

static bool less_until_it_throws(int a, int b) {
  if (comparisons.fetch_sub(1, patina::rt::memory_order_relaxed) == 1) {
    throw std::runtime_error("not comparable");
  }
  return a < b;
}

TEST_CASE("2i.11 An exception in a comparison crosses, and no item is lost", "[2i.11]") {
  step("throw at one of the comparisons, the next time some later, and look what is there");
  for (std::uint64_t at = 1; at < 60'000; at += at / 4 + 1) {
    std::vector<int> items(9000);
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = static_cast<int>(i * 7919 % 9000);
    comparisons = at;
    REQUIRE_THROWS_AS(parallel_sort(items, less_until_it_throws), std::runtime_error);
    std::sort(items.begin(), items.end());
    int wrong = 0;
    for (std::size_t i = 0; i < items.size(); ++i) wrong += items[i] != static_cast<int>(i);
    REQUIRE(wrong == 0);
  }
}

TEST_CASE("2i.10 Among an owner and two thieves each item is given out once", "[2i.10]") {
  constexpr std::size_t size = 20000;
  std::vector<patina::rt::atomic<int>> items(size);
  patina::rt::atomic<bool> is_over{false};
  Deque<patina::rt::atomic<int>> deque(2);
  const auto steal = [&] {
    for (;;) {
      const bool is_last_look = is_over;
      const auto stolen = deque.steal();
      if (stolen.is_success()) ++*stolen.item();
      if (stolen.is_empty() && is_last_look) return;
    }
  };
  step("push 20000 items and pop every second time, while two thieves steal");
  patina::rt::thread one(steal), two(steal);
  for (std::size_t i = 0; i < size; ++i) {
    deque.push(&items[i]);
    if (i % 2 == 0) {
      if (auto* const item = deque.pop()) ++*item;
    }
  }
  is_over = true;
  one.join();
  two.join();
  const auto is_once = [](const patina::rt::atomic<int>& item) { return item == 1; };
  CHECK(std::all_of(items.begin(), items.end(), is_once));
}
