// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A toy protocol: a client asks a counter to count, and asks again until it is answered. A counter
// that counts one request twice is the fault that tests look for.
// Thread rule: one thread.
#pragma once

#include <testkit/sim/run.hpp>

#include <algorithm>
#include <functional>
#include <string>

#include "record_catcher.hpp"
#include "toy.hpp"

namespace counting {

using namespace toy;
using testkit::tests::Caught;
using testkit::tests::records_of;

constexpr int requests = 20;

struct Counter {
  int counted = 0;
  int answered = 0;
};

// Client 1, counter 2. `on_twice` is what happens when a request was counted a second time.
inline void add_toy(World& world, Counter& counter, std::function<void()> on_twice) {
  const auto ask = [&counter](Process& p) {
    p.send(2, word("count " + std::to_string(counter.answered)));
  };
  Scripted::Script client;
  client.start = [](Process& p) { p.set_timer(1ms, 1); };
  client.receive = [&counter, ask](Process& p, ActorId, const std::string&) {
    if (++counter.answered < requests) ask(p);
  };
  client.timer = [ask](Process& p, TimerTag) {
    ask(p);
    p.set_timer(50ms, 1);
  };
  Scripted::Script server;
  server.receive = [&counter, on_twice, last = std::string()](
                       Process& p, ActorId from, const std::string& text) mutable {
    if (text == last) on_twice();
    last = text;
    ++counter.counted;
    p.send(from, word("counted"));
  };
  world.add("client", scripted(client));
  world.add("counter", scripted(server));
}

inline Options lossy() {
  Options options = even();
  options.network.loss_per_million = 200'000;
  return options;
}

inline void toy_body(Run& run, const std::function<void()>& on_twice,
              const std::function<void()>& then = [] {}) {
  Counter counter;
  run.tell("requests", std::to_string(requests));
  add_toy(run.world(), counter, on_twice);
  run.show([&](ActorId id) {
    return id == 2 ? Lane{{"role", "counter"}, {"counted", std::to_string(counter.counted)}}
                   : Lane{{"role", "client"}, {"answered", std::to_string(counter.answered)}};
  });
  testkit::step("the client counts");
  run.world().run_until([&] { return counter.answered == requests; }, 60s);
  then();
}

inline void failing_body(Run& run) {
  toy_body(run, [&run] {
    run.fail("toy.once", "a request was counted twice", {run.world().events()});
  });
}

inline RunOptions with(const Options& world, std::uint64_t seeds = 1) {
  RunOptions options;
  options.world = world;
  options.seeds = seeds;
  return options;
}

inline std::size_t count_of(const Caught& caught, const std::string& kind) {
  return static_cast<std::size_t>(
      std::count_if(caught.lines.begin(), caught.lines.end(), [&](const std::string& line) {
        return line.find("\"t\":\"" + kind + "\"") != std::string::npos;
      }));
}

}  // namespace counting
