// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: wakes that come from another thread.
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/rt/thread.hpp>
#include <patina/task.hpp>

#include <utility>

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

TEST_CASE("2f.31 A value sent by another thread wakes an executor, whether it sleeps or not",
          "[2f.31]") {
  RealTime time;
  Executor executor(time);
  step("200 times: block on a value that another thread sends");
  int sum = 0;
  for (int i = 0; i < 200; ++i) {
    auto [sender, receiver] = patina::oneshot<int>();
    rt::thread other(
        [to = std::move(sender), i]() mutable { static_cast<void>(std::move(to).send(i)); });
    sum += executor.block_on(receives(std::move(receiver)));
    other.join();
  }
  CHECK(sum == 199 * 200 / 2);
}

static Task<> yields_until(const bool& stop) {
  while (!stop) co_await patina::yield_now();
}
static Task<int> receives_beside(Executor& executor, OneshotReceiver<int> receiver) {
  bool stop = false;
  auto spinner = executor.spawn(yields_until(stop));
  const auto answer = co_await std::move(receiver);
  stop = true;
  co_await std::move(spinner);
  co_return answer.value_or(-1);
}

TEST_CASE("2f.32 A task that yields for ever does not starve one that another thread wakes",
          "[2f.32]") {
  RealTime time;
  Executor executor(time);
  auto [sender, receiver] = patina::oneshot<int>();
  step("block on a value from another thread while a task yields all the time");
  rt::thread other([to = std::move(sender)]() mutable {
    for (int i = 0; i < 100; ++i) rt::this_thread::yield();
    static_cast<void>(std::move(to).send(7));
  });
  CHECK(executor.block_on(receives_beside(executor, std::move(receiver))) == 7);
  other.join();
}

TEST_CASE("2f.33 Of a close and a send at the same time, the value goes exactly one way",
          "[2f.33]") {
  step("500 times: one thread sends, the other closes and looks");
  for (int i = 0; i < 500; ++i) {
    auto [sender, receiver] = patina::oneshot<MoveOnly>();
    bool came_back = false;
    rt::thread other([to = std::move(sender), &came_back]() mutable {
      came_back = !std::move(to).send(MoveOnly("value", 7)).has_value();
    });
    receiver.close();
    auto answer = receiver.try_recv();
    const bool arrived = answer.is_ready() && (*answer).has_value();
    other.join();
    if (arrived == came_back) broke_rule("the value went both ways, or none");
  }
  CHECK(lives().alive == 0);
}
