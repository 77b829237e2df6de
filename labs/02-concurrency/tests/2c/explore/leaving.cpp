// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c: both sides leave as they like, also at once, and nothing is left behind.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/channel.hpp>
#include <patina/rt/thread.hpp>

#include <memory>
#include <utility>

using namespace testkit;
using namespace patina;

// A message that holds a Sender of the channel it lies in.
struct Returnable {
  Sender<Returnable> origin;
  PATINA_DERIVE_SEND(Returnable, origin);
};

TEST_CASE("2c.24 Both sides leave at once, and the channel is freed once", "[2c.24]") {
  step("let the only sender go in one thread, and the only receiver in the other");
  explore::explore([] {
    auto [sender, receiver] = unbounded<int>();
    check(outcome(sender.send(7)) == "done", "there is a receiver");
    rt::thread thread(
        [sender = std::move(sender)]() mutable { const auto gone = std::move(sender); });
    { const auto gone = std::move(receiver); }
    thread.join();
  });
}

// Three generations of one bug in crossbeam-channel: what comes while the receivers go.
TEST_CASE("2c.25 What is sent while the last receiver goes comes back, or dies with the rest",
          "[2c.25]") {
  step("send in one thread, and let the only receiver go in the other");
  explore::explore([] {
    auto [sender, receiver] = unbounded<std::unique_ptr<int>>();
    bool came_back = false;
    rt::thread thread([&came_back, &mine = sender] {
      came_back = outcome(mine.send(std::make_unique<int>(7))) == "disconnected";
    });
    { const auto gone = std::move(receiver); }
    thread.join();
    check(sender.len() == 0, "nothing lies where nobody can reach it");
    check(outcome(sender.try_send(nullptr)) == "disconnected", "there is no receiver any more");
  });
}

TEST_CASE("2c.26 A message may hold the last Sender of the channel in which it dies unread",
          "[2c.26]") {
  step("send the only sender into its own channel, and let the receiver go");
  explore::explore([] {
    auto [sender, receiver] = bounded<Returnable>(1);
    {
      const auto clone = sender.clone();
      check(clone.send({std::move(sender)}).has_value(), "there is a receiver");
    }
    rt::thread thread(
        [receiver = std::move(receiver)]() mutable { const auto gone = std::move(receiver); });
    thread.join();
  });
}
