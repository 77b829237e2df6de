// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2g, hidden, under the explorer: other orders of coming, leaving and giving up.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/once.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>
#include <patina/rwlock.hpp>

#include <chrono>
#include <optional>
#include <utility>

using namespace testkit;
using patina::OnceCell;
using patina::RwLock;
using patina::rt::cell;
using patina::rt::thread;
using namespace std::chrono_literals;

// Nobody sees all orders of three threads; what is wrong shows early.
static const explore::Options three_threads{.steps_total_max = 300'000};

TEST_CASE("2g.h01 A reader that has left touches nothing of the lock", "[2g.h01]") {
  step("read in one thread; a writer that comes after it frees the lock");
  explore::explore([] {
    auto* const page = new RwLock<cell<bool>>(std::in_place, false);
    patina::rt::atomic<bool> has_read{false};
    thread reader([&] {
      const auto guard = page->read();
      has_read = true;
    });
    bool is_last = false;
    {
      auto guard = page->write();
      is_last = has_read;
    }
    if (is_last) delete page;
    reader.join();
    if (!is_last) delete page;
  });
}

TEST_CASE("2g.h02 A writer that gives up does not take another writer's turn away", "[2g.h02]") {
  step("let one writer wait for a second, and another for as long as it takes");
  explore::explore(three_threads, [] {
    const RwLock<cell<int>> page(std::in_place, 0);
    auto first = std::optional(page.read());
    thread hasty([&] {
      if (auto guard = page.try_write_for(1s)) (*guard)->set((*guard)->get() + 10);
    });
    thread patient([&] {
      auto guard = page.write();
      guard->set(guard->get() + 1);
    });
    first.reset();
    patient.join();
    hasty.join();
    check(page.read()->get() % 10 == 1, "the patient one has written");
  });
}

TEST_CASE("2g.h03 A reader that gives up leaves no trace, and a writer lets all readers in",
          "[2g.h03]") {
  step("let two readers wait for a writer, one of them for a second");
  explore::explore(three_threads, [] {
    const RwLock<cell<int>> page(std::in_place, 0);
    auto writing = std::optional(page.write());
    thread hasty([&] {
      if (const auto guard = page.try_read_for(1s)) check((*guard)->get() == 1, "it is written");
    });
    thread patient([&] { check(page.read()->get() == 1, "it is written"); });
    (*writing)->set(1);
    writing.reset();
    hasty.join();
    patient.join();
    check(page.try_write().has_value(), "nobody is inside any more");
  });
}

TEST_CASE("2g.h04 A value is made by one thread, and whoever sees it sees all of it", "[2g.h04]") {
  step("make it in one thread, set it in the other, and look");
  explore::explore([] {
    const OnceCell<int> cell;
    bool is_taken = false;
    thread other([&] { is_taken = !cell.set(2).has_value(); });
    const int* const early = cell.get();
    check(early == nullptr || *early == 2, "only the other one can have made it");
    const int mine = cell.get_or_init([] { return 1; });
    other.join();
    check(mine == (is_taken ? 2 : 1), "one of them has made it, and knows that");
    check(*cell.get() == mine, "it stays what it was");
  });
}
