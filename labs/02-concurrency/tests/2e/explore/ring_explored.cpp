// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e under the explorer: the ring in every order, and in the memory that C++ promises.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/ring.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <memory>
#include <optional>

using namespace testkit;
using patina::Ring;
using patina::rt::thread;

// What is pushed is the address of this: only the ring orders who may look at it.
struct Letter {
  patina::rt::cell<int> pages{0};
};

TEST_CASE("2e.01 What a producer did before its push, the consumer of that value sees",
          "[2e.01]") {
  step("write a letter and push it, and pop in the other thread");
  explore::explore([] {
    Letter letter;
    Ring<Letter*> ring(1);
    thread producer([&] {
      letter.pages.set(3);
      testkit::check(ring.push(&letter).has_value(), "an empty ring has room");
    });
    if (const auto found = ring.pop())
      testkit::check((*found)->pages.get() == 3, "a letter that arrives is written");
    producer.join();
  });
}

TEST_CASE("2e.14 Of two producers at the last place one gets it, and the other is told",
          "[2e.14]") {
  step("push into a ring for one from two threads");
  explore::explore([] {
    Ring<int> ring(1);
    bool has_room = false;
    thread other([&] { has_room = ring.push(2).has_value(); });
    const bool had_room = ring.push(1).has_value();
    other.join();
    testkit::check(has_room != had_room, "one of two values has room");
    testkit::check(ring.pop() == (had_room ? 1 : 2), "it is the one that was not refused");
    testkit::check(!ring.pop().has_value(), "and nothing else");
  });
}

TEST_CASE("2e.15 Of two consumers at the last value one gets it, and the other nothing",
          "[2e.15]") {
  step("pop from two threads, of a ring that holds one value");
  explore::explore([] {
    Ring<std::unique_ptr<int>> ring(2);
    static_cast<void>(ring.push(std::make_unique<int>(7)));
    std::optional<std::unique_ptr<int>> second;
    thread other([&] { second = ring.pop(); });
    const auto first = ring.pop();
    other.join();
    testkit::check(first.has_value() != second.has_value(), "one of both has got it");
    testkit::check((first.has_value() ? **first : **second) == 7, "it is whole");
  });
}

TEST_CASE("2e.16 A place is filled anew only when the last value has left it", "[2e.16]") {
  step("pop in one thread, and push in the other until there is room");
  explore::explore([] {
    Ring<int> ring(1);
    static_cast<void>(ring.push(1));
    thread consumer([&] { testkit::check(ring.pop() == 1, "the oldest comes first"); });
    while (!ring.push(2).has_value()) patina::rt::spin_hint();
    consumer.join();
    testkit::check(ring.pop() == 2, "then comes the next");
  });
}

TEST_CASE("2e.17 Who has popped a value finds room, though another pop stands still in the middle",
          "[2e.17]") {
  step("pop in two threads, of a full ring for two, and push in the one that has popped");
  explore::explore([] {
    Ring<int> ring(2);
    static_cast<void>(ring.push(1));
    static_cast<void>(ring.push(2));
    thread other([&] { testkit::check(ring.pop().has_value(), "there was a value for each"); });
    testkit::check(ring.pop().has_value(), "there was a value for each");
    testkit::check(ring.push(3).has_value(), "full is said only of a full ring");
    other.join();
  });
}

TEST_CASE("2e.18 Who has pushed a value finds one, though another push stands still in the middle",
          "[2e.18]") {
  step("push in two threads, and pop and look in one of them");
  explore::explore([] {
    Ring<int> ring(2);
    thread other([&] { testkit::check(ring.push(1).has_value(), "there is room for each"); });
    testkit::check(ring.push(2).has_value(), "there is room for each");
    testkit::check(!ring.is_empty(), "a ring that holds a value is not empty");
    testkit::check(ring.pop().has_value(), "empty is said only of an empty ring");
    other.join();
  });
}
