// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k under the explorer: workers that fall asleep, wakes that come at any moment, an end.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/async/vouch.hpp>
#include <patina/async_mutex.hpp>
#include <patina/multi_executor.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::Context;
using patina::MultiExecutor;
using patina::Pending;
using patina::Poll;
using patina::Ready;
using patina::vouch_send;
using patina::Waker;

namespace rt = patina::rt;

static const explore::Options few = [] {
  explore::Options options;
  options.executions_max = 3'000;
  return options;
}();

struct Seven {
  Poll<int> poll(Context&) { return 7; }
};

TEST_CASE("2k.15 A worker that goes to sleep does not miss the task that is spawned meanwhile",
          "[2k.15]") {
  step("spawn a task, and wait for its value");
  explore::explore(few, [] {
    MultiExecutor executor(1);
    const int value = MultiExecutor::block_on(executor.spawn(vouch_send(Seven{})));
    testkit::check(value == 7, "the task runs");
  });
}

// Pending twice; each time it is woken while the poll goes on.
struct WokenWhilePolled {
  rt::cell<int>* polls;
  Poll<int> poll(Context& context) {
    const int now = polls->with_mut([&](int& count) {
      if (++count < 3) context.waker().wake();
      return count;
    });
    if (now < 3) return Pending{};
    return now;
  }
};

TEST_CASE("2k.16 A task that is woken while it is polled is polled again, and by one worker",
          "[2k.16]") {
  step("with two workers: run a task that wakes itself");
  explore::explore(few, [] {
    rt::cell<int> polls(0);
    MultiExecutor executor(2);
    const int count = MultiExecutor::block_on(executor.spawn(vouch_send(WokenWhilePolled{&polls})));
    testkit::check(count == 3, "each wake is followed by a poll");
  });
}

// Never ready. Counts its ends.
class Waits {
 public:
  Waits(Waker& waker, int& ends) : waker_(&waker), ends_(&ends) {}
  Waits(Waits&& other) noexcept
      : waker_(other.waker_), ends_(std::exchange(other.ends_, nullptr)) {}
  ~Waits() {
    if (ends_ != nullptr) ++*ends_;
  }
  Poll<void> poll(Context& context) {
    if (waker_ != nullptr) *std::exchange(waker_, nullptr) = context.waker().clone();
    return Pending{};
  }

 private:
  Waker* waker_;
  int* ends_;
};

TEST_CASE("2k.17 The end of the executor destroys each future once, polled or not; Wakers may stay",
          "[2k.17]") {
  step("spawn two tasks that wait for ever, destroy the executor, wake one");
  explore::explore(few, [] {
    Waker wakers[2];
    int ends[2] = {};
    std::optional<MultiExecutor> executor(std::in_place, 1);
    for (int i = 0; i < 2; ++i)
      executor->spawn(vouch_send(Waits(wakers[i], ends[i]))).detach();
    executor.reset();
    testkit::check(ends[0] == 1 && ends[1] == 1, "each future is destroyed once");
    for (const Waker& one : wakers) one.wake();
  });
}

TEST_CASE("2k.18 A guard dies while the next in line is dropped: the lock goes on to the third",
          "[2k.18]") {
  step("drop the guard in one thread, and the first of two who wait in the other");
  explore::explore([] {
    patina::AsyncMutex<int> mutex(0);
    patina::FlagWaker flags[2];
    auto guard = mutex.try_lock();
    std::optional first(mutex.lock());
    auto second = mutex.lock();
    Context first_context(flags[0].waker());
    Context second_context(flags[1].waker());
    testkit::check(!first->poll(first_context).is_ready(), "the first waits");
    testkit::check(!second.poll(second_context).is_ready(), "and so does the second");
    rt::thread other([&] { guard.reset(); });
    first.reset();
    other.join();
    testkit::check(flags[1].wakes() == 1, "the second is woken");
    testkit::check(second.poll(second_context).is_ready(), "and has the lock");
  });
}
