// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2h, hidden: more parties, and selects that could meet themselves.
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

TEST_CASE("2h.h01 Two senders meet one receiver, one after the other", "[2h.h01]") {
  step("send in two threads, and receive twice");
  explore::explore([] {
    const auto channel = rendezvous<int>();
    rt::thread one([&] { check(channel.sender.send(1).has_value(), "there is a receiver"); });
    rt::thread other([&] { check(channel.sender.send(2).has_value(), "there is a receiver"); });
    const int first = channel.receiver.recv().value_or(-10);
    check(first + channel.receiver.recv().value_or(-10) == 3, "both arrive");
    one.join();
    other.join();
  });
}

// Go's self_select.
TEST_CASE("2h.h02 Two selects that both send and receive on one channel meet each other",
          "[2h.h02]") {
  step("let two threads select to send and to receive on the same channel");
  explore::explore([] {
    const auto channel = rendezvous<int>();
    const auto either = [&](int mine, int& got, bool& gave) {
      select(on_send(channel.sender, mine, [&](const auto& done) { gave = done.has_value(); }),
             on_recv(channel.receiver,
                     [&](const Result<int, Disconnected>& m) { got = m.value_or(-1); }));
    };
    int got_one = 0;
    int got_other = 0;
    bool gave_one = false;
    bool gave_other = false;
    rt::thread thread([&] { either(1, got_one, gave_one); });
    either(2, got_other, gave_other);
    thread.join();
    check(gave_one != gave_other, "one of both sends");
    check((gave_one ? got_other : got_one) == (gave_one ? 1 : 2), "and the other gets that");
  });
}

TEST_CASE("2h.h03 A select whose time runs out has met somebody, or has not", "[2h.h03]") {
  step("send with a deadline to a select with a deadline");
  explore::explore([] {
    const auto channel = rendezvous<int>();
    const auto buffered = bounded<int>(1);
    const auto deadline = rt::clock::now() + std::chrono::milliseconds(1);
    bool is_sent = false;
    bool is_received = false;
    rt::thread thread([&] { is_sent = channel.sender.send_until(7, deadline).has_value(); });
    const auto chosen = select_until(
        deadline, on_recv(buffered.receiver, ignore),
        on_recv(channel.receiver, [&](const auto& m) { is_received = m.has_value(); }));
    thread.join();
    check(chosen.has_value() == is_received, "the handler is called iff a case was done");
    check(is_sent == is_received, "what one has given the other has got");
  });
}
