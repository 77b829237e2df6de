// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f, kept apart, under the explorer: wakes while the task runs, and while others do.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/rt/thread.hpp>

#include <utility>
#include <vector>

using namespace testkit;
using patina::Executor;
using patina::OneshotReceiver;
using patina::RealTime;

namespace rt = patina::rt;

TEST_CASE("2f.h12 Two values from two threads: no wake is lost in one task that waits for both",
          "[2f.h12]") {
  step("send one value in each of two threads; join both in one task");
  explore::explore([] {
    RealTime time;
    Executor executor(time);
    std::vector<OneshotReceiver<int>> receivers;
    std::vector<rt::thread> threads;
    for (int i = 1; i <= 2; ++i) {
      auto [sender, receiver] = patina::oneshot<int>();
      receivers.push_back(std::move(receiver));
      threads.emplace_back(
          [to = std::move(sender), i]() mutable { static_cast<void>(std::move(to).send(i)); });
    }
    const auto values = executor.block_on(patina::join_all(std::move(receivers)));
    testkit::check(values[0].value_or(0) == 1 && values[1].value_or(0) == 2,
                   "both values arrive, each in its place");
    for (rt::thread& one : threads) one.join();
  });
}
