// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: Task, a coroutine that is a future.
#include <testkit/catch.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/task.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace testkit;
using patina::Context;
using patina::FlagWaker;
using patina::OneshotReceiver;
using patina::Task;

// Coroutines are functions with parameters, not lambdas with captures: what a lambda captures is
// not in the frame.
static Task<int> note_and_wait(int& notes, OneshotReceiver<int> number) {
  ++notes;
  const auto first = co_await std::move(number);
  ++notes;
  co_return first.value() + 1;
}

TEST_CASE("2f.09 A Task does nothing before it is polled, and then runs until it waits",
          "[2f.09]") {
  FlagWaker flag;
  Context context(flag.waker());
  int notes = 0;
  auto [sender, receiver] = patina::oneshot<int>();
  auto task = note_and_wait(notes, std::move(receiver));
  CHECK(notes == 0);
  step("poll it; it waits for a number");
  CHECK_FALSE(task.poll(context).is_ready());
  CHECK(notes == 1);
  step("poll it again, without a reason");
  CHECK_FALSE(task.poll(context).is_ready());
  CHECK(notes == 1);
  step("send the number, and poll it");
  CHECK(std::move(sender).send(6).has_value());
  CHECK(flag.wakes() == 1);
  auto value = task.poll(context);
  REQUIRE(value.is_ready());
  CHECK(*value == 7);
  CHECK(notes == 2);
}

static Task<int> fails_later() {
  co_await patina::yield_now();
  throw std::runtime_error("no such number");
}
static Task<std::string> catches() {
  try {
    const int number = co_await fails_later();
    co_return std::to_string(number);
  } catch (const std::runtime_error& error) {
    co_return error.what();
  }
}

TEST_CASE("2f.10 An exception comes out of the co_await of whoever waits", "[2f.10]") {
  FlagWaker flag;
  Context context(flag.waker());
  auto task = catches();
  CHECK_FALSE(task.poll(context).is_ready());
  step("poll again: the inner task throws, the outer one catches");
  auto text = task.poll(context);
  REQUIRE(text.is_ready());
  CHECK(*text == "no such number");
  step("poll a task whose exception nobody catches");
  auto uncaught = fails_later();
  CHECK_FALSE(uncaught.poll(context).is_ready());
  CHECK_THROWS_AS(uncaught.poll(context), std::runtime_error);
}

static Task<> holds(Tracked parameter, OneshotReceiver<int> never) {
  const Tracked local("local", parameter.value() + 1);
  static_cast<void>(co_await std::move(never));
}
static Task<> holds_inside(OneshotReceiver<int> never) {
  const Tracked outer("outer", 1);
  co_await holds(Tracked("inner", 2), std::move(never));
}

TEST_CASE("2f.11 Dropping a Task destroys all that it holds, in it and in what it waits for",
          "[2f.11]") {
  FlagWaker flag;
  Context context(flag.waker());
  auto [sender, receiver] = patina::oneshot<int>();
  {
    auto task = holds_inside(std::move(receiver));
    step("poll it until it waits");
    CHECK_FALSE(task.poll(context).is_ready());
    CHECK(lives().alive >= 3);
    step("drop it");
  }
  CHECK(lives().alive == 0);
  CHECK(sender.is_closed());
  step("drop a Task that never began");
  auto [other, unused] = patina::oneshot<int>();
  { const auto task = holds(Tracked("never", 3), std::move(unused)); }
  CHECK(lives().alive == 0);
  CHECK(other.is_closed());
}

static Task<int> leaf(int number) { co_return number % 2; }
static Task<int> sum_of_leaves(int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += co_await leaf(i);
  co_return sum;
}

TEST_CASE("2f.12 A Task that waits a million times needs no more stack than one that waits once",
          "[2f.12]") {
  FlagWaker flag;
  Context context(flag.waker());
  auto task = sum_of_leaves(1'000'000);
  step("poll it once: nothing it waits for is ever pending");
  auto sum = task.poll(context);
  REQUIRE(sum.is_ready());
  CHECK(*sum == 500'000);
}

TEST_CASE("2f.13 A Task that has given its value is not polled again", "[2f.13]") {
  FlagWaker flag;
  Context context(flag.waker());
  auto task = leaf(3);
  CHECK(*task.poll(context) == 1);
  step("poll it again");
  const Death death = death_of([&] { static_cast<void>(task.poll(context)); });
  CHECK(death.asserted());
}

static Task<Tracked> passes_on(Tracked value) {
  co_await patina::yield_now();
  co_return std::move(value);
}
static Task<int> hands_round() {
  const Tracked once = co_await passes_on(Tracked("a", 7));
  const Tracked twice = co_await passes_on(co_await passes_on(Tracked("b", 8)));
  co_return once.value() + twice.value();
}

TEST_CASE("2f.14 What goes through co_await, as argument and as value, is destroyed once",
          "[2f.14]") {
  FlagWaker flag;
  Context context(flag.waker());
  auto task = hands_round();
  step("poll it until it is ready");
  auto sum = task.poll(context);
  for (int i = 0; i < 5 && !sum.is_ready(); ++i) sum = task.poll(context);
  REQUIRE(sum.is_ready());
  CHECK(*sum == 15);
  CHECK(lives().alive == 0);
}
