// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c: what goes into a channel comes out of it. One thread is enough to ask.
#include <testkit/catch.hpp>

#include <patina/channel.hpp>

#include <chrono>
#include <utility>
#include <vector>

using namespace testkit;
using namespace patina;

struct Letter : MoveOnly {
  using MoveOnly::MoveOnly;
  PATINA_UNSAFE_SEND(Letter, true);
};

static const auto long_ago = rt::clock::time_point{};

TEST_CASE("2c.02 What is sent is received: whole, once, and in the order of sending", "[2c.02]") {
  const auto [sender, receiver] = unbounded<Letter>();
  step("send three letters, which cannot be copied");
  for (int i = 1; i <= 3; ++i) REQUIRE(outcome(sender.send(Letter("letter", i))) == "done");
  CHECK(lives().alive == 3);
  step("receive them");
  for (int i = 1; i <= 3; ++i) {
    const auto letter = receiver.recv();
    REQUIRE(outcome(letter) == "done");
    CHECK(letter->value() == i);
  }
  CHECK(lives().alive == 0);
  CHECK(outcome(receiver.try_recv()) == "empty");
}

TEST_CASE("2c.03 try_recv never waits: empty while more may come, disconnected when none will",
          "[2c.03]") {
  auto [sender, receiver] = bounded<int>(2);
  CHECK(outcome(receiver.try_recv()) == "empty");
  REQUIRE(outcome(sender.try_send(7)) == "done");
  CHECK(receiver.try_recv().value_or(-1) == 7);
  CHECK(outcome(receiver.try_recv()) == "empty");
  step("let the only sender go");
  { const auto gone = std::move(sender); }
  CHECK(outcome(receiver.try_recv()) == "disconnected");
  CHECK(outcome(receiver.recv()) == "disconnected");
  CHECK(outcome(receiver.recv_until(long_ago)) == "disconnected");
}

TEST_CASE("2c.04 A full channel hands the next message back, and takes it when there is room",
          "[2c.04]") {
  const auto [sender, receiver] = bounded<Letter>(2);
  REQUIRE(outcome(sender.send(Letter("first", 1))) == "done");
  REQUIRE(outcome(sender.try_send(Letter("second", 2))) == "done");
  step("try a third, for which there is no room");
  auto refused = sender.try_send(Letter("third", 3));
  REQUIRE(outcome(refused) == "full");
  CHECK(refused.error().message.value() == 3);
  step("make room, and try again");
  CHECK(receiver.recv()->value() == 1);
  CHECK(outcome(sender.try_send(std::move(refused).error().message)) == "done");
  CHECK(receiver.recv()->value() == 2);
  CHECK(receiver.recv()->value() == 3);
}

TEST_CASE("2c.05 len, is_empty, is_full and capacity tell the same from both ends", "[2c.05]") {
  const auto [sender, receiver] = bounded<int>(2);
  CHECK(receiver.capacity() == 2);
  for (std::size_t sent = 0; sent <= 2; ++sent) {
    step("look at it with one message more");
    CHECK(sender.len() == sent);
    CHECK(receiver.len() == sent);
    CHECK(sender.is_empty() == (sent == 0));
    CHECK(receiver.is_empty() == (sent == 0));
    CHECK(sender.is_full() == (sent == 2));
    CHECK(receiver.is_full() == (sent == 2));
    CHECK((outcome(sender.try_send(7)) == "done") == (sent < 2));
  }
  step("look at one without a limit");
  const auto endless = unbounded<int>();
  for (int i = 0; i < 100; ++i) REQUIRE(outcome(endless.sender.send(i)) == "done");
  CHECK(endless.receiver.len() == 100);
  CHECK_FALSE(endless.sender.capacity().has_value());
  CHECK_FALSE(endless.sender.is_full());
}

TEST_CASE(
    "2c.06 A loop over a Receiver ends with the channel, and one over try_iter when it is empty",
    "[2c.06]") {
  auto [sender, receiver] = unbounded<int>();
  for (int i = 1; i <= 4; ++i) REQUIRE(outcome(sender.send(i)) == "done");
  step("take two messages in a loop that is left");
  std::vector<int> taken;
  for (const int message : receiver.try_iter()) {
    taken.push_back(message);
    if (message == 2) break;
  }
  CHECK(taken == std::vector{1, 2});
  CHECK(receiver.len() == 2);
  step("take what is there, while the sender lives");
  for (const int message : receiver.try_iter()) taken.push_back(message);
  CHECK(taken == std::vector{1, 2, 3, 4});
  step("send one more, let the sender go, and loop to the end");
  REQUIRE(outcome(sender.send(5)) == "done");
  { const auto gone = std::move(sender); }
  for (const int message : receiver) taken.push_back(message);
  CHECK(taken == std::vector{1, 2, 3, 4, 5});
}

// crossbeam's recv_timeout_nonempty_expired.
TEST_CASE("2c.07 A message that is there is taken however late it is, and so is room", "[2c.07]") {
  const auto [sender, receiver] = bounded<int>(1);
  step("send although the time is over, then find no room");
  CHECK(outcome(sender.send_until(7, long_ago)) == "done");
  const auto refused = sender.send_until(8, long_ago);
  REQUIRE(outcome(refused) == "timeout");
  CHECK(refused.error().message == 8);
  step("receive although the time is over, then find no message");
  CHECK(receiver.recv_until(long_ago).value_or(-1) == 7);
  CHECK(outcome(receiver.recv_until(long_ago)) == "timeout");
  CHECK(outcome(receiver.recv_for(std::chrono::seconds(-1))) == "timeout");
  step("be ready to wait for longer than clocks can count");
  CHECK(outcome(sender.send_for(9, std::chrono::hours::max())) == "done");
  CHECK(receiver.recv_for(std::chrono::hours::max()).value_or(-1) == 9);
}
