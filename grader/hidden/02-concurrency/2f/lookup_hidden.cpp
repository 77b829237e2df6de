// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f, kept apart: lookups against servers that answer late, once, or not at all.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/client/reactor.hpp>
#include <patina/executor.hpp>
#include <patina/lookup.hpp>
#include <patina/timer.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using namespace std::chrono_literals;
using patina::Executor;
using patina::Lookup;
using patina::NoAnswer;
using patina::Reactor;
using patina::base::Random;

struct Done {
  Tracked label;
  std::vector<std::string>* log;
  void operator()(patina::Result<std::string, NoAnswer> result) {
    if (label.value() > 0) log->push_back(result ? *result : "no answer");
  }
};

static void run_for(Executor& executor, std::chrono::milliseconds duration) {
  executor.block_on(patina::sleep_for(duration));
}

// Delays in odd milliseconds, so that nothing happens at the same time as a timeout.
static std::chrono::milliseconds some_delay(Random& random) {
  return std::chrono::milliseconds(2 * random.below(150) + 1);
}

TEST_CASE("2f.h09 Whichever answer comes first within both patiences is the one", "[2f.h09]") {
  Random random = Random::stream(seed(), "2f.h09");
  for (int round = 0; round < 30; ++round) {
    Reactor reactor;
    Executor executor(reactor);
    std::vector<std::string> log;
    const auto first = some_delay(random);
    const auto second = 100ms + some_delay(random);
    reactor.server_answers(first, "first");
    reactor.server_answers(second - 100ms, "second");
    const std::string expected = first < 100ms                     ? "first"
                                 : std::min(first, second) > 200ms ? "no answer"
                                 : first < second                  ? "first"
                                                                   : "second";
    Lookup<Done> lookup(executor, reactor, "key", Done{Tracked("done", 1), &log});
    run_for(executor, 600ms);
    REQUIRE(log == std::vector<std::string>{expected});
  }
}

TEST_CASE("2f.h10 Whenever a lookup is cancelled, it calls back before or never", "[2f.h10]") {
  Random random = Random::stream(seed(), "2f.h10");
  for (int round = 0; round < 30; ++round) {
    Reactor reactor;
    Executor executor(reactor);
    std::vector<std::string> log;
    reactor.server_is_silent();
    if (random.below(2) == 0) reactor.server_answers(some_delay(random), "second");
    auto lookup =
        std::make_unique<Lookup<Done>>(executor, reactor, "key", Done{Tracked("done", 1), &log});
    run_for(executor, some_delay(random));
    lookup.reset();
    const std::size_t calls = log.size();
    run_for(executor, 600ms);
    REQUIRE(calls <= 1);
    REQUIRE(log.size() == calls);
    REQUIRE(lives().alive == 0);
  }
}
