// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d under the explorer: ending a scope, falling asleep, waking up, leaving a frame.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/lend.hpp>
#include <patina/pool.hpp>
#include <patina/rt/cell.hpp>
#include <patina/scope.hpp>

#include <stdexcept>

using namespace testkit;
using patina::call;
using patina::join;
using patina::lend;
using patina::Lent;
using patina::Pool;
using patina::Scope;

// Nobody sees all orders of three threads; what is wrong shows early.
static const explore::Options three_threads{.steps_total_max = 1'000'000};

// Its words notice who touches them out of turn.
struct Page {
  mutable patina::rt::cell<int> words{0};
  PATINA_UNSAFE_SYNC(Page, true);
};

static int write_page(Lent<Page> page) {
  page->words.set(300);
  return 300;
}
static int seven() { return 7; }
static void throw_at_once() { throw std::runtime_error("left"); }

TEST_CASE("2d.01 What a thread of a scope wrote can be read after the scope", "[2d.01]") {
  step("let a thread write a page, and read it when the scope is over");
  explore::explore([] {
    const Page page;
    patina::scope([&](Scope& s) { s.spawn(write_page, lend(page)); });
    check(page.words.get() == 300, "the page has 300 words after the scope");
  });
}

TEST_CASE("2d.23 A job that comes while the worker falls asleep is run", "[2d.23]") {
  step("give the only worker a job, whatever it is doing at that moment");
  explore::explore([] {
    Pool pool(1);
    check(pool.install(seven) == 7, "install gives back what the job returned");
  });
}

TEST_CASE("2d.24 A job that was spawned just before the pool ends is run as well", "[2d.24]") {
  step("spawn a job, and end the pool at once");
  explore::explore([] {
    const Page page;
    {
      Pool pool(1);
      pool.spawn(write_page, lend(page));
    }
    check(page.words.get() == 300, "the job has run when the pool is gone");
  });
}

static int write_beside(Lent<Page> page) { return join(seven, call(write_page, page)).second; }

TEST_CASE("2d.25 Whoever waits for a thief wakes when the thief is done", "[2d.25]") {
  step("join a number and a page, with a second worker that may steal the page");
  explore::explore(three_threads, [] {
    const Page page;
    Pool pool(2);
    check(pool.install(call(write_beside, lend(page))) == 300, "join gives back what g returned");
    check(page.words.get() == 300, "g has ended when join returns");
  });
}

static void throw_beside(Lent<Page> page) { join(throw_at_once, call(write_page, page)); }

TEST_CASE("2d.26 A frame is left by an exception only when nobody refers to it", "[2d.26]") {
  step("throw in f at any moment of g, and look at the page where the exception arrives");
  explore::explore(three_threads, [] {
    const Page page;
    Pool pool(2);
    try {
      pool.install(call(throw_beside, lend(page)));
      check(false, "what f throws crosses join");
    } catch (const std::runtime_error&) {
      check(page.words.get() == 300, "g has ended when the exception crosses");
    }
  });
}
