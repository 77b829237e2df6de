// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2j under the explorer: who reads, and who frees.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/epoch.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

using namespace testkit;
using patina::Collector;
using patina::rt::thread;

// Its destructor touches it, so that a destruction under a reader is a race, if it is nothing
// worse.
struct Page {
  patina::rt::cell<int> text{1};
  ~Page() { text.set(0); }
};

// One page is there for all to read, until another one takes its place.
struct Shelf {
  Collector collector;
  patina::rt::atomic<Page*> page{new Page};
  ~Shelf() { delete page.load(); }

  void read(Collector::Guard&) {
    testkit::check(page.load(patina::rt::memory_order_acquire)->text.get() == 1, "a page is there");
  }
  void replace(Collector::Guard& guard) {
    Page* const old = page.exchange(new Page, patina::rt::memory_order_acq_rel);
    guard.defer([old] { delete old; });
  }
  void flush(int times) {
    for (int i = 0; i < times; ++i) collector.pin().flush();
  }
};

static explore::Options small() {
  explore::Options options;
  options.executions_max = 8000;
  return options;
}

TEST_CASE("2j.01 What a pinned thread reads is not freed under it", "[2j.01]") {
  step("read a page in one thread, replace and free it in the other");
  explore::explore(small(), [] {
    Shelf shelf;
    thread writer([&] {
      {
        auto guard = shelf.collector.pin();
        shelf.replace(guard);
        guard.flush();
      }
      shelf.flush(2);
    });
    {
      auto guard = shelf.collector.pin();
      shelf.read(guard);
    }
    writer.join();
  });
}

TEST_CASE("2j.07 Who repins is still pinned, and reads what is there now", "[2j.07]") {
  step("read a page, repin and read again, while the other thread replaces and frees");
  explore::explore(small(), [] {
    Shelf shelf;
    thread writer([&] {
      {
        auto guard = shelf.collector.pin();
        shelf.replace(guard);
        guard.flush();
      }
      shelf.flush(2);
    });
    {
      auto guard = shelf.collector.pin();
      shelf.read(guard);
      guard.flush();
      guard.repin();
      shelf.read(guard);
    }
    writer.join();
  });
}

TEST_CASE("2j.08 Garbage is of the epoch in which it was made, though its guard may be older",
          "[2j.08]") {
  step("bring the epoch on and pin in one thread; replace in the other, under an older guard");
  explore::explore(small(), [] {
    Shelf shelf;
    thread reader([&] {
      shelf.flush(1);
      auto guard = shelf.collector.pin();
      shelf.read(guard);
    });
    {
      auto guard = shelf.collector.pin();
      shelf.replace(guard);
    }
    shelf.flush(2);
    reader.join();
  });
}

TEST_CASE("2j.09 Of two threads that free, each frees its own, and nothing is freed twice or lost",
          "[2j.09]") {
  step("replace the page in two threads, and flush in both");
  explore::explore(small(), [] {
    Shelf shelf;
    const auto replace = [&] {
      auto guard = shelf.collector.pin();
      shelf.read(guard);
      shelf.replace(guard);
      guard.flush();
    };
    thread other(replace);
    replace();
    other.join();
    shelf.flush(2);
  });
}
