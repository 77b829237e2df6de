// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2g under the explorer: what is done once, and where all meet.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/barrier.hpp>
#include <patina/once.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <stdexcept>

using namespace testkit;
using patina::Barrier;
using patina::Once;
using patina::rt::cell;
using patina::rt::thread;

// Nobody sees all orders of three threads; what is wrong shows early.
static const explore::Options three_threads{.steps_total_max = 300'000};

TEST_CASE("2g.11 What is done once is done by one thread, and seen by all", "[2g.11]") {
  step("do it in two threads, and ask in each whether it is done");
  explore::explore([] {
    const Once once;
    cell<int> times{0};
    const auto use = [&] {
      if (once.is_done()) check(times.get() == 1, "what is done can be seen");
      once.call([&] { times.set(times.get() + 1); });
      check(times.get() == 1, "it was done, once, when call returns");
    };
    thread other(use);
    use();
    other.join();
  });
}

TEST_CASE("2g.12 If it fails, the next one tries again, also one that waits already", "[2g.12]") {
  step("let the first of three attempts throw");
  explore::explore(three_threads, [] {
    const Once once;
    cell<int> attempts{0};
    cell<int> failures{0};
    const auto use = [&] {
      try {
        once.call([&] {
          attempts.set(attempts.get() + 1);
          if (attempts.get() == 1) throw std::runtime_error("no luck");
        });
        check(attempts.get() == 2, "the second attempt was the last one");
      } catch (const std::runtime_error&) {
        failures.set(failures.get() + 1);
      }
    };
    thread second(use), third(use);
    use();
    second.join();
    third.join();
    check(failures.get() == 1, "one caller is told of the failure");
    check(attempts.get() == 2, "there was one more attempt");
  });
}

TEST_CASE("2g.13 Nobody passes a barrier before all have come, in each round anew", "[2g.13]") {
  step("let two threads write, meet, read what the other one wrote, and meet again, twice");
  explore::explore(three_threads, [] {
    const Barrier barrier(2);
    cell<int> pages[2];
    cell<int> leaders{0};
    const auto work = [&](int me) {
      for (int round = 1; round <= 2; ++round) {
        pages[me].set(round);
        if (barrier.arrive_and_wait()) leaders.set(leaders.get() + 1);
        check(pages[1 - me].get() == round, "what the other did before can be seen");
        barrier.arrive_and_wait();
      }
    };
    thread other([&] { work(1); });
    work(0);
    other.join();
    check(leaders.get() == 2, "each round has one leader");
  });
}

TEST_CASE("2g.14 A barrier for three lets three go on", "[2g.14]") {
  step("let three threads meet");
  explore::explore(three_threads, [] {
    const Barrier barrier(3);
    cell<int> pages[3];
    const auto work = [&](int me) {
      pages[me].set(1);
      barrier.arrive_and_wait();
      check(pages[0].get() + pages[1].get() + pages[2].get() == 3, "all three were there");
    };
    thread second([&] { work(1); });
    thread third([&] { work(2); });
    work(0);
    second.join();
    third.join();
  });
}
