// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2j under the explorer: the queue in every order.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/queue.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <optional>

using namespace testkit;
using patina::LinkedQueue;
using patina::rt::thread;

struct Letter {
  patina::rt::cell<int> pages{0};
};

static explore::Options small() {
  explore::Options options;
  options.executions_max = 8000;
  return options;
}

TEST_CASE("2j.10 What was done before a push is seen by who pops that value", "[2j.10]") {
  step("write two letters and push them, and pop in the other thread");
  explore::explore(small(), [] {
    Letter letters[2];
    LinkedQueue<Letter*> queue;
    thread writer([&] {
      for (Letter& letter : letters) {
        letter.pages.set(3);
        queue.push(&letter);
      }
    });
    for (int i = 0; i < 2; ++i)
      if (const auto found = queue.pop())
        testkit::check((*found)->pages.get() == 3, "a letter that arrives is written");
    writer.join();
  });
}

TEST_CASE("2j.11 Who pops the last node leaves no tail behind on it", "[2j.11]") {
  step("push in one thread, pop in a second, and push in a third");
  explore::explore(small(), [] {
    LinkedQueue<int> queue;
    bool was_popped = false;
    thread second([&] { was_popped = queue.pop().has_value(); });
    thread third([&] { queue.push(2); });
    queue.push(1);
    second.join();
    third.join();
    int left = 0;
    while (queue.pop().has_value()) ++left;
    testkit::check(left == (was_popped ? 1 : 2), "each value is popped once");
  });
}

TEST_CASE("2j.12 Two producers lose nothing, and each one's values come in its order", "[2j.12]") {
  step("push two values in one thread and one in another, and pop them all");
  explore::explore(small(), [] {
    LinkedQueue<int> queue;
    thread other([&] {
      queue.push(1);
      queue.push(2);
    });
    queue.push(10);
    other.join();
    int last = 0, sum = 0;
    while (const auto value = queue.pop()) {
      sum += *value;
      if (*value == 10) continue;
      testkit::check(*value > last, "the values of a producer come in its order");
      last = *value;
    }
    testkit::check(sum == 13, "each value is popped once");
  });
}
