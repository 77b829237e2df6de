// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2e under the explorer, hidden: lengths while others push, wrapping positions, more than two.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/ring.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>
#include <patina/treiber.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>

using namespace testkit;
using patina::Ring;
using patina::TreiberStack;
using patina::rt::thread;

TEST_CASE("2e.h04 A length is one that the ring had, while others push and pop", "[2e.h04]") {
  step("push one and then pop two in one thread, and count in the other");
  explore::explore([] {
    Ring<int> ring(3);
    static_cast<void>(ring.push(1));
    thread other([&] {
      static_cast<void>(ring.push(2));
      static_cast<void>(ring.pop());
      static_cast<void>(ring.push(3));
    });
    const std::size_t length = ring.len();
    testkit::check(length == 1 || length == 2, "there were one or two");
    testkit::check(!ring.is_empty(), "it never was empty");
    testkit::check(!ring.is_full(), "it never was full");
    other.join();
  });
}

TEST_CASE("2e.h05 Positions wrap around while two threads push and pop", "[2e.h05]") {
  explore::Options options;
  options.executions_max = 400;
  step("bring positions of 8 bits near their end, then push and pop twice in two threads");
  explore::explore(options, [] {
    Ring<int, std::uint8_t> ring(1);
    for (int i = 0; i < 127; ++i)  // a lap of two numbers: with the next one 8 bits are over
      testkit::check(ring.push(i).has_value() && ring.pop() == i, "what goes in comes out");
    thread other([&] {
      for (int i = 0; i < 2; ++i)
        while (!ring.push(i).has_value()) patina::rt::spin_hint();
    });
    for (int i = 0; i < 2; ++i) {
      auto value = ring.pop();
      for (; !value.has_value(); value = ring.pop()) patina::rt::spin_hint();
      testkit::check(*value == i, "values come in their order");
    }
    other.join();
  });
}

struct Letter {
  patina::rt::cell<int> pages{0};
};

TEST_CASE("2e.h06 Three threads push and pop one stack, and none reads what another gave back",
          "[2e.h06]") {
  explore::Options options;
  options.executions_max = 6000;
  step("pop in two threads, and pop and push the same letter in a third");
  explore::explore(options, [] {
    Letter letters[2];
    TreiberStack<Letter*> stack;
    for (Letter& letter : letters) stack.push(&letter);
    const auto write = [&] {
      if (const auto letter = stack.pop()) {
        (*letter)->pages.set((*letter)->pages.get() + 1);
        stack.push(*letter);
      }
    };
    bool was_taken = false;
    thread second(write), third([&] { was_taken = stack.pop().has_value(); });
    write();
    second.join();
    third.join();
    int left = 0;
    while (stack.pop().has_value()) ++left;
    testkit::check(left == (was_taken ? 1 : 2), "what was not taken away is there");
  });
}

TEST_CASE("2e.h07 Two values of one producer are popped in their order, whoever pops", "[2e.h07]") {
  step("push two values in one thread, and pop in two others");
  explore::Options options;
  options.executions_max = 6000;
  explore::explore(options, [] {
    Ring<int> ring(2);
    patina::rt::atomic<int> newest(0);
    const auto pop = [&] {
      const int before = newest.load();
      if (const auto value = ring.pop()) {
        testkit::check(*value > before, "none comes after one that was pushed later");
        newest.store(*value);
      }
    };
    thread producer([&] {
      testkit::check(ring.push(1).has_value(), "there is room for both");
      testkit::check(ring.push(2).has_value(), "there is room for both");
    });
    thread second(pop);
    pop();
    producer.join();
    second.join();
  });
}
