// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2h: a select sleeps for several channels and beside others, and leaves nothing behind.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/rendezvous.hpp>
#include <patina/rt/thread.hpp>
#include <patina/select.hpp>
#include <patina/ticks.hpp>

#include <chrono>
#include <optional>
#include <utility>

using namespace testkit;
using namespace patina;

static const auto ignore = [](const auto&) {};

TEST_CASE("2h.09 A select that sleeps is woken by whichever channel gets a message", "[2h.09]") {
  step("select from two channels, and send into the second");
  explore::explore([] {
    const auto one = bounded<int>(1);
    const auto other = bounded<int>(1);
    rt::thread thread([&] { check(other.sender.send(7).has_value(), "there is a receiver"); });
    int received = 0;
    const auto take = [&](const Result<int, Disconnected>& m) { received = m.value_or(-1); };
    check(select(on_recv(one.receiver, ignore), on_recv(other.receiver, take)) == 1,
          "the second got a message");
    check(received == 7, "that message");
    thread.join();
  });
}

// raven #403, #493: the wakeup was for the channel from which the select then did not take.
TEST_CASE("2h.11 A select takes nobody's wakeup: who sleeps in its channel is woken too",
          "[2h.11]") {
  step("receive from one channel in a thread, select from it and another, and send into both");
  explore::explore([] {
    const auto one = unbounded<int>();
    const auto other = unbounded<int>();
    rt::thread receiver([&] { check(other.receiver.recv().has_value(), "one is for it"); });
    rt::thread sender([&] {
      check(other.sender.send(1).has_value(), "there are receivers");
      check(one.sender.send(1).has_value(), "there are receivers");
    });
    if (select(on_recv(one.receiver, ignore), on_recv(other.receiver, ignore)) == 1)
      check(other.sender.send(2).has_value(), "what the select took is replaced");
    receiver.join();
    sender.join();
  });
}

TEST_CASE("2h.12 When a select is over, no channel knows of it any more", "[2h.12]") {
  step("select from two channels, into which another thread sends one after the other");
  explore::explore([] {
    const auto one = unbounded<int>();
    const auto other = unbounded<int>();
    rt::thread sender([&] {
      check(one.sender.send(1).has_value(), "there is a receiver");
      check(other.sender.send(1).has_value(), "there is a receiver");
    });
    select(on_recv(one.receiver, ignore), on_recv(other.receiver, ignore));
    sender.join();
    check(one.receiver.len() + other.receiver.len() == 1, "one is taken, and one is still there");
  });
}

TEST_CASE("2h.19 A select does one case, whether it takes from a buffer or is met", "[2h.19]") {
  step("send into a buffer in one thread and from hand to hand in another; select, then receive");
  explore::explore([] {
    const auto buffered = bounded<int>(1);
    const auto direct = rendezvous<int>();
    rt::thread first([&] { check(buffered.sender.send(1).has_value(), "it is received"); });
    rt::thread second([&] { check(direct.sender.send(1).has_value(), "it is received"); });
    const auto chosen =
        select(on_recv(buffered.receiver, ignore), on_recv(direct.receiver, ignore));
    check((chosen == 0 ? direct : buffered).receiver.recv().value_or(-1) == 1,
          "the other message is still to come");
    first.join();
    second.join();
  });
}

TEST_CASE("2h.13 after is due when its time is over, and a select wakes up for it", "[2h.13]") {
  step("select from a channel that never brings anything, and after five milliseconds");
  explore::explore([] {
    const auto start = rt::clock::now();
    const auto timeout = after(std::chrono::milliseconds(5));
    std::optional<Tick> got;
    const auto take = [&](const Result<Tick, Disconnected>& m) {
      if (m) got = *m;
    };
    check(select(on_recv(never<int>(), ignore), on_recv(timeout, take)) == 1, "only that comes");
    check(got && got->due == start + std::chrono::milliseconds(5), "it says when it was due");
    check(rt::clock::now() >= got->due, "it does not come before that");
    check(outcome(timeout.try_recv()) == "empty", "it comes once");
  });
}

TEST_CASE("2h.15 Each tick is for one receiver, a period after the one before", "[2h.15]") {
  step("receive one tick in each of two threads");
  explore::explore([] {
    const auto start = rt::clock::now();
    const auto clock = tick(std::chrono::milliseconds(5));
    std::optional<Tick> theirs;
    rt::thread thread([&] { theirs = clock.recv().value(); });
    const Tick mine = clock.recv().value();
    thread.join();
    check(mine != *theirs, "no tick is received twice");
    check(std::min(mine.due, theirs->due) == start + std::chrono::milliseconds(5),
          "the first is due after one period");
    check(std::max(mine.due, theirs->due) >= start + std::chrono::milliseconds(10),
          "the second is due one period later, or more if nobody looked");
  });
}
