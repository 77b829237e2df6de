// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2g under the explorer: readers, writers, and those that give up.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/thread.hpp>
#include <patina/rwlock.hpp>

#include <chrono>
#include <optional>
#include <utility>

using namespace testkit;
using patina::RwLock;
using patina::rt::thread;
using namespace std::chrono_literals;

// Nobody sees all orders of three threads; what is wrong shows early.
static const explore::Options three_threads{.steps_total_max = 300'000};

// Two numbers that are the same whenever nobody writes.
struct Page {
  patina::rt::cell<int> words{0};
  patina::rt::cell<int> copy{0};

  void write() {
    words.set(words.get() + 1);
    copy.set(words.get());
  }
  bool is_whole() const { return words.get() == copy.get(); }
};

TEST_CASE("2g.01 A reader finds what a writer left behind, and never a writer at work", "[2g.01]") {
  step("write a page in one thread, and read it in the other");
  explore::explore([] {
    const RwLock<Page> page(std::in_place);
    thread writer([&] { page.write()->write(); });
    check(page.read()->is_whole(), "the page is that of a moment when nobody wrote");
    writer.join();
    check(page.read()->words.get() == 1, "it is written in the end");
  });
}

TEST_CASE("2g.02 Two readers are inside together", "[2g.02]") {
  step("let two readers wait for each other inside");
  explore::explore([] {
    const RwLock<int> lock(7);
    patina::rt::atomic<int> inside{0};
    const auto meet = [&] {
      const auto guard = lock.read();
      ++inside;
      while (inside < 2) patina::rt::this_thread::yield();
    };
    thread other(meet);
    meet();
    other.join();
  });
}

TEST_CASE("2g.03 Whoever waits comes in: two readers and a writer, each in its turn", "[2g.03]") {
  step("read in two threads, and write in a third");
  explore::explore(three_threads, [] {
    const RwLock<Page> page(std::in_place);
    const auto look = [&] { check(page.read()->is_whole(), "a reader sees no half page"); };
    thread second([&] { page.write()->write(); });
    thread third(look);
    look();
    second.join();
    third.join();
    check(page.read()->words.get() == 1, "it is written in the end");
  });
}

TEST_CASE("2g.04 A writer that waits keeps new readers out", "[2g.04]") {
  step("hold a guard to read, and try for more until a writer waits");
  explore::explore([] {
    const RwLock<Page> page(std::in_place);
    auto first = std::optional(page.read());
    thread writer([&] { page.write()->write(); });
    while (page.try_read().has_value()) patina::rt::this_thread::yield();
    check((*first)->words.get() == 0, "the writer waits for those who are inside");
    first.reset();
    writer.join();
    check(page.try_read().has_value(), "when it has left, readers come in");
  });
}

TEST_CASE("2g.05 A writer that gives up leaves no trace", "[2g.05]") {
  step("let a writer wait for a second, and a reader for both, while a guard to read is held");
  explore::explore(three_threads, [] {
    const RwLock<Page> page(std::in_place);
    const auto first = page.read();
    thread writer([&] { check(!page.try_write_for(1s).has_value(), "it can't come in"); });
    thread reader([&] { check(page.read()->is_whole(), "it reads beside the other one"); });
    reader.join();
    writer.join();
    check(page.try_read().has_value(), "nobody is kept out by who has gone");
  });
}

TEST_CASE("2g.06 From writing to reading nobody else writes in between", "[2g.06]") {
  step("write, go on reading, and let the other thread write as soon as it may");
  explore::explore([] {
    const RwLock<Page> page(std::in_place);
    thread other([&] { page.write()->write(); });
    {
      auto writing = page.write();
      writing->write();
      const int mine = writing->words.get();
      const auto reading = std::move(writing).downgrade();
      check(reading->words.get() == mine, "it is as the writer left it");
      check(!page.try_write().has_value(), "a reader is inside");
    }
    other.join();
    check(page.read()->words.get() == 2, "the other one has written too");
  });
}

TEST_CASE("2g.07 Once it has let others in, an unlock touches nothing of the lock", "[2g.07]") {
  step("let two threads write; whoever is the last to leave frees the lock");
  explore::explore([] {
    auto* const page = new RwLock<Page>(std::in_place);
    const auto leave = [page] {
      bool is_last = false;
      {
        auto guard = page->write();
        guard->write();
        is_last = guard->words.get() == 2;
      }
      if (is_last) delete page;
    };
    thread other(leave);
    leave();
    other.join();
  });
}
