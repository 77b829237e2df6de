// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f, kept apart: futures and tasks in other shapes than the public tests have.
#include <testkit/catch.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/base/random.hpp>
#include <patina/future.hpp>
#include <patina/oneshot.hpp>
#include <patina/task.hpp>

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Context;
using patina::FlagWaker;
using patina::OneshotReceiver;
using patina::Task;
using patina::base::Random;

static Task<> yields(int times) {
  for (int i = 0; i < times; ++i) co_await patina::yield_now();
}
static Task<> throws_after(int times) {
  co_await yields(times);
  throw std::runtime_error("thrown");
}
static Task<> holds(Tracked value, int times) {
  co_await yields(times);
  static_cast<void>(value.value());
}

TEST_CASE("2f.h01 join_all of nothing is ready, of voids gives nothing, and lets exceptions out",
          "[2f.h01]") {
  FlagWaker flag;
  Context context(flag.waker());
  CHECK(patina::join_all(std::vector<Task<>>()).poll(context).is_ready());
  step("join three tasks that yield");
  std::vector<Task<>> tasks;
  for (int i = 3; i-- > 0;) tasks.push_back(yields(i));
  auto all = patina::join_all(std::move(tasks));
  CHECK_FALSE(all.poll(context).is_ready());
  CHECK_FALSE(all.poll(context).is_ready());
  CHECK(all.poll(context).is_ready());
  step("join one that throws and one that goes on");
  tasks.clear();
  tasks.push_back(throws_after(1));
  tasks.push_back(holds(Tracked("other", 1), 5));
  {
    auto failing = patina::join_all(std::move(tasks));
    CHECK_FALSE(failing.poll(context).is_ready());
    CHECK_THROWS_AS(failing.poll(context), std::runtime_error);
  }
  CHECK(lives().alive == 0);
}

TEST_CASE("2f.h02 However often a receiver changes hands, its last poller is the one woken",
          "[2f.h02]") {
  Random random = Random::stream(seed(), "2f.h02");
  for (int round = 0; round < 50; ++round) {
    std::array<FlagWaker, 4> flags;
    auto [sender, receiver] = patina::oneshot<int>();
    std::size_t last = 0;
    for (int polls = 0; polls < 6; ++polls) {
      last = random.below(flags.size());
      Context context(flags[last].waker());
      REQUIRE_FALSE(receiver.poll(context).is_ready());
    }
    if (random.below(2) == 0) REQUIRE(std::move(sender).send(round).has_value());
    { const auto gone = std::move(sender); }
    REQUIRE(flags[last].wakes() == 1);
  }
}

TEST_CASE("2f.h03 A value that nobody receives is destroyed with its oneshot, whoever goes first",
          "[2f.h03]") {
  step("the receiver goes last");
  {
    auto [sender, receiver] = patina::oneshot<Tracked>();
    CHECK(std::move(sender).send(Tracked("a", 7)).has_value());
    CHECK(lives().alive == 1);
  }
  CHECK(lives().alive == 0);
  step("the receiver goes before the send");
  auto [sender, receiver] = patina::oneshot<Tracked>();
  { const auto gone = std::move(receiver); }
  {
    const auto sent = std::move(sender).send(Tracked("b", 8));
    REQUIRE_FALSE(sent.has_value());
    CHECK(sent.error().value() == 8);
  }
  CHECK(lives().alive == 0);
}

static Task<int> nested(int depth, OneshotReceiver<int> number) {
  const Tracked local("local", depth);
  if (depth == 0) co_return (co_await std::move(number)).value();
  const int inner = co_await nested(depth - 1, std::move(number));
  co_return inner + local.value();
}

TEST_CASE("2f.h04 A Task that waits deep inside others is resumed there, and dropped with them",
          "[2f.h04]") {
  FlagWaker flag;
  Context context(flag.waker());
  for (const bool is_sent : {true, false}) {
    auto [sender, receiver] = patina::oneshot<int>();
    auto task = nested(100, std::move(receiver));
    CHECK_FALSE(task.poll(context).is_ready());
    CHECK(lives().alive == 101);
    step(is_sent ? "send the number" : "drop the outermost task");
    if (!is_sent) continue;
    CHECK(std::move(sender).send(7).has_value());
    CHECK(*task.poll(context) == 7 + 5050);
  }
  CHECK(lives().alive == 0);
}
