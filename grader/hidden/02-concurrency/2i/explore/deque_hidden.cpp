// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2i, hidden, under the explorer: two thieves.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/deque.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

using namespace testkit;
using patina::Deque;
using patina::Steal;
using patina::rt::thread;

// returns how many items it got
static int steal_all(Deque<patina::rt::cell<int>>& deque) {
  for (int got = 0;;) {
    const Steal<patina::rt::cell<int>> stolen = deque.steal();
    if (stolen.is_empty()) return got;
    if (stolen.is_success()) {
      stolen.item()->set(1);  // a second one would race with this
      ++got;
    }
  }
}

TEST_CASE("2i.h01 Of two thieves and an owner each item goes to one", "[2i.h01]") {
  step("let two thieves steal and the owner pop, with two items there");
  const explore::Options three_threads{.steps_total_max = 1'000'000};
  explore::explore(three_threads, [] {
    patina::rt::cell<int> items[2];
    Deque<patina::rt::cell<int>> deque;
    for (auto& item : items) deque.push(&item);
    int first = 0;
    int second = 0;
    thread one([&] { first = steal_all(deque); });
    thread two([&] { second = steal_all(deque); });
    int got = 0;
    for (int i = 0; i < 2; ++i) {
      if (auto* const item = deque.pop()) {
        item->set(1);
        ++got;
      }
    }
    one.join();
    two.join();
    check(got + first + second == 2, "no item is lost, and none is given out twice");
  });
}
