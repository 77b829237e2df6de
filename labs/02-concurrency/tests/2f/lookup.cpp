// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2f: a client that asks twice, with callbacks or as a Task.
#include <testkit/catch.hpp>

#include <patina/client/reactor.hpp>
#include <patina/executor.hpp>
#include <patina/lookup.hpp>
#include <patina/timer.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using namespace std::chrono_literals;
using patina::Executor;
using patina::Lookup;
using patina::NoAnswer;
using patina::Reactor;

// What a lookup calls at its end. `label` lives exactly as long as this does.
struct Done {
  Tracked label;
  std::vector<std::string>* log;
  void operator()(patina::Result<std::string, NoAnswer> result) {
    if (label.value() > 0) log->push_back(result ? *result : "no answer");
  }
};

// The clock of this test: everything due until then happens.
static void run_for(Executor& executor, std::chrono::milliseconds duration) {
  executor.block_on(patina::sleep_for(duration));
}

TEST_CASE("2f.28 A lookup gives the answer to its first question or to its second, or none",
          "[2f.28]") {
  Reactor reactor;
  Executor executor(reactor);
  std::vector<std::string> log;
  step("the server answers at once");
  reactor.server_answers(10ms, "red");
  Lookup<Done> first(executor, reactor, "colour", Done{Tracked("first", 1), &log});
  run_for(executor, 300ms);
  CHECK(log == std::vector<std::string>{"red"});
  step("the server answers the second question");
  reactor.server_is_silent();
  reactor.server_answers(10ms, "green");
  Lookup<Done> second(executor, reactor, "colour", Done{Tracked("second", 2), &log});
  run_for(executor, 300ms);
  CHECK(log == std::vector<std::string>{"red", "green"});
  CHECK(reactor.questions() == 3);
  step("the server is silent");
  Lookup<Done> third(executor, reactor, "colour", Done{Tracked("third", 3), &log});
  run_for(executor, 300ms);
  CHECK(log == std::vector<std::string>{"red", "green", "no answer"});
  CHECK(reactor.questions() == 5);
}

TEST_CASE("2f.29 A lookup that is cancelled while it waits calls nobody", "[2f.29]") {
  Reactor reactor;
  Executor executor(reactor);
  std::vector<std::string> log;
  reactor.server_answers(50ms, "red");
  {
    Lookup<Done> lookup(executor, reactor, "colour", Done{Tracked("a", 1), &log});
    run_for(executor, 20ms);
    step("cancel it before the answer comes");
  }
  run_for(executor, 300ms);
  CHECK(log.empty());
}

TEST_CASE("2f.30 A lookup that is cancelled after its second question calls nobody either",
          "[2f.30]") {
  Reactor reactor;
  Executor executor(reactor);
  std::vector<std::string> log;
  std::optional<Lookup<Done>> lookup;
  step("ask a server that is silent");
  lookup.emplace(executor, reactor, "colour", Done{Tracked("a", 1), &log});
  run_for(executor, 150ms);
  CHECK(reactor.questions() == 2);
  step("cancel the lookup");
  lookup.reset();
  CHECK(lives().alive == 0);
  step("let time go on");
  run_for(executor, 300ms);
  CHECK(log.empty());
}
