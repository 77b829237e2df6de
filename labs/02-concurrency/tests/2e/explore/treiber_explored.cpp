// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e under the explorer: the stack in every order.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>
#include <testkit/history.hpp>

#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>
#include <patina/treiber.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

using namespace testkit;
using patina::TreiberStack;
using patina::rt::thread;

struct Letter {
  patina::rt::cell<int> pages{0};
};

TEST_CASE("2e.02 What was done before a push is seen by who pops that value", "[2e.02]") {
  step("write a letter and push it, and pop in the other thread");
  explore::explore([] {
    Letter letter;
    TreiberStack<Letter*> stack;
    thread writer([&] {
      letter.pages.set(3);
      stack.push(&letter);
    });
    if (const auto found = stack.pop())
      testkit::check((*found)->pages.get() == 3, "a letter that is found is written");
    writer.join();
  });
}

TEST_CASE("2e.21 Of what two threads push and pop nothing is lost and nothing comes twice",
          "[2e.21]") {
  step("push a value and pop one in each of two threads, and pop the rest");
  explore::Options options;
  options.executions_max = 10'000;
  explore::explore(options, [] {
    TreiberStack<std::unique_ptr<int>> stack;
    int times[3] = {};
    const auto count = [&](const std::optional<std::unique_ptr<int>>& value) {
      testkit::check(value.has_value(), "for each push there is a pop");
      ++times[**value];
    };
    std::optional<std::unique_ptr<int>> second;
    thread other([&] {
      stack.push(std::make_unique<int>(1));
      second = stack.pop();
    });
    stack.push(std::make_unique<int>(2));
    count(stack.pop());
    other.join();
    count(second);
    testkit::check(times[1] == 1 && times[2] == 1, "each value is popped once");
    testkit::check(stack.is_empty(), "and then there are none");
  });
}

TEST_CASE("2e.22 A node is given back once, and after the last look at it", "[2e.22]") {
  step("pop twice in one thread and once in the other, of a stack of three");
  explore::Options options;
  options.executions_max = 10'000;
  explore::explore(options, [] {
    TreiberStack<int> stack;
    for (int i = 1; i <= 3; ++i) stack.push(i);
    thread other([&] { testkit::check(stack.pop().has_value(), "there is one for each pop"); });
    for (int i = 0; i < 2; ++i)
      testkit::check(stack.pop().has_value(), "there is one for each pop");
    other.join();
    testkit::check(!stack.pop().has_value(), "and no more");
  });
}

// What a stack is to be, if one call comes after the other.
struct Pile {
  std::vector<std::int64_t> items{};

  std::int64_t operator()(std::string_view name, std::int64_t argument) {
    if (name == "push") return items.push_back(argument), 0;
    if (items.empty()) return no_answer;
    const std::int64_t last = items.back();
    items.pop_back();
    return last;
  }
  bool operator==(const Pile&) const = default;
};

TEST_CASE("2e.23 Whatever threads push and pop, one order of their calls explains all answers",
          "[2e.23]") {
  step("pop, push and push in one thread, pop twice in the other");
  explore::Options options;
  options.executions_max = 10'000;
  options.memory = explore::Memory::sequential;  // who hears of a push, and when, is for 2e.02
  explore::explore(options, [] {
    TreiberStack<std::int64_t> stack;
    History<Pile> history;
    const auto push = [&](int value) {
      history.call("push", value, [&] { return stack.push(value), 0; });
    };
    const auto pop = [&] {
      history.call("pop", [&] { return stack.pop().value_or(no_answer); });
    };
    push(1);
    thread other([&] { pop(), pop(); });
    pop(), push(2), push(3);
    other.join();
    pop(), pop();
    history.check();
  });
}
