// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Hidden, 3c: clusters of other sizes, whose nodes go down in other orders.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/sim/swarm.hpp>

#include <patina/base/random.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

ClusterOptions stored(std::uint32_t nodes) {
  ClusterOptions options;
  options.nodes = nodes;
  options.features = features_up_to('c');
  options.store = StoreKind::segments;
  return options;
}

}  // namespace

TEST_CASE("3c.h09 Seven nodes go down one after the other, each in the middle of a write",
          "[3c.h09]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    Cluster cluster(run, stored(7));
    auto random = patina::base::Random::stream(run.seed(), "3c.h09");
    cluster.agree("a");
    for (int round = 0; round < 14; ++round) {
      const int victim = round % 7 + 1;
      cluster.crash_at_write(victim, 1 + random.below(3));
      for (int i = 0; i < 4; ++i) cluster.agree(std::to_string(round) + "." + std::to_string(i));
      if (!cluster.is_up(victim)) cluster.restart(victim);
    }
    cluster.expect_agreement();
  });
}

TEST_CASE("3c.h10 Power goes everywhere at random moments, and comes back one by one", "[3c.h10]") {
  simulate(sim::seeds(8), [](sim::Run& run) {
    Cluster cluster(run, stored(5));
    auto random = patina::base::Random::stream(run.seed(), "3c.h10");
    for (int round = 0; round < 8; ++round) {
      const std::string command = "c" + std::to_string(round);
      cluster.agree(command);
      if (cluster.leader() != patina::raft::no_node)
        cluster.propose(cluster.leader(), "half " + std::to_string(round));
      cluster.run_for(sim::Duration(random.between(0, 12'000)));
      for (const NodeId node : cluster.nodes()) cluster.crash(node);
      for (const NodeId node : cluster.nodes()) {
        cluster.run_for(sim::Duration(random.between(0, 400'000)));
        cluster.restart(node);
      }
      cluster.wait_applied(command);
    }
    cluster.expect_agreement();
  });
}

TEST_CASE("3c.h11 Swarms of faults over five nodes with slow disks", "[3c.h11]") {
  simulate(sim::seeds(16), [](sim::Run& run) {
    Cluster cluster(run, stored(5));
    sim::SwarmLimits limits;
    limits.safety = 12s;
    limits.clock_jumps = false;
    const sim::Swarm swarm = sim::draw_swarm(run.seed() * 3 + 1, limits);
    for (const auto& [name, value] : swarm.drawn) run.tell(name, value);
    sim::Actors actors;
    for (const NodeId node : cluster.nodes())
      actors.push_back(static_cast<sim::ActorId>(node.value()));
    const auto aim = [&cluster] { return static_cast<sim::ActorId>(cluster.leader().value()); };
    sim::Nemesis nemesis(cluster.world(), swarm, actors, aim);
    nemesis.begin();
    for (int i = 0; !nemesis.has_healed(); ++i) {
      if (cluster.leader() != patina::raft::no_node)
        cluster.propose(cluster.leader(), std::to_string(i));
      cluster.run_for(60ms);
    }
    cluster.agree("the end");
    cluster.expect_agreement();
  });
}
