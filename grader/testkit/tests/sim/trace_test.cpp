// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Determinism: equal worlds make equal traces; an overruled decision moves no other.
#include "toy.hpp"

using namespace toy;

namespace {

// A token goes round; who holds it writes it down, syncs, and passes it on. Everybody asks for it
// anew where it seems to be lost, so that there are many.
Scripted::Script ring(ActorId actors) {
  const auto pass = [actors](Process& own, const std::string& text) {
    std::unique_ptr<patina::storage::File> file;
    if (own.files().open("seen", true, file) != patina::storage::Errno::none) return;
    if (file->write(file->size(), text) != patina::storage::Errno::none) return;
    if (file->sync() != patina::storage::Errno::none) return;
    own.send(own.id() % actors + 1, word(std::to_string(own.random().below(1000))));
  };
  return {.start = [](Process& own) { own.set_timer(20ms, 1); },
          .receive = [pass](Process& own, ActorId, const std::string& text) {
            own.note("holds " + text);
            pass(own, text);
          },
          .timer = [pass](Process& own, TimerTag) {
            pass(own, "new");
            own.set_timer(200ms, 1);
          }};
}

Options faulty() {
  Options options;
  options.network.loss_per_million = 50'000;
  options.network.duplicate_per_million = 20'000;
  options.network.slow_per_million = 20'000;
  options.disk.sync_time = 300us;
  options.disk.write_error_per_million = 10'000;
  options.disk.sync_error_per_million = 10'000;
  options.clock_drift_per_million = 500;
  options.clock_skew_max = 1s;
  return options;
}

struct Story {
  explicit Story(std::uint64_t seed, const Options& options = faulty())
      : world(seed, options), trace(world) {
    for (int i = 0; i < 5; ++i) world.add("n" + std::to_string(i + 1), scripted(ring(5)));
    for (int i = 1; i < 5; ++i) {
      world.at(100ms * i, [this, i] { world.crash(i); });
      world.at(100ms * i + 50ms, [this, i] { world.restart(i); });
    }
    world.run_for(2s);
  }
  World world;
  Trace trace;
};

TEST_CASE("Equal seeds make equal traces, other seeds other ones") {
  const Story one(42), two(42), other(43);
  CHECK(one.trace.lines.size() > 1000);
  CHECK(one.trace.lines == two.trace.lines);
  CHECK(one.world.trace_hash() == two.world.trace_hash());
  CHECK(one.world.taken() == two.world.taken());
  CHECK(one.world.trace_hash() != other.world.trace_hash());
  CHECK(one.world.events() == one.trace.lines.size());
}

TEST_CASE("Events have the numbers 1, 2, ... and their times ascend") {
  const Story story(5);
  CHECK(std::is_sorted(story.trace.times.begin(), story.trace.times.end()));
}

TEST_CASE("A run that is given what it took takes the same again") {
  const Story whole(42);
  Options options = faulty();
  options.only = whole.world.taken();
  const Story again(42, options);
  CHECK(again.trace.lines == whole.trace.lines);
  CHECK(again.world.taken() == whole.world.taken());
}

TEST_CASE("What is overruled does not happen, and all stays as it was up to there") {
  const Story whole(42);
  REQUIRE(whole.world.taken().size() > 10);
  const Decision sixth = whole.world.taken()[5];
  Options options = faulty();
  options.overruled = {sixth};
  const Story shrunk(42, options);
  for (std::size_t i = 0; i < 5; ++i) CHECK(shrunk.world.taken()[i] == whole.world.taken()[i]);
  for (const Decision& taken : shrunk.world.taken()) CHECK(taken != sixth);
  options.only = std::vector<Decision>{};
  const Story calm(42, options);
  CHECK(calm.world.taken().empty());
  CHECK(calm.trace.count(EventKind::duplicate) == 0);
  CHECK(calm.trace.count(EventKind::io_error) == 0);
}

TEST_CASE("One message's fate does not depend on another's") {
  Options options = even();
  options.network.loss_per_million = 300'000;
  const auto lost_of = [&](std::vector<Decision> overruled) {
    options.overruled = std::move(overruled);
    World world(9, options);
    world.add("a", scripted());
    world.add("b", scripted());
    world.run_for(1ms);
    for (int i = 0; i < 40; ++i) process_of(world, 1).send(2, word("x"));
    return world.taken();
  };
  std::vector<Decision> lost = lost_of({});
  REQUIRE(lost.size() > 5);
  CHECK(lost[0].stream == "net/1-2 loss");
  const Decision third = lost[2];
  lost.erase(lost.begin() + 2);
  CHECK(lost_of({third}) == lost);
}

TEST_CASE("An event is told before and after what it causes, which has later numbers") {
  struct Nest final : Observer {
    void before(const Event& event) override { text += "(" + std::to_string(event.number); }
    void after(const Event& event) override { text += " " + std::to_string(event.number) + ")"; }
    std::string text;
  };
  World world(1, even());
  Nest nest;
  world.watch(nest);
  world.add("a", scripted({.start = [](Process& own) { own.note("x"), own.note("y"); },
                           .receive = {},
                           .timer = {}}));
  world.step();
  CHECK(nest.text == "(1(2 2)(3 3) 1)");
}

}  // namespace
