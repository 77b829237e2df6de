// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Processes: crash and restart, pause and resume, and acting for an actor from outside.
#include "toy.hpp"

using namespace toy;

namespace {

TEST_CASE("A crash destroys the actor and its timers; a restart makes another") {
  World world(1, even());
  int made = 0, fired = 0;
  world.add("a", scripted({.start = [&](Process& own) { ++made, own.set_timer(10ms, 0); },
                           .receive = {},
                           .timer = [&](Process&, TimerTag) { ++fired; }}));
  Trace trace(world);
  world.run_for(5ms);
  world.crash(1);
  world.crash(1);
  CHECK(world.actor(1) == nullptr);
  CHECK_FALSE(world.is_up(1));
  world.run_for(20ms);
  CHECK(fired == 0);
  world.restart(1);
  world.restart(1);
  world.run_for(9ms);
  CHECK(made == 2);
  CHECK(fired == 0);
  world.run_for(1ms);
  CHECK(fired == 1);
  CHECK(trace.count(EventKind::start) == 1);
  CHECK(trace.count(EventKind::crash) == 1);
  CHECK(trace.count(EventKind::restart) == 1);
}

TEST_CASE("What comes to a paused process waits in order, and is lost if it crashes") {
  World world(1, even());
  std::vector<std::string> seen;
  world.add("a", scripted());
  world.add("b", scripted({.start = [](Process& own) { own.set_timer(4ms, 0); },
                           .receive = [&](Process&, ActorId, const std::string& text) {
                             seen.push_back(text);
                           },
                           .timer = [&](Process&, TimerTag) { seen.push_back("timer"); }}));
  world.run_for(1ms);
  world.pause(2);
  CHECK(world.is_paused(2));
  process_of(world, 1).send(2, word("x"));
  world.run_for(10ms);
  process_of(world, 1).send(2, word("y"));
  world.run_for(10ms);
  CHECK(seen.empty());
  world.resume(2);
  world.run_for(0ms);
  CHECK(seen == std::vector<std::string>{"x", "timer", "y"});
  world.pause(2);
  process_of(world, 1).send(2, word("z"));
  world.run_for(10ms);
  Trace trace(world);
  world.crash(2);
  CHECK(trace.count(EventKind::lose) == 1);
  world.restart(2);
  world.run_for(1s);
  CHECK(seen.back() == "timer");
}

TEST_CASE("A process that crashes itself is left at once, and its actor is destroyed") {
  World world(1, even());
  bool went_on = false;
  world.add("a", scripted({.start = [&](Process& own) {
                             world.crash(own.id());
                             went_on = true;
                           },
                           .receive = {},
                           .timer = {}}));
  world.run_for(1s);
  CHECK_FALSE(went_on);
  CHECK_FALSE(world.is_up(1));
}

TEST_CASE("enter acts for an actor, and catches its crash") {
  World world(1, even());
  world.add("a", scripted());
  CHECK_FALSE(world.enter(1, [] {}));
  world.run_for(1ms);
  int acts = 0;
  CHECK(world.enter(1, [&] { ++acts; }));
  CHECK_FALSE(world.enter(1, [&] { ++acts, world.crash(1), ++acts; }));
  CHECK(acts == 2);
  CHECK_FALSE(world.enter(1, [&] { ++acts; }));
  CHECK(acts == 2);
}

TEST_CASE("Nothing leaves a process from its crash on, not even out of its destructor") {
  struct Loud final : Actor {
    explicit Loud(Process& own) : process(own) {}
    ~Loud() override {
      process.send(1, word("last words"));
      process.note("still here");
      std::unique_ptr<patina::storage::File> file;
      CHECK(process.files().open("f", true, file) == patina::storage::Errno::io);
    }
    void receive(ActorId, const PayloadPtr&) override {}
    void timer(TimerTag) override {}
    Process& process;
  };
  World world(1, even());
  world.add("a", [](Process& own) { return std::make_unique<Loud>(own); });
  world.run_for(1ms);
  Trace trace(world);
  world.crash(1);
  CHECK(trace.lines == std::vector<std::string>{"1.000ms 1 crash a"});
}

}  // namespace
