// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: the executor polls what was spawned or woken, and nothing else.
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/task.hpp>

#include <stdexcept>
#include <string>
#include <utility>

using namespace testkit;
using patina::Context;
using patina::Executor;
using patina::Poll;
using patina::Task;
using patina::VirtualTime;
using patina::Waker;

static Task<int> number(int value) {
  co_await patina::yield_now();
  co_return value;
}
static Task<int> sum_of_spawned(Executor& executor) {
  auto first = executor.spawn(number(3));
  auto second = executor.spawn(number(4));
  const int three = co_await std::move(first);
  co_return three + co_await std::move(second);
}
static Task<> fails() {
  co_await patina::yield_now();
  throw std::runtime_error("fails");
}

TEST_CASE("2f.15 block_on runs a task and all that it spawns; a handle gives the task's value",
          "[2f.15]") {
  VirtualTime time;
  Executor executor(time);
  CHECK(executor.block_on(sum_of_spawned(executor)) == 7);
  step("spawn a task that throws, and block on its handle");
  auto handle = executor.spawn(fails());
  CHECK_THROWS_AS(executor.block_on(std::move(handle)), std::runtime_error);
}

static Task<> writes(std::string& log, char letter) {
  for (int i = 0; i < 3; ++i) {
    log += letter;
    co_await patina::yield_now();
  }
}

TEST_CASE("2f.16 Tasks that yield take turns, first come first served", "[2f.16]") {
  VirtualTime time;
  Executor executor(time);
  std::string log;
  const auto a = executor.spawn(writes(log, 'a'));
  const auto b = executor.spawn(writes(log, 'b'));
  const auto c = executor.spawn(writes(log, 'c'));
  executor.run_until_stalled();
  CHECK(log == "abcabcabc");
  CHECK(b.is_finished());
}

// Counts its polls, shows its Waker to the test, and does what the test says.
struct Probe {
  int polls = 0;
  Waker waker;
  int own_wakes = 0;  // in that many of its polls it wakes itself
  bool is_ready = false;
};
struct ProbeFuture {
  Probe* probe;
  Poll<void> poll(Context& context) {
    ++probe->polls;
    probe->waker = context.waker().clone();
    if (probe->polls <= probe->own_wakes) probe->waker.wake();
    if (!probe->is_ready) return patina::Pending{};
    return patina::Ready{};
  }
};

TEST_CASE("2f.17 A task is polled when it was woken, once for any number of wakes", "[2f.17]") {
  VirtualTime time;
  Executor executor(time);
  Probe probe;
  const auto handle = executor.spawn(ProbeFuture{&probe});
  executor.run_until_stalled();
  CHECK(probe.polls == 1);
  step("run without a wake");
  executor.run_until_stalled();
  CHECK(probe.polls == 1);
  step("wake it three times, and run");
  for (int i = 0; i < 3; ++i) probe.waker.wake();
  executor.run_until_stalled();
  CHECK(probe.polls == 2);
}

TEST_CASE("2f.18 A wake that comes while the task is being polled is not lost", "[2f.18]") {
  VirtualTime time;
  Executor executor(time);
  Probe probe;
  probe.own_wakes = 3;
  const auto handle = executor.spawn(ProbeFuture{&probe});
  step("run: three times a poll looks, finds nothing, and is woken before it returns");
  executor.run_until_stalled();
  CHECK(probe.polls == 4);
  CHECK_FALSE(handle.is_finished());
}

TEST_CASE("2f.19 Waking a task that has ended, or was cancelled, changes nothing", "[2f.19]") {
  VirtualTime time;
  Executor executor(time);
  Probe ends;
  ends.is_ready = true;
  const auto handle = executor.spawn(ProbeFuture{&ends});
  executor.run_until_stalled();
  REQUIRE(handle.is_finished());
  step("wake one that has ended, and run");
  ends.waker.wake();
  executor.run_until_stalled();
  CHECK(ends.polls == 1);
  Probe cancelled;
  {
    const auto dropped = executor.spawn(ProbeFuture{&cancelled});
    executor.run_until_stalled();
    step("wake one that waits, and cancel it while it is in the queue");
    cancelled.waker.wake();
  }
  executor.run_until_stalled();
  step("wake it again");
  cancelled.waker.wake();
  executor.run_until_stalled();
  CHECK(cancelled.polls == 1);
}

static Task<> holds(Tracked value, int& ends) {
  co_await patina::yield_now();
  ends += value.value();
}

TEST_CASE("2f.20 A dropped handle cancels its task at once; a detached task runs on", "[2f.20]") {
  VirtualTime time;
  Executor executor(time);
  int ends = 0;
  executor.spawn(holds(Tracked("detached", 1), ends)).detach();
  {
    const auto handle = executor.spawn(holds(Tracked("dropped", 10), ends));
    CHECK(lives().alive == 2);
    step("drop a handle");
  }
  CHECK(lives().alive == 1);
  executor.run_until_stalled();
  CHECK(ends == 1);
  CHECK(lives().alive == 0);
}

TEST_CASE("2f.21 Destroying the executor cancels its tasks; handles and Wakers may outlive it",
          "[2f.21]") {
  VirtualTime time;
  Probe probe;
  int ends = 0;
  {
    Executor executor(time);
    executor.spawn(ProbeFuture{&probe}).detach();
    executor.run_until_stalled();
    executor.spawn(holds(Tracked("queued", 1), ends)).detach();
    step("destroy the executor while one task waits and one is queued");
  }
  CHECK(lives().alive == 0);
  step("wake a task of the executor that is gone");
  probe.waker.wake();
  CHECK(probe.polls == 1);
  CHECK(ends == 0);
}

static Task<int> blocks(Executor& executor) { co_return executor.block_on(number(1)); }

TEST_CASE("2f.22 A task does not block on an executor: it would block every task of its thread",
          "[2f.22]") {
  VirtualTime time;
  Executor executor(time);
  CHECK(executor.block_on(number(1)) == 1);
  step("block on the executor from within one of its tasks");
  const Death death = death_of([&] { executor.block_on(blocks(executor)); });
  CHECK(death.asserted());
}
