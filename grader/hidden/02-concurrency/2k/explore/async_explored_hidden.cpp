// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k, kept apart, under the explorer: a channel from two threads, and a cancel during a poll.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/async/vouch.hpp>
#include <patina/async_channel.hpp>
#include <patina/multi_executor.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::Context;
using patina::MultiExecutor;
using patina::Pending;
using patina::Poll;

namespace rt = patina::rt;

static const explore::Options few = [] {
  explore::Options options;
  options.executions_max = 3'000;
  return options;
}();

TEST_CASE("2k.h03 Two messages through room for one arrive in order, then the end is seen",
          "[2k.h03]") {
  step("send two in one thread, receive until the end in the other");
  explore::explore(few, [] {
    auto channel = patina::async_bounded<int>(1);
    rt::thread other([sender = std::optional(std::move(channel.sender))]() mutable {
      for (int i = 1; i <= 2; ++i)
        testkit::check(MultiExecutor::block_on(sender->send(i)).has_value(), "it is sent");
      sender.reset();
    });
    for (int i = 1; i <= 2; ++i)
      testkit::check(MultiExecutor::block_on(channel.receiver.recv()).value_or(0) == i,
                     "the next message arrives");
    testkit::check(!MultiExecutor::block_on(channel.receiver.recv()).has_value(), "then the end");
    other.join();
  });
}

// Never ready: it wakes itself. Counts its ends, by whichever thread.
class Spins {
 public:
  Spins(rt::cell<int>& polls, int& ends) : polls_(&polls), ends_(&ends) {}
  Spins(Spins&& other) noexcept
      : polls_(other.polls_), ends_(std::exchange(other.ends_, nullptr)) {}
  ~Spins() {
    if (ends_ == nullptr) return;
    polls_->with_mut([](int&) {});  // not while a poll is on
    ++*ends_;
  }
  Poll<void> poll(Context& context) {
    polls_->with_mut([&](int& count) {
      if (++count < 3) context.waker().wake();
    });
    return Pending{};
  }

 private:
  rt::cell<int>* polls_;
  int* ends_;
};

TEST_CASE("2k.h04 A handle that is dropped while its task runs destroys the future once, after it",
          "[2k.h04]") {
  step("spawn a task that wakes itself, drop its handle, destroy the executor");
  explore::explore(few, [] {
    rt::cell<int> polls(0);
    int ends = 0;
    {
      MultiExecutor executor(1);
      { const auto dropped = executor.spawn(patina::vouch_send(Spins(polls, ends))); }
    }
    testkit::check(ends == 1, "the future is destroyed once");
  });
}
