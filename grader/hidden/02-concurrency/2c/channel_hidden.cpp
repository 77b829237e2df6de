// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c, hidden: the same rules with other numbers, other mixes and larger messages.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/channel.hpp>

#include <array>
#include <chrono>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

using namespace testkit;
using namespace patina;

struct Letter : MoveOnly {
  using MoveOnly::MoveOnly;
  PATINA_UNSAFE_SEND(Letter, true);
};

// Draws sends and receives and compares each with a queue that is surely right.
static void compare_with_a_queue(const Channel<int>& channel, const char* name, int steps) {
  auto random = base::Random::stream(seed(), name);
  std::deque<int> queue;
  const std::size_t room = channel.sender.capacity().value_or(1'000'000);
  for (int i = 0; i < steps; ++i) {
    if (random.chance(1, 2)) {
      const auto sent = channel.sender.try_send(i);
      REQUIRE(outcome(sent) == (queue.size() < room ? "done" : "full"));
      if (sent) queue.push_back(i);
    } else {
      const int expected = queue.empty() ? -1 : queue.front();
      REQUIRE(channel.receiver.try_recv().value_or(-1) == expected);
      if (!queue.empty()) queue.pop_front();
    }
    REQUIRE(channel.receiver.len() == queue.size());
  }
}

TEST_CASE("2c.h01 Whatever is sent and received, a channel is a queue", "[2c.h01]") {
  step("draw 2000 operations on channels of three sizes");
  compare_with_a_queue(bounded<int>(1), "2c.h01/1", 2000);
  compare_with_a_queue(bounded<int>(5), "2c.h01/5", 2000);
  compare_with_a_queue(unbounded<int>(), "2c.h01/unbounded", 2000);
}

TEST_CASE("2c.h02 Unread messages die with the last receiver, few or many, and each of them once",
          "[2c.h02]") {
  for (const int unread : {1, 31, 32, 100}) {
    std::optional<Channel<Letter>> channel = unbounded<Letter>();
    step("send some messages, read seven, and let the receivers go one by one");
    for (int i = 0; i < unread + 7; ++i)
      REQUIRE(outcome(channel->sender.send(Letter("letter", i))) == "done");
    const Sender<Letter> sender = channel->sender;
    for (int i = 0; i < 7; ++i) CHECK(channel->receiver.recv()->value() == i);
    std::optional<Receiver<Letter>> last = channel->receiver.clone();
    channel.reset();
    CHECK(lives().alive == unread);
    last.reset();
    CHECK(lives().alive == 0);
    CHECK(outcome(sender.try_send(Letter("late"))) == "disconnected");
  }
}

struct Large {
  std::array<char, 256 * 1024> bytes{};
  PATINA_DERIVE_SEND(Large, bytes);
};

// crossbeam #1146: a block of 31 such messages was made on the stack and then moved.
TEST_CASE("2c.h03 Large messages travel without a buffer of them on the stack", "[2c.h03]") {
  const auto [sender, receiver] = unbounded<Large>();
  step("send 40 messages of a quarter of a megabyte");
  for (int i = 0; i < 40; ++i) {
    Large large;
    large.bytes.back() = static_cast<char>(i);
    REQUIRE(sender.send(large).has_value());
  }
  step("receive them");
  int sum = 0;
  for (const Large& large : receiver.try_iter()) sum += large.bytes.back();
  CHECK(sum == 780);
}

TEST_CASE("2c.h04 A message that comes late to the end is still a message, by every receive",
          "[2c.h04]") {
  auto [sender, receiver] = bounded<int>(4);
  const auto second = receiver.clone();
  for (int i = 1; i <= 4; ++i) REQUIRE(outcome(sender.send(i)) == "done");
  step("let one of two senders go, and then the other");
  { const auto clone = sender.clone(); }
  { const auto gone = std::move(sender); }
  step("receive in four ways what is left");
  CHECK(receiver.try_recv().value_or(-1) == 1);
  CHECK(second.recv_for(std::chrono::nanoseconds(0)).value_or(-1) == 2);
  CHECK(receiver.recv_until(rt::clock::time_point{}).value_or(-1) == 3);
  std::vector<int> rest;
  for (const int message : second) rest.push_back(message);
  CHECK(rest == std::vector{4});
  CHECK(outcome(receiver.recv_until(rt::clock::time_point::max())) == "disconnected");
}

TEST_CASE("2c.h05 A full channel whose receivers go is no longer full, but closed", "[2c.h05]") {
  auto [sender, receiver] = bounded<Letter>(1);
  REQUIRE(outcome(sender.try_send(Letter("first", 1))) == "done");
  CHECK(outcome(sender.try_send(Letter("second", 2))) == "full");
  step("let the receiver go");
  { const auto gone = std::move(receiver); }
  CHECK(lives().alive == 0);
  CHECK(sender.is_empty());
  CHECK(outcome(sender.try_send(Letter("third", 3))) == "disconnected");
  CHECK(outcome(sender.send_until(Letter("fourth", 4), rt::clock::time_point{})) == "disconnected");
}
