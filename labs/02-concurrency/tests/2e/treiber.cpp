// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e: the stack in one thread.
#include <testkit/catch.hpp>

#include <patina/treiber.hpp>

#include <memory>
#include <optional>
#include <string_view>

using namespace testkit;
using patina::Send;
using patina::Sync;
using patina::TreiberStack;

TEST_CASE("2e.10 A stack gives back last what was pushed first, and nothing when it is empty",
          "[2e.10]") {
  TreiberStack<int> stack;
  step("push two values, pop one, push one more, and pop all");
  CHECK(stack.is_empty());
  stack.push(1);
  stack.push(2);
  CHECK_FALSE(stack.is_empty());
  CHECK(stack.pop() == 2);
  stack.push(3);
  CHECK(stack.pop() == 3);
  CHECK(stack.pop() == 1);
  CHECK_FALSE(stack.pop().has_value());
  CHECK(stack.is_empty());
  CHECK(Send<TreiberStack<std::unique_ptr<int>>>);
  CHECK(Sync<TreiberStack<std::unique_ptr<int>>>);
  CHECK_FALSE(Sync<TreiberStack<std::string_view>>);
}

TEST_CASE("2e.11 A popped value lives in who popped it alone, and the rest dies with the stack",
          "[2e.11]") {
  {
    TreiberStack<MoveOnly> stack;
    step("push three values, pop two, and drop those");
    for (int i = 1; i <= 3; ++i) stack.push(MoveOnly("a", i));
    {
      const std::optional<MoveOnly> last = stack.pop();
      CHECK(last->value() == 3);
      CHECK(stack.pop()->value() == 2);
      CHECK(lives().alive == 2);
    }
    CHECK(lives().alive == 1);
    step("drop the stack");
  }
  CHECK(lives().alive == 0);
  step("drop a stack of 200000 values");
  TreiberStack<int> deep;
  for (int i = 0; i < 200'000; ++i) deep.push(i);
}
