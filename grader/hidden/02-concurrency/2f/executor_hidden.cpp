// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f, kept apart: cancelling in odd places, and random programs against a model.
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/base/random.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/task.hpp>
#include <patina/timer.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

using namespace testkit;
using namespace std::chrono_literals;
using patina::Executor;
using patina::JoinHandle;
using patina::OneshotReceiver;
using patina::OneshotSender;
using patina::Task;
using patina::VirtualTime;
using patina::base::Random;

static Task<> drops_own_handle(Tracked held, std::optional<JoinHandle<void>>& own, int& after) {
  own.reset();
  after = held.value();
  co_await patina::yield_now();
  after = -1;
}

TEST_CASE("2f.h05 A task that drops its own handle runs on until it waits, and no further",
          "[2f.h05]") {
  VirtualTime time;
  Executor executor(time);
  std::optional<JoinHandle<void>> handle;
  int after = 0;
  handle.emplace(executor.spawn(drops_own_handle(Tracked("held", 7), handle, after)));
  step("run: it cancels itself");
  executor.run_until_stalled();
  CHECK(after == 7);
  CHECK(lives().alive == 0);
}

static Task<> waits(Tracked held, OneshotReceiver<int> never) {
  static_cast<void>(co_await std::move(never));
  static_cast<void>(held.value());
}
static Task<> waits_for(JoinHandle<void> inner) { co_await std::move(inner); }

TEST_CASE("2f.h06 Cancelling a task cancels those whose handles it holds, and theirs", "[2f.h06]") {
  VirtualTime time;
  auto [sender, receiver] = patina::oneshot<int>();
  auto [sender_too, receiver_too] = patina::oneshot<int>();
  {
    Executor executor(time);
    auto inner = executor.spawn(waits(Tracked("inner", 1), std::move(receiver)));
    auto middle = executor.spawn(waits_for(std::move(inner)));
    auto outer = std::optional(executor.spawn(waits_for(std::move(middle))));
    executor.run_until_stalled();
    step("drop the outermost handle");
    outer.reset();
    CHECK(lives().alive == 0);
    CHECK(sender.is_closed());
    step("the same by destroying the executor");
    auto last = executor.spawn(waits(Tracked("last", 1), std::move(receiver_too)));
    executor.spawn(waits_for(std::move(last))).detach();
    executor.run_until_stalled();
  }
  CHECK(lives().alive == 0);
  CHECK(sender_too.is_closed());
}

static Task<> notes(int name, int times, std::vector<int>& log) {
  for (int i = 0; i < times; ++i) {
    log.push_back(name);
    co_await patina::yield_now();
  }
}

TEST_CASE("2f.h07 Any number of tasks that yield run in the order of a queue", "[2f.h07]") {
  Random random = Random::stream(seed(), "2f.h07");
  VirtualTime time;
  Executor executor(time);
  std::vector<int> log;
  std::vector<int> expected;
  std::deque<std::pair<int, int>> queue;
  for (int name = 0; name < 150; ++name) {
    const int times = static_cast<int>(random.below(6));
    queue.emplace_back(name, times);
    executor.spawn(notes(name, times, log)).detach();
  }
  for (; !queue.empty(); queue.pop_front()) {
    const auto [name, left] = queue.front();
    if (left == 0) continue;
    expected.push_back(name);
    queue.emplace_back(name, left - 1);
  }
  executor.run_until_stalled();
  CHECK((log == expected));
}

static Task<> sleeps(int name, std::chrono::milliseconds until, std::vector<int>& log) {
  co_await patina::sleep_until(patina::Time{} + until);
  log.push_back(name);
}

TEST_CASE("2f.h08 Sleepers wake by deadline, those of one deadline as they came, the dropped never",
          "[2f.h08]") {
  Random random = Random::stream(seed(), "2f.h08");
  VirtualTime time;
  Executor executor(time);
  std::vector<int> log;
  std::vector<std::pair<int, int>> expected;  // deadline, name
  std::vector<JoinHandle<void>> kept;
  std::vector<JoinHandle<void>> dropped;
  for (int name = 0; name < 100; ++name) {
    const int deadline = 1 + static_cast<int>(random.below(30));
    auto handle = executor.spawn(sleeps(name, deadline * 1ms, log));
    if (random.below(3) == 0) {
      dropped.push_back(std::move(handle));
    } else {
      kept.push_back(std::move(handle));
      expected.emplace_back(deadline, name);
    }
  }
  executor.run_until_stalled();
  step("drop a third of them, and wait for the others");
  dropped.clear();
  executor.block_on(patina::join_all(std::move(kept)));
  std::sort(expected.begin(), expected.end());
  REQUIRE(log.size() == expected.size());
  for (std::size_t i = 0; i < log.size(); ++i) CHECK(log[i] == expected[i].second);
}
