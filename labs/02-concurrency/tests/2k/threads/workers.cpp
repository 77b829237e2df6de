// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k: many tasks on two workers.
#include <testkit/catch.hpp>

#include <patina/async/vouch.hpp>
#include <patina/async_channel.hpp>
#include <patina/async_mutex.hpp>
#include <patina/multi_executor.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <vector>

using namespace testkit;
using patina::AsyncMutex;
using patina::Context;
using patina::MultiExecutor;
using patina::MultiHandle;
using patina::Pending;
using patina::Poll;
using patina::vouch_send;

namespace rt = patina::rt;

// Ready after that many polls, in each of which it adds one.
struct Adds {
  AsyncMutex<int>* sum;
  int left;
  Poll<int> poll(Context& context) {
    if (left == 0) return 1;
    if (auto guard = sum->try_lock()) {
      **guard += 1;
      --left;
    }
    context.waker().wake();
    return Pending{};
  }
};

TEST_CASE("2k.13 Tasks that yield all the time run on several workers, each poll once",
          "[2k.13]") {
  AsyncMutex<int> sum(0);
  MultiExecutor executor(2);
  step("run 50 tasks that add 20 times");
  std::vector<MultiHandle<int>> handles;
  for (int i = 0; i < 50; ++i) handles.push_back(executor.spawn(vouch_send(Adds{&sum, 20})));
  int ended = 0;
  for (auto& handle : handles) ended += MultiExecutor::block_on(std::move(handle));
  CHECK(ended == 50);
  CHECK(**sum.try_lock() == 1000);
}

// Ends its poll when the other one has begun its own.
struct Meets {
  rt::atomic<int>* arrived;
  Poll<void> poll(Context&) {
    arrived->fetch_add(1, rt::memory_order_relaxed);
    while (arrived->load(rt::memory_order_relaxed) < 2) rt::this_thread::yield();
    return patina::Ready{};
  }
};

TEST_CASE("2k.14 Two workers poll two tasks at the same time", "[2k.14]") {
  rt::atomic<int> arrived{0};
  MultiExecutor executor(2);
  step("spawn two tasks, each of which waits in its poll for that of the other");
  auto first = executor.spawn(vouch_send(Meets{&arrived}));
  auto second = executor.spawn(vouch_send(Meets{&arrived}));
  MultiExecutor::block_on(std::move(first));
  MultiExecutor::block_on(std::move(second));
  CHECK(arrived.load() == 2);
}
