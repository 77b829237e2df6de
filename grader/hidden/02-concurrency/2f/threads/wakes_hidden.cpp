// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f, kept apart: many senders in several threads, one executor.
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/rt/thread.hpp>
#include <patina/task.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Executor;
using patina::OneshotReceiver;
using patina::OneshotSender;
using patina::RealTime;
using patina::Task;

namespace rt = patina::rt;

static Task<int> receives(OneshotReceiver<int> receiver) {
  const auto answer = co_await std::move(receiver);
  co_return answer.value_or(-1);
}

TEST_CASE("2f.h11 Values from several threads wake each its own task, and none is lost",
          "[2f.h11]") {
  RealTime time;
  Executor executor(time);
  std::vector<patina::JoinHandle<int>> handles;
  std::vector<std::vector<OneshotSender<int>>> senders(3);
  for (int i = 0; i < 300; ++i) {
    auto [sender, receiver] = patina::oneshot<int>();
    handles.push_back(executor.spawn(receives(std::move(receiver))));
    senders[static_cast<std::size_t>(i % 3)].push_back(std::move(sender));
  }
  step("send 100 values from each of three threads; every tenth sender just goes");
  std::vector<rt::thread> threads;
  for (auto& own : senders)
    threads.emplace_back([to = std::move(own)]() mutable {
      for (std::size_t i = 0; i < to.size(); ++i)
        if (i % 10 != 0) static_cast<void>(std::move(to[i]).send(1));
    });
  const std::vector<int> values = executor.block_on(patina::join_all(std::move(handles)));
  for (auto& one : threads) one.join();
  CHECK(std::count(values.begin(), values.end(), 1) == 270);
  CHECK(std::count(values.begin(), values.end(), -1) == 30);
}
