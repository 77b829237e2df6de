// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k, kept apart: tasks on three workers, joined by channels.
#include <testkit/catch.hpp>

#include <patina/async/vouch.hpp>
#include <patina/async_channel.hpp>
#include <patina/multi_executor.hpp>
#include <patina/task.hpp>

#include <utility>

using namespace testkit;
using patina::AsyncReceiver;
using patina::AsyncSender;
using patina::MultiExecutor;
using patina::Task;

static Task<int> counts_up(AsyncSender<int> to, int last) {
  for (int i = 1; i <= last; ++i)
    if (!co_await to.send(i)) co_return i;
  co_return last;
}
static Task<int> passes_on(AsyncReceiver<int> from, AsyncSender<int> to) {
  int passed = 0;
  for (;;) {
    const auto message = co_await from.recv();
    if (!message) co_return passed;
    static_cast<void>(co_await to.send(*message));
    ++passed;
  }
}
static Task<long> sums(AsyncReceiver<int> from) {
  long sum = 0;
  int last = 0;
  for (;;) {
    const auto message = co_await from.recv();
    if (!message) co_return sum;
    if (*message != last + 1) broke_rule("messages of one sender arrive in order");
    sum += last = *message;
  }
}

TEST_CASE("2k.h05 Messages go through tasks on several workers, and no wake is lost",
          "[2k.h05]") {
  MultiExecutor executor(3);
  step("send 2000 numbers through two channels with room for two");
  auto first = patina::async_bounded<int>(2);
  auto second = patina::async_bounded<int>(2);
  auto counting = executor.spawn(vouch_send(counts_up(std::move(first.sender), 2000)));
  auto passing = executor.spawn(
      vouch_send(passes_on(std::move(first.receiver), std::move(second.sender))));
  auto summing = executor.spawn(vouch_send(sums(std::move(second.receiver))));
  CHECK(MultiExecutor::block_on(std::move(summing)) == 2000L * 2001 / 2);
  CHECK(MultiExecutor::block_on(std::move(passing)) == 2000);
  CHECK(MultiExecutor::block_on(std::move(counting)) == 2000);
}
