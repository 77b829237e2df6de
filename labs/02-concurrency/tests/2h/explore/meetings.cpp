// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2h: where there is no buffer, two parties meet, whoever comes first.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/rendezvous.hpp>
#include <patina/rt/thread.hpp>
#include <patina/select.hpp>

#include <chrono>
#include <utility>

using namespace testkit;
using namespace patina;

static const auto ignore = [](const auto&) {};

TEST_CASE("2h.01 Without a buffer a message goes from hand to hand", "[2h.01]") {
  step("send in one thread, receive in the other");
  explore::explore([] {
    const auto channel = rendezvous<int>();
    rt::thread thread([&] { check(channel.sender.send(7).has_value(), "there is a receiver"); });
    check(channel.receiver.recv().value_or(-1) == 7, "the message that was sent is received");
    thread.join();
  });
}

TEST_CASE("2h.03 A send returns when its message is received, and not before", "[2h.03]") {
  step("note in one thread that the send is over, and look in the other before it receives");
  explore::explore([] {
    const auto channel = rendezvous<int>();
    rt::atomic<bool> is_sent{false};
    rt::thread thread([&] {
      check(channel.sender.send(7).has_value(), "there is a receiver");
      is_sent.store(true);
    });
    check(!is_sent.load(), "nobody has received it yet");
    check(channel.receiver.recv().has_value(), "there is a sender");
    thread.join();
  });
}

TEST_CASE("2h.04 Who waits to meet somebody learns that nobody will come", "[2h.04]") {
  step("wait on either side of a channel, and let the other side go");
  explore::explore([] {
    auto [sender, unused] = rendezvous<int>();
    auto [other, receiver] = rendezvous<int>();
    rt::thread one([&mine = sender] {
      const auto sent = mine.send(7);
      check(outcome(sent) == "disconnected", "nobody is left to receive it");
      check(sent.error().message == 7, "the message comes back");
    });
    { const auto gone = std::move(unused); }
    one.join();
    rt::thread two([&mine = receiver] {
      check(outcome(mine.recv()) == "disconnected", "nobody is left to send");
    });
    { const auto gone = std::move(other); }
    two.join();
  });
}

TEST_CASE("2h.05 Both sides agree whether they met, also if the time of one runs out", "[2h.05]") {
  step("send and receive, each with a deadline");
  explore::explore([] {
    const auto channel = rendezvous<int>();
    const auto deadline = rt::clock::now() + std::chrono::milliseconds(1);
    bool is_sent = false;
    rt::thread thread([&] { is_sent = channel.sender.send_until(7, deadline).has_value(); });
    const bool is_received = channel.receiver.recv_until(deadline).has_value();
    thread.join();
    check(is_sent == is_received, "what one has given the other has got");
  });
}

// BurntSushi/chan #20: each of both only tries, and none stands still to be found.
TEST_CASE("2h.10 Two selects meet, one that sends and one that receives", "[2h.10]") {
  step("let two threads select, each with a second case that never comes");
  explore::explore([] {
    const auto channel = rendezvous<int>();
    const auto silent = rendezvous<int>();
    rt::thread thread([&] {
      check(select(on_send(channel.sender, 7, ignore), on_recv(silent.receiver, ignore)) == 0,
            "there is somebody who receives");
    });
    int received = 0;
    const auto take = [&](const Result<int, Disconnected>& m) { received = m.value_or(-1); };
    check(select(on_recv(silent.receiver, ignore), on_recv(channel.receiver, take)) == 1,
          "there is somebody who sends");
    check(received == 7, "the message goes over");
    thread.join();
  });
}

TEST_CASE("2h.18 A select that finds two senders waiting meets one, and the other waits on",
          "[2h.18]") {
  step("send in two threads over two channels; select, and then receive from the other one");
  explore::explore([] {
    const auto one = rendezvous<int>();
    const auto other = rendezvous<int>();
    rt::thread first([&] { check(one.sender.send(1).has_value(), "it is received"); });
    rt::thread second([&] { check(other.sender.send(1).has_value(), "it is received"); });
    int sum = 0;
    const auto add = [&](const Result<int, Disconnected>& m) { sum += m.value_or(-10); };
    const auto chosen = select(on_recv(one.receiver, add), on_recv(other.receiver, add));
    sum += (chosen == 0 ? other : one).receiver.recv().value_or(-10);
    check(sum == 2, "both messages arrive");
    first.join();
    second.join();
  });
}
