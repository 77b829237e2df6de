// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k: tasks that end before the block that started them does. The time is virtual.
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/task.hpp>
#include <patina/task_scope.hpp>
#include <patina/timer.hpp>

#include <chrono>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>

using namespace testkit;
using namespace std::chrono_literals;
using patina::Executor;
using patina::Task;
using patina::TaskScope;
using patina::VirtualTime;

// What children write down; in the block that starts them, so it must outlive them.
using Log = std::string;

static Task<> writes_after(std::chrono::milliseconds delay, char letter, Log& log) {
  co_await patina::sleep_for(delay);
  log += letter;
}
static Task<> spawns_late(TaskScope& scope, Log& log) {
  co_await patina::sleep_for(30ms);
  scope.spawn(writes_after(5ms, 'd', log));
}
static Task<Log> joins_all(Executor& executor) {
  Log log;
  TaskScope scope(executor);
  scope.spawn(writes_after(20ms, 'b', log));
  scope.spawn(writes_after(10ms, 'a', log));
  scope.spawn(spawns_late(scope, log));
  co_await scope.join();
  co_return log;
}

TEST_CASE("2k.10 join waits for every child, also for one that is spawned meanwhile", "[2k.10]") {
  VirtualTime time;
  Executor executor(time);
  CHECK(executor.block_on(joins_all(executor)) == "abd");
  CHECK(time.now().time_since_epoch() == 35ms);
}

static Task<> holds(Tracked value, std::chrono::milliseconds delay, Log& log) {
  co_await patina::sleep_for(delay);
  log += static_cast<char>(value.value());
}
static Task<> leaves_early(Executor& executor, Log& log) {
  TaskScope scope(executor);
  scope.spawn(holds(Tracked("a", 'a'), 10ms, log));
  scope.spawn(holds(Tracked("b", 'b'), 30ms, log));
  co_await patina::sleep_for(20ms);
}

TEST_CASE("2k.11 A scope that is left cancels the children that still run, at once", "[2k.11]") {
  VirtualTime time;
  Executor executor(time);
  Log log;
  executor.block_on(leaves_early(executor, log));
  CHECK(log == "a");
  CHECK(lives().alive == 0);
}

static Task<> fails_after(std::chrono::milliseconds delay) {
  co_await patina::sleep_for(delay);
  throw std::runtime_error("the first failure");
}
// Works for an hour, unless asked to stop; then it tidies up for a while.
static Task<> works_until_stopped(std::stop_token stop, Log& log) {
  const auto worked = co_await patina::until_stopped(std::move(stop), patina::sleep_for(1h));
  log += worked ? "done" : "stopping";
  co_await patina::sleep_for(5ms);
  log += ", tidy";
}
static Task<Log> catches(Executor& executor) {
  Log log;
  TaskScope scope(executor);
  scope.spawn(works_until_stopped(scope.stop_token(), log));
  scope.spawn(fails_after(10ms));
  scope.spawn(fails_after(1h));
  try {
    co_await scope.join();
  } catch (const std::runtime_error& error) {
    log += std::string(", ") + error.what();
  }
  co_return log;
}

TEST_CASE("2k.12 A child that fails asks the others to stop; join waits for them, and then throws",
          "[2k.12]") {
  VirtualTime time;
  Executor executor(time);
  CHECK(executor.block_on(catches(executor)) == "stopping, tidy, the first failure");
}
