// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f under the explorer: an executor in one thread, wakes from others.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/oneshot.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::Context;
using patina::Executor;
using patina::Poll;
using patina::RealTime;
using patina::Waker;

namespace rt = patina::rt;

TEST_CASE("2f.39 An executor that goes to sleep while another thread wakes it does not miss it",
          "[2f.39]") {
  step("block on a value that another thread sends");
  explore::explore([] {
    RealTime time;
    Executor executor(time);
    auto [sender, receiver] = patina::oneshot<int>();
    rt::thread other(
        [to = std::move(sender)]() mutable { static_cast<void>(std::move(to).send(7)); });
    const auto answer = executor.block_on(std::move(receiver));
    testkit::check(answer.value_or(0) == 7, "the value arrives");
    other.join();
  });
}

// Ready when both flags are up. Its first poll hands out its Waker.
struct BothUp {
  rt::atomic<int>* flags;
  std::optional<rt::thread>* threads;
  Poll<void> poll(Context& context) {
    for (int i = 0; i < 2; ++i)
      if (!threads[i])
        threads[i].emplace([flag = &flags[i], waker = context.waker().clone()] {
          flag->store(1, rt::memory_order_relaxed);
          waker.wake();
        });
    for (int i = 0; i < 2; ++i)
      if (flags[i].load(rt::memory_order_relaxed) == 0) return patina::Pending{};
    return patina::Ready{};
  }
};

TEST_CASE("2f.40 What came before a wake is seen by the poll after it, of two wakes too",
          "[2f.40]") {
  step("in two threads: raise a flag and wake the task that waits for both");
  explore::explore([] {
    RealTime time;
    Executor executor(time);
    rt::atomic<int> flags[2] = {};
    std::optional<rt::thread> threads[2];
    executor.block_on(BothUp{flags, threads});
    for (auto& one : threads) one->join();
  });
}

struct Waits {
  Waker* waker;
  Poll<void> poll(Context& context) {
    *waker = context.waker().clone();
    return patina::Pending{};
  }
};

TEST_CASE("2f.41 A Waker that meets the end of its executor touches nothing that is gone",
          "[2f.41]") {
  step("wake in one thread, destroy the executor and its driver in the other");
  explore::explore([] {
    std::optional<RealTime> time(std::in_place);
    Waker waker;
    std::optional<Executor> executor(std::in_place, *time);
    executor->spawn(Waits{&waker}).detach();
    executor->run_until_stalled();
    rt::thread other([last = std::move(waker)] { last.wake(); });
    executor.reset();
    time.reset();
    other.join();
  });
}
