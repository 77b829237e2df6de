// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d: loops and pipelines, split over join.
#include <testkit/catch.hpp>

#include <patina/lend.hpp>
#include <patina/par.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/thread.hpp>

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

using namespace testkit;
using patina::call;
using patina::lend;
using patina::Lent;
using patina::par;
using patina::parallel_for;
using patina::Pool;

struct Tally {
  explicit Tally(std::size_t size) : calls(size) {}
  mutable std::vector<patina::rt::atomic<int>> calls;
  PATINA_UNSAFE_SYNC(Tally, true);
};

static void count(std::size_t i, const Lent<Tally>& tally) { ++tally->calls[i]; }

TEST_CASE("2d.16 parallel_for calls f once for each index", "[2d.16]") {
  Pool pool(2);
  const Tally tally(1000);
  step("count the calls for the indices 10 to 989, and for two ranges of none");
  pool.install(call(
      [](Lent<Tally> t) {
        parallel_for(10, 990, count, t);
        parallel_for(5, 5, count, t);
        parallel_for(5, 3, count, t);
      },
      lend(tally)));
  int wrong = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    if (tally.calls[i] != (i >= 10 && i < 990 ? 1 : 0)) ++wrong;
  }
  CHECK(wrong == 0);
}

static int square(std::size_t n) { return static_cast<int>(n * n); }
static bool is_odd(int n) { return n % 2 == 1; }

TEST_CASE("2d.17 map, filter and collect keep the items in their order", "[2d.17]") {
  Pool pool(2);
  step("square the numbers below 1000, and keep the odd ones");
  const auto squares =
      pool.install([] { return par(0, 1000).map(square).filter(is_odd).collect(); });
  std::vector<int> expected;
  for (int n = 1; n < 1000; n += 2) expected.push_back(n * n);
  CHECK((squares == expected));
  step("filter first, and change the type of the items then");
  const auto texts = pool.install([] {
    return par(0, 10)
        .filter([](std::size_t n) { return n >= 7; })
        .map([](std::size_t n) { return std::to_string(n - 7); })
        .collect();
  });
  CHECK((texts == std::vector<std::string>{"0", "1", "2"}));
}

static std::string add(std::string left, const std::string& right) { return left + right; }
static std::string put_together(Lent<std::vector<std::string>> words) {
  return par(*words).reduce("", add);
}

// Lines x -> factor * x + shift, one after the other; a number holds both.
static std::uint64_t line(std::uint64_t factor, std::uint64_t shift) {
  return factor << 32U | (shift & 0xffffffffU);
}
static std::uint64_t then(std::uint64_t first, std::uint64_t second) {
  const std::uint64_t factor = second >> 32U;
  return line(factor * (first >> 32U), factor * (first & 0xffffffffU) + second);
}
static std::uint64_t nth_line(std::size_t n) { return line(2 * n + 3, n); }

TEST_CASE("2d.18 reduce combines neighbours, left before right, and nothing to the identity",
          "[2d.18]") {
  Pool pool(2);
  std::vector<std::string> words;
  std::string expected;
  for (int i = 0; i < 300; ++i) expected += words.emplace_back(std::to_string(i) + " ");
  step("put 300 words together: the order matters, for + does not commute");
  CHECK((pool.install(call(put_together, lend(words))) == expected));
  step("the same with plain numbers: 1,000 lines, one after the other");
  std::uint64_t lines = line(1, 0);
  for (std::size_t n = 0; n < 1000; ++n) lines = then(lines, nth_line(n));
  const auto all = [] { return par(0, 1000).map(nth_line).reduce(line(1, 0), then); };
  CHECK(pool.install(all) == lines);
  step("put none together");
  words.clear();
  CHECK(pool.install(call(put_together, lend(words))).empty());
}

static patina::rt::atomic<int> here{0};

// returns true iff two calls run at the same time
static bool meet(std::size_t) {
  ++here;
  const auto end = patina::rt::clock::now() + std::chrono::seconds(4);
  while (here < 2) {
    if (patina::rt::clock::now() > end) return false;
    patina::rt::this_thread::yield();
  }
  return true;
}

TEST_CASE("2d.19 Two workers share even two items", "[2d.19]") {
  Pool pool(2);
  step("let the calls for two items wait for each other");
  CHECK((pool.install([] { return par(0, 2).map(meet).collect(); }) == std::vector<bool>{1, 1}));
}

static int refuse(std::size_t n) {
  if (n == 77) throw std::runtime_error("seventy-seven");
  return 1;
}

TEST_CASE("2d.20 An exception in one item crosses the pipeline, and no item is lost twice",
          "[2d.20]") {
  Pool pool(2);
  step("throw at one of a hundred items");
  CHECK_THROWS_AS(pool.install([] { par(0, 100).map(refuse).collect(); }), std::runtime_error);
  step("and go on with the same pool");
  CHECK(pool.install([] {
    return par(0, 77).map(refuse).reduce(0, [](int a, int b) { return a + b; });
  }) == 77);
}
