// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e, hidden: values go round between a stack and a ring.
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

TEST_CASE("2e.h03 Values that go round between a stack and a ring are all there at the end",
          "[2e.h03]") {
  constexpr int values = 8;
  TreiberStack<std::unique_ptr<int>> stack;
  Ring<std::unique_ptr<int>> ring(3);
  for (int i = 0; i < values; ++i) stack.push(std::make_unique<int>(i));
  step("let three threads carry values from the stack to the ring and back, 2000 times each");
  std::vector<patina::rt::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 2000; ++n) {
        if (auto value = stack.pop()) {
          **value += values;
          auto answer = ring.push(std::move(*value));
          if (!answer.has_value()) stack.push(std::move(answer).error());
        }
        if (auto value = ring.pop()) stack.push(std::move(*value));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<int> times(values);
  while (const auto value = stack.pop()) ++times[static_cast<std::size_t>(**value % values)];
  while (const auto value = ring.pop()) ++times[static_cast<std::size_t>(**value % values)];
  CHECK(times == std::vector<int>(values, 1));
}
