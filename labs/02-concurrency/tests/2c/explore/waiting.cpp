// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c: nobody sleeps for ever. Each program is run in every order that the explorer can think of.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/channel.hpp>
#include <patina/rt/thread.hpp>

#include <chrono>
#include <utility>

using namespace testkit;
using namespace patina;

TEST_CASE("2c.01 A receiver that waits gets the message that is sent", "[2c.01]") {
  step("send in one thread, receive in the other");
  explore::explore([] {
    const auto channel = bounded<int>(1);
    rt::thread thread([&] { check(channel.sender.send(7).has_value(), "there is a receiver"); });
    check(channel.receiver.recv().value_or(-1) == 7, "the message that was sent is received");
    thread.join();
  });
}

TEST_CASE("2c.18 A sender that waits for room gets it", "[2c.18]") {
  step("send two messages into room for one, and receive them in another thread");
  explore::explore([] {
    const auto channel = bounded<int>(1);
    rt::thread thread([&] {
      check(channel.sender.send(1).has_value(), "there is a receiver");
      check(channel.sender.send(2).has_value(), "there is a receiver");
    });
    check(channel.receiver.recv().value_or(-1) == 1, "the first message comes first");
    check(channel.receiver.recv().value_or(-1) == 2, "then comes the second");
    thread.join();
  });
}

// A notification only if the channel was empty before wakes one of the two.
TEST_CASE("2c.19 Two messages wake two receivers, however fast the one comes after the other",
          "[2c.19]") {
  step("let two threads receive one message each, and send two");
  explore::explore([] {
    const auto channel = unbounded<int>();
    const auto receive = [&] { check(channel.receiver.recv().has_value(), "one for each"); };
    rt::thread one(receive);
    rt::thread other(receive);
    check(channel.sender.send(1).has_value(), "there are receivers");
    check(channel.sender.send(2).has_value(), "there are receivers");
    one.join();
    other.join();
  });
}

// One Condvar for senders and receivers, and notify_one on it: the wrong kind wakes and sleeps on.
TEST_CASE("2c.20 Room wakes a sender and a message a receiver, whoever else waits", "[2c.20]") {
  step("let two threads receive one message each, and send two into room for one");
  explore::explore([] {
    const auto channel = bounded<int>(1);
    const auto receive = [&] { check(channel.receiver.recv().has_value(), "one for each"); };
    rt::thread one(receive);
    rt::thread other(receive);
    check(channel.sender.send(1).has_value(), "there are receivers");
    check(channel.sender.send(2).has_value(), "there are receivers");
    one.join();
    other.join();
  });
}

TEST_CASE("2c.21 The last sender's going wakes every receiver", "[2c.21]") {
  step("let two threads wait, and let the only sender go");
  explore::explore([] {
    auto [sender, receiver] = unbounded<int>();
    const auto receive = [&mine = receiver] {
      check(outcome(mine.recv()) == "disconnected", "there is nothing and nobody left");
    };
    rt::thread one(receive);
    rt::thread other(receive);
    { const auto gone = std::move(sender); }
    one.join();
    other.join();
  });
}

TEST_CASE("2c.22 The last receiver's going wakes every sender", "[2c.22]") {
  step("let two threads wait for room, and let the only receiver go");
  explore::explore([] {
    auto [sender, receiver] = bounded<int>(1);
    check(outcome(sender.send(0)) == "done", "there is room for one");
    const auto send = [&mine = sender] {
      const auto sent = mine.send(7);
      check(outcome(sent) == "disconnected", "nobody will make room");
      check(sent.error().message == 7, "the message comes back");
    };
    rt::thread one(send);
    rt::thread other(send);
    { const auto gone = std::move(receiver); }
    one.join();
    other.join();
  });
}

// The observer knows that the message was there before the deadline.
TEST_CASE("2c.23 A message that came in time is received, even if the wait ends by its deadline",
          "[2c.23]") {
  step("receive with a deadline, send, and look on");
  explore::explore([] {
    const auto channel = unbounded<int>();
    const auto deadline = rt::clock::now() + std::chrono::milliseconds(1);
    bool is_late = false;
    rt::thread receiver(
        [&] { is_late = outcome(channel.receiver.recv_until(deadline)) == "timeout"; });
    rt::thread sender([&] { check(channel.sender.send(7).has_value(), "there is a receiver"); });
    const bool was_there = channel.receiver.len() == 1;
    const bool was_in_time = was_there && rt::clock::now() < deadline;
    receiver.join();
    sender.join();
    check(!was_in_time || !is_late, "what came in time is received");
    check(channel.receiver.len() == (is_late ? 1u : 0u), "what came too late is still there");
  });
}
