// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2g in threads of the system: many readers and writers, once, and a barrier.
#include <testkit/catch.hpp>

#include <patina/barrier.hpp>
#include <patina/once.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>
#include <patina/rwlock.hpp>

#include <string>
#include <vector>

using namespace testkit;
using patina::Barrier;
using patina::OnceCell;
using patina::RwLock;
using patina::rt::thread;

struct Page {
  long words = 0;
  long copy = 0;
};

TEST_CASE("2g.19 Readers and writers in four threads see whole pages, and lose none", "[2g.19]") {
  const RwLock<Page> page(Page{});
  patina::rt::atomic<int> torn{0};
  const auto work = [&](int writes_every) {
    for (int i = 0; i < 2000; ++i) {
      if (i % writes_every == 0) {
        auto guard = page.write();
        ++guard->words;
        guard->copy = guard->words;
      } else {
        const auto guard = page.read();
        if (guard->words != guard->copy) ++torn;
      }
    }
  };
  step("write at every second turn in two threads, and at every tenth in two others");
  std::vector<thread> threads;
  for (const int every : {2, 2, 10, 10}) threads.emplace_back(work, every);
  for (thread& one : threads) one.join();
  CHECK(torn == 0);
  CHECK(page.read()->words == 2400);
}

TEST_CASE("2g.20 Threads that meet at a barrier make one value together, round after round",
          "[2g.20]") {
  constexpr int rounds = 100;
  const Barrier barrier(3);
  const std::vector<OnceCell<std::string>> cells(rounds);
  patina::rt::atomic<int> made{0};
  patina::rt::atomic<int> leaders{0};
  const auto work = [&] {
    for (int round = 0; round < rounds; ++round) {
      leaders += barrier.arrive_and_wait() ? 1 : 0;
      const auto& cell = cells[static_cast<std::size_t>(round)];
      const std::string& text = cell.get_or_init([&] { return std::to_string(made++); });
      check(text == std::to_string(round), "the value of this round is made in this round");
      barrier.arrive_and_wait();
    }
  };
  step("let three threads make 100 values");
  thread second(work), third(work);
  work();
  second.join();
  third.join();
  CHECK(made == rounds);
  CHECK(leaders == rounds);
}
