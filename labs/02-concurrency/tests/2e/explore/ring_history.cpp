// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e under the explorer: the ring is compared with a queue that one thread uses.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>
#include <testkit/history.hpp>

#include <patina/ring.hpp>
#include <patina/rt/thread.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

using namespace testkit;
using patina::Ring;
using patina::rt::thread;

// What a ring for two is to be, if one call comes after the other.
struct Queue {
  std::deque<std::int64_t> items{};

  std::int64_t operator()(std::string_view name, std::int64_t argument) {
    if (name == "len") return static_cast<std::int64_t>(items.size());
    if (name == "push") {
      if (items.size() == 2) return 0;
      items.push_back(argument);
      return 1;
    }
    if (items.empty()) return no_answer;
    const std::int64_t first = items.front();
    items.pop_front();
    return first;
  }
  bool operator==(const Queue&) const = default;
};

// A ring for two whose calls and answers are written down.
struct Recorded {
  Ring<std::int64_t> ring{2};
  History<Queue> history;

  void push(std::int64_t value) {
    history.call("push", value, [&] { return ring.push(value).has_value(); });
  }
  void pop() {
    history.call("pop", [&] { return ring.pop().value_or(no_answer); });
  }
  void len() {
    history.call("len", [&] { return ring.len(); });
  }
};

TEST_CASE("2e.19 Whatever three threads push and pop, one order of the calls explains all answers",
          "[2e.19]") {
  explore::Options options;
  options.executions_max = 6000;
  step("push twice, push and pop, and pop twice, at the same time");
  explore::explore(options, [] {
    Recorded ring;
    thread second([&] { ring.push(3), ring.pop(); });
    thread third([&] { ring.pop(), ring.pop(); });
    ring.push(1), ring.push(2);
    second.join();
    third.join();
    ring.len();
    ring.history.check();
  });
}

TEST_CASE("2e.20 Full and empty are true of one moment, also where a thread sees old numbers",
          "[2e.20]") {
  explore::Options options;
  options.executions_max = 10'000;
  step("pop in one thread, then push in another that has heard nothing of it");
  explore::explore(options, [] {
    Recorded ring;
    ring.push(1), ring.push(2);
    thread second([&] { ring.pop(); });
    ring.push(3);
    second.join();
    ring.history.check();
  });
  step("push in one thread, then pop and count in another");
  explore::explore(options, [] {
    Recorded ring;
    thread second([&] { ring.push(1); });
    ring.pop(), ring.len();
    second.join();
    ring.history.check();
  });
}
