// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2c, hidden: programs made of channels, after Go's chan tests.
#include <testkit/catch.hpp>

#include <patina/channel.hpp>
#include <patina/rt/thread.hpp>

#include <utility>
#include <vector>

using namespace testkit;
using namespace patina;

// Hoare's sieve: each stage keeps one prime, and passes on what that does not divide.
TEST_CASE("2c.h06 A sieve of threads, each passing on what it does not divide, finds the primes",
          "[2c.h06]") {
  std::vector<rt::thread> stages;
  auto [source, stream] = bounded<int>(1);
  stages.emplace_back([source = std::move(source)] {
    for (int n = 2; source.send(n).has_value(); ++n) {
    }
  });
  step("take ten primes, with a stage more for each");
  std::vector<int> primes;
  Receiver<int> numbers = std::move(stream);
  for (int i = 0; i < 10; ++i) {
    const int prime = numbers.recv().value_or(-1);
    primes.push_back(prime);
    auto [next, rest] = bounded<int>(1);
    stages.emplace_back([prime, in = std::move(numbers), next = std::move(next)] {
      for (const int n : in) {
        if (prime > 0 && n % prime != 0 && !next.send(n).has_value()) return;
      }
    });
    numbers = std::move(rest);
  }
  CHECK(primes == std::vector{2, 3, 5, 7, 11, 13, 17, 19, 23, 29});
  step("stop listening: every stage learns that it is not needed any more");
  { const auto gone = std::move(numbers); }
  for (rt::thread& stage : stages) stage.join();
}

TEST_CASE("2c.h07 A message that is sent while the channel ends is received or comes back",
          "[2c.h07]") {
  step("race one send against the going of the receiver, 300 times");
  int lost = 0;
  for (int i = 0; i < 300; ++i) {
    auto [sender, receiver] = unbounded<int>();
    bool came_back = false;
    rt::thread thread([sender = std::move(sender), &came_back] {
      const auto sent = sender.send(7);
      came_back = !sent.has_value() && sent.error().message == 7;
      check(sent.has_value() || came_back, "what is not sent comes back");
    });
    bool arrived = false;
    if (i % 2 == 0) arrived = receiver.recv().has_value();
    { const auto gone = std::move(receiver); }
    thread.join();
    if (i % 2 == 0 && (!arrived || came_back)) ++lost;
  }
  CHECK(lost == 0);
}
