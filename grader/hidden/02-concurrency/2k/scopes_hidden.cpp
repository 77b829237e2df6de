// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k, kept apart: a scope in a scope, stopped from outside.
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/task.hpp>
#include <patina/task_scope.hpp>
#include <patina/timer.hpp>

#include <chrono>
#include <optional>
#include <stop_token>
#include <utility>

using namespace testkit;
using namespace std::chrono_literals;
using patina::Executor;
using patina::Task;
using patina::TaskScope;
using patina::VirtualTime;

static Task<> waits_for_stop(Tracked held, std::stop_token stop, int& ends) {
  co_await patina::stopped(std::move(stop));
  ends += held.value();
}
// Hands its own stop down: its callback is a child that waits for it.
static Task<> passes_on(std::stop_token stop, TaskScope& inner) {
  co_await patina::stopped(std::move(stop));
  inner.request_stop();
}
static Task<> has_inner_scope(Executor& executor, std::stop_token stop, int& ends) {
  TaskScope inner(executor);
  inner.spawn(passes_on(std::move(stop), inner));
  for (int i = 0; i < 3; ++i)
    inner.spawn(waits_for_stop(Tracked("inner", 1), inner.stop_token(), ends));
  co_await inner.join();
  ends += 10;
}
static Task<> outer_scope(Executor& executor, int& ends) {
  TaskScope outer(executor);
  outer.spawn(has_inner_scope(executor, outer.stop_token(), ends));
  outer.spawn(waits_for_stop(Tracked("outer", 100), outer.stop_token(), ends));
  co_await patina::sleep_for(10ms);
  outer.request_stop();
  co_await outer.join();
  ends += 1000;
}

TEST_CASE("2k.h06 A stop goes down through scopes, and a dropped scope cancels those within",
          "[2k.h06]") {
  VirtualTime time;
  int ends = 0;
  {
    Executor executor(time);
    executor.block_on(outer_scope(executor, ends));
    CHECK(ends == 1113);
    CHECK(lives().alive == 0);
    step("cancel the outer task while all of them wait");
    std::optional running(executor.spawn(outer_scope(executor, ends)));
    executor.run_until_stalled();
    CHECK(lives().alive == 4);
    running.reset();
    CHECK(lives().alive == 0);
  }
  CHECK(ends == 1113);
}
