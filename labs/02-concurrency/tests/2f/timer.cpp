// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: futures that wait for a time. The time is virtual: it jumps when every task waits.
#include <testkit/catch.hpp>

#include <patina/async/driver.hpp>
#include <patina/async/flag_waker.hpp>
#include <patina/executor.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/task.hpp>
#include <patina/timer.hpp>

#include <chrono>
#include <utility>
#include <vector>

using namespace testkit;
using namespace std::chrono_literals;
using patina::Executor;
using patina::OneshotReceiver;
using patina::OneshotSender;
using patina::Task;
using patina::VirtualTime;

static int milliseconds(patina::Driver& driver) {
  return static_cast<int>(driver.now().time_since_epoch() / 1ms);
}

static Task<> notes_after(std::chrono::milliseconds delay, patina::Driver& driver,
                          std::vector<int>& log) {
  co_await patina::sleep_for(delay);
  log.push_back(milliseconds(driver));
}

TEST_CASE("2f.23 Sleepers wake in the order of their deadlines, each at its own", "[2f.23]") {
  VirtualTime time;
  Executor executor(time);
  std::vector<int> log;
  std::vector<Task<>> tasks;
  for (const auto delay : {30ms, 10ms, 20ms}) tasks.push_back(notes_after(delay, time, log));
  executor.block_on(patina::join_all(std::move(tasks)));
  CHECK(log == std::vector<int>{10, 20, 30});
}

static Task<> arms_an_earlier_one(Executor& executor, patina::Driver& driver,
                                  std::vector<int>& log) {
  auto late = executor.spawn(notes_after(100ms, driver, log));
  co_await patina::sleep_for(10ms);
  step("arm a timer for 15 ms while the next one is due at 100 ms");
  co_await notes_after(5ms, driver, log);
  co_await std::move(late);
}

TEST_CASE("2f.24 A timer armed later than another but due earlier fires in time (tokio #3190)",
          "[2f.24]") {
  VirtualTime time;
  Executor executor(time);
  std::vector<int> log;
  executor.block_on(arms_an_earlier_one(executor, time, log));
  CHECK(log == std::vector<int>{15, 100});
}

static Task<> sends_after(std::chrono::milliseconds delay, OneshotSender<int> sender) {
  co_await patina::sleep_for(delay);
  static_cast<void>(std::move(sender).send(7));
}
// What a receiver gets within 10 ms if the value is sent after `delay`; 0 if nothing.
static Task<int> received_in_time(Executor& executor, std::chrono::milliseconds delay) {
  auto [sender, receiver] = patina::oneshot<int>();
  const auto sending = executor.spawn(sends_after(delay, std::move(sender)));
  co_await patina::yield_now();  // it arms its timer first
  auto answer = co_await patina::timeout(10ms, std::move(receiver));
  if (!answer) co_return 0;
  co_return **answer;
}

TEST_CASE("2f.25 timeout gives the value if it comes in time, and TimedOut otherwise", "[2f.25]") {
  VirtualTime time;
  Executor executor(time);
  CHECK(executor.block_on(received_in_time(executor, 5ms)) == 7);
  CHECK(milliseconds(time) == 5);
  CHECK(executor.block_on(received_in_time(executor, 50ms)) == 0);
  CHECK(milliseconds(time) == 15);
}

TEST_CASE("2f.26 A value that is there when the time has come is not timed out", "[2f.26]") {
  VirtualTime time;
  Executor executor(time);
  step("send at the very moment at which the time runs out");
  CHECK(executor.block_on(received_in_time(executor, 10ms)) == 7);
}

TEST_CASE("2f.27 A sleep that is dropped leaves no timer behind, for nobody would hear it",
          "[2f.27]") {
  VirtualTime time;
  patina::TimerQueue timers(time);
  patina::FlagWaker flag;
  patina::Context context(flag.waker(), &timers);
  {
    auto sleep = patina::sleep_for(1h);
    step("poll a sleep twice, as a task that is woken for another reason does");
    CHECK_FALSE(sleep.poll(context).is_ready());
    CHECK_FALSE(sleep.poll(context).is_ready());
    CHECK(timers.next_deadline().has_value());
    step("drop it");
  }
  CHECK_FALSE(timers.next_deadline().has_value());
}
