// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: a channel for one message, its two ends polled and used by hand.
#include <testkit/catch.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/oneshot.hpp>

#include <utility>

using namespace testkit;
using patina::Canceled;
using patina::Context;
using patina::FlagWaker;
using patina::oneshot;

TEST_CASE("2f.04 A oneshot carries one value, whether it is sent before the poll or after",
          "[2f.04]") {
  FlagWaker flag;
  Context context(flag.waker());
  {
    auto [sender, receiver] = oneshot<MoveOnly>();
    step("send, then poll");
    CHECK(std::move(sender).send(MoveOnly("a", 7)).has_value());
    auto answer = receiver.poll(context);
    REQUIRE(answer.is_ready());
    CHECK((*answer)->value() == 7);
    CHECK(flag.wakes() == 0);
  }
  auto [sender, receiver] = oneshot<MoveOnly>();
  step("poll, then send");
  CHECK_FALSE(receiver.poll(context).is_ready());
  CHECK(std::move(sender).send(MoveOnly("b", 8)).has_value());
  CHECK(flag.wakes() == 1);
  auto answer = receiver.poll(context);
  REQUIRE(answer.is_ready());
  CHECK((*answer)->value() == 8);
}

TEST_CASE("2f.05 A sender that goes without sending wakes the receiver with Canceled", "[2f.05]") {
  FlagWaker flag;
  Context context(flag.waker());
  auto [sender, receiver] = oneshot<int>();
  CHECK_FALSE(receiver.poll(context).is_ready());
  step("drop the sender");
  { const auto gone = std::move(sender); }
  CHECK(flag.wakes() == 1);
  auto answer = receiver.poll(context);
  REQUIRE(answer.is_ready());
  CHECK((*answer == patina::unexpected(Canceled{})));
}

TEST_CASE("2f.06 Of two polls with different Wakers the later one is woken (tokio #4747)",
          "[2f.06]") {
  FlagWaker first;
  FlagWaker second;
  Context first_context(first.waker());
  Context second_context(second.waker());
  auto [sender, receiver] = oneshot<int>();
  step("poll as one task, then as another, which took the receiver over");
  CHECK_FALSE(receiver.poll(first_context).is_ready());
  CHECK_FALSE(receiver.poll(second_context).is_ready());
  step("send");
  CHECK(std::move(sender).send(7).has_value());
  CHECK(second.wakes() == 1);
}

TEST_CASE("2f.07 After close, a send gives the value back and the receiver gets Canceled",
          "[2f.07]") {
  auto [sender, receiver] = oneshot<MoveOnly>();
  CHECK_FALSE(sender.is_closed());
  step("close, then send");
  receiver.close();
  CHECK(sender.is_closed());
  const auto sent = std::move(sender).send(MoveOnly("a", 7));
  REQUIRE_FALSE(sent.has_value());
  CHECK(sent.error().value() == 7);
  step("receive");
  auto answer = receiver.try_recv();
  REQUIRE(answer.is_ready());
  CHECK_FALSE((*answer).has_value());
}

TEST_CASE("2f.08 A value that was sent before close still arrives", "[2f.08]") {
  auto [sender, receiver] = oneshot<MoveOnly>();
  CHECK_FALSE(receiver.try_recv().is_ready());
  step("send, close, receive");
  CHECK(std::move(sender).send(MoveOnly("a", 7)).has_value());
  receiver.close();
  auto answer = receiver.try_recv();
  REQUIRE(answer.is_ready());
  REQUIRE((*answer).has_value());
  CHECK((*answer)->value() == 7);
}
