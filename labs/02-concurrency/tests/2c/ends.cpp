// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c: how a channel ends. Each side has many ends, and is gone with its last one.
#include <testkit/catch.hpp>

#include <patina/channel.hpp>

#include <chrono>
#include <optional>
#include <type_traits>
#include <utility>

using namespace testkit;
using namespace patina;

struct Letter : MoveOnly {
  using MoveOnly::MoveOnly;
  PATINA_UNSAFE_SEND(Letter, true);
};

struct Silent {};  // says nothing of threads

TEST_CASE("2c.08 What was sent still arrives after the last sender is gone, then comes the end",
          "[2c.08]") {
  std::optional<Receiver<Letter>> receiver;
  {
    auto channel = bounded<Letter>(2);
    receiver = std::move(channel.receiver);
    REQUIRE(outcome(channel.sender.send(Letter("first", 1))) == "done");
    REQUIRE(outcome(channel.sender.send(Letter("second", 2))) == "done");
    step("let the only sender go");
  }
  CHECK(lives().alive == 2);
  step("receive what it left");
  CHECK(receiver->recv()->value() == 1);
  CHECK(receiver->try_recv()->value() == 2);
  CHECK(outcome(receiver->recv()) == "disconnected");
  CHECK(outcome(receiver->recv()) == "disconnected");
}

TEST_CASE("2c.09 When the last receiver goes, unread messages die and each send hands its own back",
          "[2c.09]") {
  auto [sender, receiver] = unbounded<Letter>();
  REQUIRE(outcome(sender.send(Letter("first", 1))) == "done");
  REQUIRE(outcome(sender.send(Letter("second", 2))) == "done");
  step("let the only receiver go, with two letters unread");
  { const auto gone = std::move(receiver); }
  CHECK(lives().alive == 0);
  CHECK(sender.len() == 0);
  step("send all the same");
  const auto refused = sender.send(Letter("third", 3));
  REQUIRE(outcome(refused) == "disconnected");
  CHECK(refused.error().message.value() == 3);
  CHECK(outcome(sender.try_send(Letter("fourth", 4))) == "disconnected");
  CHECK(outcome(sender.send_for(Letter("fifth", 5), std::chrono::hours(1))) == "disconnected");
}

TEST_CASE("2c.10 A clone is one more end and a move is not: a side is gone with its last end",
          "[2c.10]") {
  auto [first, receiver] = bounded<int>(1);
  std::optional<Sender<int>> second = first.clone();
  step("move the first sender, and let what it became go");
  { const auto gone = std::move(first); }
  CHECK(outcome(receiver.try_recv()) == "empty");
  step("let its clone go");
  second.reset();
  CHECK(outcome(receiver.try_recv()) == "disconnected");

  auto [sender, one] = bounded<int>(1);
  std::optional<Receiver<int>> other = one;
  step("assign a receiver over another, which lets that one go");
  other = std::move(one);
  CHECK(outcome(sender.try_send(1)) == "done");
  other.reset();
  CHECK(outcome(sender.try_send(2)) == "disconnected");
}

TEST_CASE("2c.11 same_channel tells the ends of one channel from those of another", "[2c.11]") {
  const auto [sender, receiver] = unbounded<int>();
  const auto twin = unbounded<int>();
  CHECK(sender.same_channel(sender.clone()));
  CHECK(receiver.same_channel(receiver.clone()));
  CHECK_FALSE(sender.same_channel(twin.sender));
  CHECK_FALSE(receiver.same_channel(twin.receiver));
}

TEST_CASE("2c.12 A buffer has room for one at least, and an end that was moved from is not used",
          "[2c.12]") {
  auto [sender, receiver] = bounded<int>(1);
  step("make a channel without room");
  CHECK(death_of([] { static_cast<void>(bounded<int>(0)); }).asserted());
  step("move both ends, and use what is left of them");
  const auto new_sender = std::move(sender);
  const auto new_receiver = std::move(receiver);
  CHECK(death_of([&old = sender] { static_cast<void>(old.send(1)); }).says("moved"));
  CHECK(death_of([&old = receiver] { static_cast<void>(old.recv()); }).says("moved"));
  CHECK(death_of([&old = sender] { static_cast<void>(old.clone()); }).says("moved"));
  CHECK(outcome(new_sender.send(1)) == "done");
}

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("2c.13 An end may go to another thread, and be used by two, where its messages may",
          "[2c.13]") {
  CHECK(Send<Sender<int>>);
  CHECK(Sync<Sender<int>>);
  CHECK(Send<Receiver<Letter>>);
  CHECK(Sync<Receiver<Letter>>);
  CHECK_FALSE(Send<Sender<Silent>>);
  CHECK_FALSE(Sync<Receiver<Silent>>);
  CHECK(Send<Sender<Sender<int>>>);
  CHECK_FALSE(std::is_default_constructible_v<Sender<int>>);
  CHECK(std::is_nothrow_move_constructible_v<Sender<int>>);
  CHECK(std::is_nothrow_move_constructible_v<Receiver<int>>);
  step("use two ends through const, as two threads do that share them");
  const auto channel = bounded<int>(1);
  CHECK(outcome(channel.sender.send(7)) == "done");
  CHECK(channel.receiver.recv().value_or(-1) == 7);
}
