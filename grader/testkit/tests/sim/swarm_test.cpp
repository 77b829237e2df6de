// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Swarms: half of the faults are off, all is printable, and after the safety phase all is whole.
#include "toy.hpp"

#include <testkit/sim/swarm.hpp>

#include <algorithm>

using namespace toy;

namespace {

// Everybody writes a number down, each beat, and tells it to everybody once it is synced.
Scripted::Script gossip(ActorId actors) {
  return {.start = [](Process& own) { own.set_timer(50ms, 1); },
          .receive = {},
          .timer = [actors](Process& own, TimerTag) {
            own.set_timer(50ms, 1);
            std::unique_ptr<patina::storage::File> file;
            if (own.files().open("log", true, file) != patina::storage::Errno::none) return;
            if (file->write(file->size() % 4096, "beat") != patina::storage::Errno::none) return;
            if (file->sync() != patina::storage::Errno::none) return;
            for (ActorId to = 1; to <= actors; ++to) own.send(to, word("beat"));
          }};
}

struct Campaign {
  explicit Campaign(std::uint64_t seed, const SwarmLimits& limits = {}, const Options& options = {})
      : world(seed, options), trace(world), swarm(draw_swarm(seed, limits)) {
    for (int i = 0; i < 5; ++i) world.add("n" + std::to_string(i + 1), scripted(gossip(5)));
    nemesis.begin();
  }
  World world;
  Trace trace;
  Swarm swarm;
  Nemesis nemesis{world, swarm, {1, 2, 3, 4, 5}, [this] { return 1 + world.events() % 5; }};
};

TEST_CASE("What a swarm drew is the same for the same seed, has names, and is half off") {
  std::uint64_t off = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Swarm swarm = draw_swarm(seed);
    CHECK(swarm.drawn == draw_swarm(seed).drawn);
    for (const auto& [name, value] : swarm.drawn) {
      CHECK_FALSE(name.empty());
      all += name != "aimed" && name != "shapes";
      off += value == "off";
    }
  }
  CHECK(off * 10 > all * 4);
  CHECK(off * 10 < all * 6);
}

TEST_CASE("What the limits turn off is off, and leaves all else as it was") {
  SwarmLimits limits;
  limits.losses = limits.crashes = limits.disk_errors = limits.clock_jumps = false;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Swarm whole = draw_swarm(seed), less = draw_swarm(seed, limits);
    CHECK(less.network.loss_per_million == 0);
    CHECK(less.crash_every == 0ms);
    CHECK(less.disk_error_every == 0ms);
    CHECK(less.jump_every == 0ms);
    CHECK(less.pause_every == whole.pause_every);
    CHECK(less.shapes == whole.shapes);
    CHECK(less.drift_per_million == whole.drift_per_million);
  }
}

TEST_CASE("A nemesis plays every kind of fault, and the same for the same seed") {
  std::map<EventKind, std::uint64_t> counts;
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    Campaign one(seed), two(seed);
    one.world.run_for(25s);
    two.world.run_for(25s);
    CHECK(one.world.trace_hash() == two.world.trace_hash());
    for (const auto& [kind, count] : one.trace.counts) counts[kind] += count;
  }
  for (int kind = 0; kind <= static_cast<int>(EventKind::clock); ++kind)
    if (static_cast<EventKind>(kind) != EventKind::reformat)
      CHECK(counts[static_cast<EventKind>(kind)] > 0);
}

TEST_CASE("After the safety phase everything is whole and stays so") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Campaign campaign(seed);
    World& world = campaign.world;
    world.run_for(20s);
    CHECK(campaign.nemesis.has_healed());
    world.run_for(1ms);
    const auto healed = campaign.trace.counts;
    world.run_for(20s);
    for (ActorId id = 1; id <= 5; ++id) {
      CHECK(world.is_up(id));
      CHECK_FALSE(world.is_paused(id));
      for (ActorId to = 1; to <= 5; ++to) CHECK_FALSE(world.is_cut(id, to));
    }
    for (const EventKind kind : {EventKind::crash, EventKind::pause, EventKind::cut,
                                 EventKind::lose, EventKind::io_error, EventKind::clock}) {
      const auto before = healed.find(kind);
      CHECK(campaign.trace.count(kind) == (before == healed.end() ? 0 : before->second));
    }
  }
}

TEST_CASE("No more processes are hurt at a time than the limit says") {
  struct Down final : Observer {
    explicit Down(World& own) : world(own) {}
    void after(const Event&) override {
      std::uint32_t down = 0;
      for (ActorId id = 1; id <= world.actors(); ++id)
        down += world.events() > 100 && (!world.is_up(id) || world.is_paused(id));
      most = std::max(most, down);
    }
    World& world;
    std::uint32_t most = 0;
  };
  SwarmLimits limits;
  limits.down_max = 2;
  std::uint32_t most = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Campaign campaign(seed, limits);
    campaign.world.run_for(100ms);
    Down down(campaign.world);
    campaign.world.watch(down);
    campaign.world.run_for(19s);
    most = std::max(most, down.most);
  }
  CHECK(most == 2);
}

TEST_CASE("An act that is overruled does not take place, and the plan of the others stays") {
  const std::uint64_t seed = 3;
  Campaign whole(seed);
  whole.world.run_for(25s);
  std::vector<Decision> acts;
  for (const Decision& taken : whole.world.taken())
    if (taken.stream == "nemesis") acts.push_back(taken);
  REQUIRE(acts.size() > 4);
  Options options;
  options.only = std::vector<Decision>{acts[1], acts[3]};
  std::sort(options.only->begin(), options.only->end());
  Campaign shrunk(seed, {}, options);
  shrunk.world.run_for(25s);
  CHECK(shrunk.nemesis.acts() == whole.nemesis.acts());
  for (const Decision& taken : shrunk.world.taken())
    CHECK((taken == acts[1] || taken == acts[3]));
}

}  // namespace
