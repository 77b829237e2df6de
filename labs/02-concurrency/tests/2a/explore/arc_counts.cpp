// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a under the explorer: who destroys, who may still look, in every order that two threads allow.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/arc.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::Arc;
using patina::ArcWeak;
using patina::rt::thread;

struct Counted {
  int& deaths;
  ~Counted() { ++deaths; }
};

TEST_CASE("2a.01 Of two owners in two threads the last destroys the value, once", "[2a.01]") {
  step("drop two owners at the same time, in every order");
  explore::explore([] {
    int deaths = 0;
    auto mine = std::optional(Arc<Counted>::make(deaths));
    thread other([own = mine->clone()] {});
    mine.reset();
    other.join();
    testkit::check(deaths == 1, "the value is destroyed once");
  });
}

// Its pages notice who touches them out of turn; its destructor touches them.
struct Document {
  patina::rt::cell<int> pages{300};
  ~Document() { pages.set(-1); }
};

TEST_CASE("2a.14 All that any owner did with the value comes before its destruction", "[2a.14]") {
  step("read through one owner and drop it, and drop the other at the same time");
  explore::explore([] {
    auto mine = std::optional(Arc<Document>::make());
    thread other([own = mine->clone()] {
      testkit::check(own->pages.get() == 300, "an owner reads the value as it was made");
    });
    mine.reset();
    other.join();
  });
}

TEST_CASE("2a.15 An upgrade that meets the last drop finds an owner or nothing, never the dead",
          "[2a.15]") {
  step("upgrade in one thread, and drop the only owner in the other");
  explore::explore([] {
    auto mine = std::optional(Arc<Document>::make());
    thread other([weak = mine->downgrade()] {
      const auto found = weak.upgrade();
      if (found.has_value())
        testkit::check((*found)->pages.get() == 300, "an upgrade finds the value alive");
    });
    mine.reset();
    other.join();
  });
}

TEST_CASE("2a.16 A thread that gave up its share touches nothing any more", "[2a.16]") {
  step("drop an owner in each of two threads, and an ArcWeak in a third");
  explore::explore([] {
    auto mine = std::optional(Arc<Document>::make());
    thread watcher([weak = mine->downgrade()] {});
    thread owner([own = mine->clone()] {});
    mine.reset();
    watcher.join();
    owner.join();
  });
}
