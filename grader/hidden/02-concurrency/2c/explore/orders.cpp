// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c, hidden: other numbers of senders and receivers, and ends that come and go in between.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/channel.hpp>
#include <patina/rt/thread.hpp>

#include <chrono>
#include <utility>

using namespace testkit;
using namespace patina;

struct Question {
  Sender<int> answer;
  PATINA_DERIVE_SEND(Question, answer);
};

// crossbeam #1102: the unread question keeps its sender, and who asked waits for ever.
TEST_CASE("2c.h08 Who asked a server that leaves learns that there will be no answer", "[2c.h08]") {
  step("ask, and let the server go without reading");
  explore::explore([] {
    auto [ask, questions] = bounded<Question>(1);
    auto [answer, answers] = bounded<int>(1);
    rt::thread server(
        [questions = std::move(questions)]() mutable { const auto gone = std::move(questions); });
    {
      const auto asked = ask.send({std::move(answer)});
      check(asked.has_value() || outcome(asked) == "disconnected", "the question is sent or not");
    }
    check(outcome(answers.recv()) == "disconnected", "nobody is left who could answer");
    server.join();
  });
}

TEST_CASE("2c.h09 Two senders that wait for room both get it, from one receiver", "[2c.h09]") {
  step("send one message from each of two threads into a full channel, and receive three");
  explore::explore([] {
    const auto channel = bounded<int>(1);
    check(channel.sender.send(1).has_value(), "there is room for one");
    const auto send = [&] { check(channel.sender.send(1).has_value(), "there is a receiver"); };
    rt::thread one(send);
    rt::thread other(send);
    int sum = 0;
    for (int i = 0; i < 3; ++i) sum += channel.receiver.recv().value_or(-10);
    check(sum == 3, "all three arrive");
    one.join();
    other.join();
  });
}

TEST_CASE("2c.h10 A loop ends after the last of all clones has gone, and not before", "[2c.h10]") {
  step("let two threads send one message each through clones, and count what comes");
  explore::explore([] {
    auto [sender, receiver] = unbounded<int>();
    const auto send_and_go = [](Sender<int>& mine) {
      const auto going = std::move(mine);
      check(going.send(1).has_value(), "there is a receiver");
    };
    rt::thread one([&, clone = sender.clone()]() mutable { send_and_go(clone); });
    rt::thread other([&, mine = std::move(sender)]() mutable { send_and_go(mine); });
    int count = 0;
    for (const int message : receiver) count += message;
    check(count == 2, "the loop saw both messages");
    one.join();
    other.join();
  });
}

TEST_CASE("2c.h11 A receiver whose time runs out takes no wakeup with it", "[2c.h11]") {
  step("let one thread receive with a deadline and one without, and send two messages");
  explore::explore([] {
    const auto channel = unbounded<int>();
    const auto deadline = rt::clock::now() + std::chrono::milliseconds(1);
    bool is_late = false;
    rt::thread hasty([&] { is_late = !channel.receiver.recv_until(deadline).has_value(); });
    rt::thread patient([&] { check(channel.receiver.recv().has_value(), "two were sent"); });
    check(channel.sender.send(1).has_value(), "there are receivers");
    check(channel.sender.send(2).has_value(), "there are receivers");
    hasty.join();
    patient.join();
    check(channel.receiver.len() == (is_late ? 1u : 0u), "what was not received is still there");
  });
}
