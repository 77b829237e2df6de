// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: clusters of other sizes, that fail in other orders.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/sim/swarm.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

TEST_CASE("3a.h10 However leaders are lost, a majority of nine has one (paper, 5.2)", "[3a.h10]") {
  sim::RunOptions options;
  options.seeds = 4;
  simulate(options, [](sim::Run& run) {
    Cluster cluster(run, 9, features_up_to('a'));
    patina::base::Random random = cluster.world().stream("test");
    for (int round = 1; round <= 8; ++round) {
      step("round " + std::to_string(round) + ": four, the leader mostly, are cut off or stopped");
      const NodeId leader = cluster.run_until_leader();
      const std::uint64_t first = leader.value() + random.below(2);
      for (std::uint64_t i = 0; i < 4; ++i) {
        const Which node = 1 + (first - 1 + 2 * i) % 9;
        if (random.chance(1, 2)) {
          cluster.isolate(node);
        } else {
          cluster.pause(node);
        }
      }
      cluster.run_for(cluster.election_timeouts(1 + random.below(4)));
      cluster.run_until_leader();
      step("they are back");
      cluster.heal();
      for (const NodeId node : cluster.nodes()) cluster.resume(node);
      cluster.run_until(led, "all follow one leader");
    }
  });
}

TEST_CASE("3a.h11 On a network worse than that a term has one leader at most "
          "(paper, Figure 3, Election Safety)",
          "[3a.h11]") {
  step("half is lost or doubled, a fifth seconds late; from forty seeds");
  sim::RunOptions options;
  options.seeds = 40;
  options.world.network.loss_per_million = 250'000;
  options.world.network.duplicate_per_million = 500'000;
  options.world.network.slow_per_million = 200'000;
  options.world.network.slow_delay = 3s;
  simulate(options, [](sim::Run& run) {
    Cluster cluster(run, 4 + run.seed() % 2, features_up_to('a'));
    cluster.run_for(cluster.election_timeouts(30));
    cluster.heal();
    cluster.run_until(led, "all follow one leader when the network is whole");
  });
}

TEST_CASE("3a.h12 Seven nodes under partitions and pauses have one leader a term at most, and "
          "afterwards there is one (paper, Figure 3, Election Safety)",
          "[3a.h12]") {
  step("from thirty seeds");
  sim::RunOptions options;
  options.seeds = 30;
  simulate(options, [](sim::Run& run) {
    sim::SwarmLimits limits;
    limits.safety = 30s;
    limits.pace = 3s;
    limits.crashes = limits.disk_errors = limits.slow_disks = false;
    Cluster cluster(run, 7, features_up_to('a'));
    const sim::Swarm swarm = sim::draw_swarm(run.seed(), limits);
    for (const auto& [name, value] : swarm.drawn) run.tell(name, value);
    sim::Nemesis nemesis(cluster.world(), swarm, {1, 2, 3, 4, 5, 6, 7},
                         [&] { return static_cast<sim::ActorId>(cluster.leader().value()); });
    nemesis.begin();
    cluster.run_for(limits.safety + 1s);
    cluster.run_until(led, "all follow one leader when everything is whole");
  });
}

TEST_CASE("3a.h13 Half of a cluster elects nobody, and the two halves together do (paper, 5.2)",
          "[3a.h13]") {
  sim::RunOptions options;
  options.seeds = 5;
  simulate(options, [](sim::Run& run) {
    Cluster cluster(run, 6, features_up_to('a'));
    step("three and three, from the beginning");
    cluster.partition({1, 2, 3}, {4, 5, 6});
    cluster.run_for(cluster.election_timeouts(20));
    for (const NodeId node : cluster.nodes())
      cluster.expect(cluster.glance(node).role != Role::leader, "raft.majority",
                     "three of six elect nobody");
    step("they can talk");
    cluster.heal();
    cluster.run_until(led, "all follow one leader");
    cluster.expect_one_leader();
  });
}
