// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2k: a channel between tasks, both ends polled by hand.
#include <testkit/catch.hpp>

#include <patina/async/flag_waker.hpp>
#include <patina/async_channel.hpp>

#include <optional>
#include <utility>
#include <vector>

using namespace testkit;
using patina::async_bounded;
using patina::async_unbounded;
using patina::AsyncReceiver;
using patina::AsyncSender;
using patina::AsyncSending;
using patina::ChannelClosed;
using patina::Context;
using patina::FlagWaker;

// A task that sends one message.
struct Sending {
  enum Answer { waits, sent, came_back };

  Sending(const AsyncSender<MoveOnly>& sender, int value)
      : future(sender.send(MoveOnly("message", value))) {}
  Answer poll() {
    Context context(flag.waker());
    auto answer = future->poll(context);
    if (!answer.is_ready()) return waits;
    return (*answer).has_value() ? sent : came_back;
  }

  FlagWaker flag;
  std::optional<AsyncSending<MoveOnly>> future;
};

// The next message; 0 if there is none yet, -1 if there will be none.
static int next(AsyncReceiver<MoveOnly>& receiver) {
  auto answer = receiver.try_recv();
  if (!answer.is_ready()) return 0;
  return (*answer).has_value() ? (*answer)->value() : -1;
}

TEST_CASE("2k.05 A message wakes who waits for it; messages come in the order they went in",
          "[2k.05]") {
  auto [sender, receiver] = async_unbounded<MoveOnly>();
  FlagWaker flag;
  Context context(flag.waker());
  auto receiving = receiver.recv();
  CHECK_FALSE(receiving.poll(context).is_ready());
  step("send three");
  for (int i = 1; i <= 3; ++i) CHECK(sender.try_send(MoveOnly("message", i)).has_value());
  CHECK(flag.wakes() >= 1);
  auto first = receiving.poll(context);
  REQUIRE(first.is_ready());
  CHECK((*first)->value() == 1);
  CHECK(next(receiver) == 2);
  CHECK(next(receiver) == 3);
  CHECK(next(receiver) == 0);
}

TEST_CASE("2k.06 A send waits while the channel is full, and gets the room in its turn",
          "[2k.06]") {
  auto [sender, receiver] = async_bounded<MoveOnly>(1);
  Sending first(sender, 1);
  Sending second(sender, 2);
  Sending third(sender, 3);
  Sending late(sender, 4);
  CHECK(first.poll() == Sending::sent);
  CHECK(second.poll() == Sending::waits);
  CHECK(third.poll() == Sending::waits);
  step("receive: the room is promised to the second");
  CHECK(next(receiver) == 1);
  CHECK(second.flag.wakes() == 1);
  CHECK(third.flag.wakes() == 0);
  const auto refused = sender.try_send(MoveOnly("try", 5));
  REQUIRE_FALSE(refused.has_value());
  CHECK_FALSE(refused.error().is_closed);
  CHECK(refused.error().value.value() == 5);
  CHECK(late.poll() == Sending::waits);
  CHECK(second.poll() == Sending::sent);
  step("receive again");
  CHECK(next(receiver) == 2);
  CHECK(third.poll() == Sending::sent);
  CHECK(next(receiver) == 3);
  CHECK(late.poll() == Sending::sent);
}

TEST_CASE("2k.07 A send that is dropped has sent nothing, and gives up its place and its room",
          "[2k.07]") {
  auto [sender, receiver] = async_bounded<MoveOnly>(1);
  std::vector<Sending> sends;
  sends.reserve(5);
  for (int i = 1; i <= 5; ++i) sends.emplace_back(sender, i);
  CHECK(sends[0].poll() == Sending::sent);
  for (int i = 1; i <= 3; ++i) CHECK(sends[static_cast<std::size_t>(i)].poll() == Sending::waits);
  step("drop the second, which waits, and receive: the third is promised the room");
  sends[1].future.reset();
  CHECK(next(receiver) == 1);
  CHECK(sends[2].flag.wakes() == 1);
  step("drop the third");
  sends[2].future.reset();
  CHECK(sends[3].flag.wakes() == 1);
  CHECK(sends[3].poll() == Sending::sent);
  CHECK(next(receiver) == 4);
  step("drop a send that has room while nobody waits: the channel is as empty as before");
  CHECK(sends[4].poll() == Sending::sent);
  Sending last(sender, 6);
  CHECK(last.poll() == Sending::waits);
  CHECK(next(receiver) == 5);
  last.future.reset();
  CHECK(next(receiver) == 0);
  CHECK(sender.try_send(MoveOnly("try", 7)).has_value());
  CHECK(next(receiver) == 7);
}

TEST_CASE("2k.08 After the last sender what is in still arrives, then ChannelClosed", "[2k.08]") {
  FlagWaker flag;
  Context context(flag.waker());
  auto channel = async_bounded<MoveOnly>(1);
  AsyncReceiver<MoveOnly>& receiver = channel.receiver;
  std::optional first(std::move(channel.sender));
  std::optional second(*first);
  step("drop one of two senders, with a message in");
  CHECK(first->try_send(MoveOnly("message", 1)).has_value());
  first.reset();
  CHECK(next(receiver) == 1);
  CHECK(next(receiver) == 0);
  auto receiving = receiver.recv();
  CHECK_FALSE(receiving.poll(context).is_ready());
  step("send another one, and drop the last sender");
  CHECK(second->try_send(MoveOnly("message", 2)).has_value());
  second.reset();
  CHECK(flag.wakes() == 1);
  CHECK(next(receiver) == 2);
  CHECK(next(receiver) == -1);
  step("drop the last sender while the receiver waits");
  auto other = async_unbounded<MoveOnly>();
  std::optional only(std::move(other.sender));
  auto waiting = other.receiver.recv();
  CHECK_FALSE(waiting.poll(context).is_ready());
  only.reset();
  CHECK(flag.wakes() == 2);
  CHECK(next(other.receiver) == -1);
}

TEST_CASE("2k.09 When the receiver goes, sends come back, and what is in is destroyed at once",
          "[2k.09]") {
  auto channel = async_bounded<MoveOnly>(1);
  std::optional receiver(std::move(channel.receiver));
  Sending first(channel.sender, 1);
  Sending second(channel.sender, 2);
  CHECK(first.poll() == Sending::sent);
  CHECK(second.poll() == Sending::waits);
  CHECK(lives().alive == 3);  // one in the channel, one moved from, one that waits
  step("close: what is in may still come out");
  receiver->close();
  CHECK(second.flag.wakes() == 1);
  CHECK(second.poll() == Sending::came_back);
  step("drop the receiver");
  const int before = lives().alive;
  receiver.reset();
  CHECK(lives().alive == before - 1);
  const auto refused = channel.sender.try_send(MoveOnly("try", 3));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().is_closed);
}
