// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b under the explorer, hidden: locks within locks, more waiting, and freeing what was waited for.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/condvar.hpp>
#include <patina/mutex.hpp>
#include <patina/raw_mutex.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <optional>

using namespace testkit;
using patina::Condvar;
using patina::Mutex;
using patina::rt::thread;

struct Stock {
  patina::rt::cell<int> pieces{0};
};

TEST_CASE("2b.h07 A thread that locks twice in a row leaves no sleeper behind", "[2b.h07]") {
  step("lock twice in one thread, and once in each of two others, one of which only tries");
  explore::explore([] {
    const Mutex<Stock> stock;
    const auto add = [&] {
      stock.with([](Stock& held) { held.pieces.set(held.pieces.get() + 1); });
    };
    thread second(add);
    thread third([&] {
      auto answer = stock.try_lock();
      if (answer.has_value()) static_cast<void>((*answer)->pieces.get());
    });
    add();
    add();
    second.join();
    third.join();
    testkit::check(stock.with([](Stock& held) { return held.pieces.get(); }) == 3,
                   "no addition is lost");
  });
}

TEST_CASE("2b.h08 A queue of one place passes each piece on, whoever waits at which end",
          "[2b.h08]") {
  step("put two pieces in one thread, and take two in the other");
  explore::explore([] {
    const Mutex<Stock> stock;
    const Condvar has_room, has_piece;
    thread producer([&] {
      for (int i = 1; i <= 2; ++i) {
        auto guard = stock.lock().value();
        has_room.wait_while(guard, [](const Stock& held) { return held.pieces.get() != 0; });
        guard->pieces.set(i);
        has_piece.notify_one();
      }
    });
    for (int i = 1; i <= 2; ++i) {
      auto guard = stock.lock().value();
      has_piece.wait_while(guard, [](const Stock& held) { return held.pieces.get() == 0; });
      testkit::check(guard->pieces.get() == i, "pieces come in their order");
      guard->pieces.set(0);
      has_room.notify_one();
    }
    producer.join();
  });
}

TEST_CASE("2b.h09 Who was waited for and told of it may be gone at once, lock and all",
          "[2b.h09]") {
  struct Job {
    Mutex<Stock> stock{};
    Condvar done{};
  };
  step("wait for a job in another thread, and free the job on return");
  explore::explore([] {
    auto* const job = new Job;
    thread worker([job] {
      auto guard = job->stock.lock().value();
      guard->pieces.set(1);
      job->done.notify_one();
    });
    {
      auto guard = job->stock.lock().value();
      job->done.wait_while(guard, [](const Stock& held) { return held.pieces.get() == 0; });
    }
    delete job;
    worker.join();
  });
}
