// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2i under the explorer: an owner and thieves at a deque of few items.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/deque.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

using namespace testkit;
using patina::Deque;
using patina::Steal;
using patina::rt::thread;

// Whoever gets it takes it, and it notices the second one.
struct Item {
  patina::rt::cell<int> taken{0};
  void take() {
    taken.set(taken.get() + 1);
    check(taken.get() == 1, "an item is given out once");
  }
};

// returns how many items it got
static int steal_all(Deque<Item>& deque) {
  for (int got = 0;;) {
    const Steal<Item> stolen = deque.steal();
    if (stolen.is_empty()) return got;
    if (stolen.is_success()) {
      stolen.item()->take();
      ++got;
    }
  }
}
static int pop_all(Deque<Item>& deque) {
  int got = 0;
  while (Item* const item = deque.pop()) {
    item->take();
    ++got;
  }
  return got;
}

TEST_CASE("2i.01 The last item goes to the owner or to a thief, not to both", "[2i.01]") {
  step("let the owner pop and a thief steal, with two items there");
  explore::explore([] {
    Item items[2];
    Deque<Item> deque;
    for (Item& item : items) deque.push(&item);
    int stolen = 0;
    thread thief([&] { stolen = steal_all(deque); });
    int got = pop_all(deque);
    thief.join();
    got += pop_all(deque);
    check(got + stolen == 2, "no item is lost");
  });
}

TEST_CASE("2i.02 What the owner did before a push can be seen after the steal", "[2i.02]") {
  step("write an item, push it, and let a thief read it");
  explore::explore([] {
    struct Page {
      patina::rt::cell<int> words{0};
    } page;
    Deque<Page> deque;
    thread thief([&] {
      const Steal<Page> stolen = deque.steal();
      if (stolen.is_success()) check(stolen.item()->words.get() == 300, "the page was written");
    });
    page.words.set(300);
    deque.push(&page);
    thief.join();
  });
}

TEST_CASE("2i.03 A deque that grows loses nothing to the thief that is just looking", "[2i.03]") {
  step("push three items into room for one, while a thief steals");
  explore::explore([] {
    Item items[3];
    Deque<Item> deque(1);
    int stolen = 0;
    thread thief([&] { stolen = steal_all(deque); });
    for (Item& item : items) deque.push(&item);
    const int got = pop_all(deque);
    thief.join();
    check(got + stolen == 3, "no item is lost");
  });
}

TEST_CASE("2i.04 A place that is used again does not mislead a thief", "[2i.04]") {
  step("pop and push again in room for two, while a thief steals");
  explore::explore([] {
    Item items[4];
    Deque<Item> deque(2);
    deque.push(&items[0]);
    int stolen = 0;
    thread thief([&] { stolen = steal_all(deque); });
    int got = 0;
    for (int i = 1; i < 4; ++i) {
      deque.push(&items[i]);
      if (i == 2) got += pop_all(deque);
    }
    got += pop_all(deque);
    thief.join();
    check(got + stolen == 4, "no item is lost");
  });
}
