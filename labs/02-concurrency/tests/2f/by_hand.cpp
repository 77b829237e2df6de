// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: futures polled by hand, without an executor and without coroutines.
#include <testkit/catch.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/future.hpp>

#include <utility>
#include <vector>

using namespace testkit;
using patina::Context;
using patina::FlagWaker;
using patina::Poll;

TEST_CASE("2f.01 yield_now is pending once, asks to be polled again, and is ready then",
          "[2f.01]") {
  FlagWaker flag;
  Context context(flag.waker());
  auto future = patina::yield_now();
  step("poll it");
  CHECK_FALSE(future.poll(context).is_ready());
  CHECK(flag.wakes() == 1);
  step("poll it again");
  CHECK(future.poll(context).is_ready());
  CHECK(flag.wakes() == 1);
}

// Ready at its `polls_needed`-th poll; counts its polls outside.
class Slow {
 public:
  Slow(int polls_needed, int& polls, int value)
      : polls_needed_(polls_needed), polls_(&polls), value_(value) {}
  Poll<int> poll(Context&) {
    if (++*polls_ < polls_needed_) return patina::Pending{};
    return value_;
  }

 private:
  int polls_needed_;
  int* polls_;
  int value_;
};

TEST_CASE("2f.02 join_all polls every future at once, and gives the values in order", "[2f.02]") {
  FlagWaker flag;
  Context context(flag.waker());
  int polls[3] = {};
  std::vector<Slow> futures = {Slow(3, polls[0], 10), Slow(1, polls[1], 20), Slow(2, polls[2], 30)};
  auto all = patina::join_all(std::move(futures));
  step("poll it: the first future is the slowest, and the others get their turn too");
  CHECK_FALSE(all.poll(context).is_ready());
  CHECK(polls[1] == 1);
  CHECK(polls[2] == 1);
  step("poll it until all have come");
  CHECK_FALSE(all.poll(context).is_ready());
  Poll<std::vector<int>> values = all.poll(context);
  REQUIRE(values.is_ready());
  CHECK(*values == std::vector<int>{10, 20, 30});
}

TEST_CASE("2f.03 join_all does not poll a future again that has given its value", "[2f.03]") {
  FlagWaker flag;
  Context context(flag.waker());
  int polls[2] = {};
  std::vector<Slow> futures = {Slow(1, polls[0], 10), Slow(4, polls[1], 20)};
  auto all = patina::join_all(std::move(futures));
  step("poll it four times; its first future is ready at the first");
  for (int i = 0; i < 3; ++i) CHECK_FALSE(all.poll(context).is_ready());
  CHECK(all.poll(context).is_ready());
  CHECK(polls[0] == 1);
  CHECK(polls[1] == 4);
}
