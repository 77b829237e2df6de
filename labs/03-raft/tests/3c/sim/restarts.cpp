// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: clusters whose nodes go down and come back (MIT 6.5840, 3C).
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

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

void crash_all(Cluster& cluster) {
  for (const NodeId node : cluster.nodes()) cluster.crash(node);
}
void restart_all(Cluster& cluster) {
  for (const NodeId node : cluster.nodes())
    if (!cluster.is_up(node)) cluster.restart(node);
}

// Figure 8: leaders come and go, with entries that some have and some have not.
void figure_8(sim::Run& run, int rounds) {
  Cluster cluster(run, stored(5));
  auto random = patina::base::Random::stream(run.seed(), "figure 8");
  for (int round = 0; round < rounds; ++round) {
    const NodeId leader = cluster.leader();
    if (leader != patina::raft::no_node) {
      cluster.propose(leader, "x" + std::to_string(round));
      cluster.run_for(sim::Duration(random.between(0, 15'000)));
      if (random.chance(1, 2) && cluster.is_up(leader)) cluster.crash(leader);
    } else {
      cluster.run_for(300ms);
    }
    std::vector<NodeId> down;
    for (const NodeId node : cluster.nodes())
      if (!cluster.is_up(node)) down.push_back(node);
    if (down.size() > 2) cluster.restart(down[random.below(down.size())]);
  }
  cluster.heal();
  restart_all(cluster);
  cluster.agree("the end");
  cluster.expect_agreement();
}

}  // namespace

TEST_CASE("3c.36 Power goes everywhere at once, and what was committed is there (MIT 3C, persist1)",
          "[3c.36]") {
  simulate(sim::seeds(5), [](sim::Run& run) {
    Cluster cluster(run, stored(3));
    cluster.agree("a");
    cluster.agree("b");
    step("all three at once, twice");
    for (const std::string next : {"c", "d"}) {
      crash_all(cluster);
      restart_all(cluster);
      cluster.agree(next);
      cluster.expect_agreement();
    }
    for (const NodeId node : cluster.nodes())
      cluster.expect(cluster.commands(node) == std::vector<std::string>{"a", "b", "c", "d"},
                     "raft.restart-keeps", "each node has applied a, b, c and d");
  });
}

TEST_CASE("3c.37 The leader goes down and comes back, and so does a follower (MIT 3C, persist1)",
          "[3c.37]") {
  simulate(sim::seeds(5), [](sim::Run& run) {
    Cluster cluster(run, stored(3));
    cluster.agree("a");
    for (int i = 0; i < 4; ++i) {
      const NodeId leader = cluster.run_until_leader();
      step("crash the leader; the two others go on");
      cluster.crash(leader);
      cluster.agree("without " + std::to_string(i));
      cluster.restart(leader);
      cluster.agree("with " + std::to_string(i));
      step("crash a follower in the middle of an agreement");
      const Which follower = cluster.any_follower();
      cluster.propose("half " + std::to_string(i));
      cluster.crash(follower);
      cluster.agree("whole " + std::to_string(i));
      cluster.restart(follower);
    }
    cluster.expect_agreement();
  });
}

TEST_CASE("3c.38 Five nodes of which two are always down agree on and on (MIT 3C, persist2)",
          "[3c.38]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    Cluster cluster(run, stored(5));
    for (int i = 0; i < 6; ++i) {
      const int first = i % 5 + 1, second = (i + 2) % 5 + 1;
      cluster.agree("all " + std::to_string(i));
      cluster.crash(first);
      cluster.crash(second);
      cluster.agree("three " + std::to_string(i));
      step("all five down; a majority comes back, the others after it");
      crash_all(cluster);
      for (int node = 1; node <= 5; ++node)
        if (node != first && node != second) cluster.restart(node);
      cluster.agree("again " + std::to_string(i));
      restart_all(cluster);
    }
    cluster.expect_agreement();
  });
}

TEST_CASE("3c.39 A cut-off leader crashes with entries that nobody has (MIT 3C, persist3)",
          "[3c.39]") {
  simulate(sim::seeds(5), [](sim::Run& run) {
    Cluster cluster(run, stored(3));
    cluster.agree("a");
    const NodeId leader = cluster.run_until_leader();
    step("cut the leader off; it writes what it can't commit, and crashes");
    cluster.isolate(leader);
    cluster.propose(leader, "lost");
    cluster.propose(leader, "lost too");
    cluster.run_for(50ms);
    cluster.agree("b");
    cluster.crash(leader);
    cluster.agree("c");
    step("it comes back: its log gives way to theirs");
    cluster.heal();
    cluster.restart(leader);
    cluster.agree("d");
    cluster.expect_agreement();
    cluster.expect(cluster.commands(leader) == std::vector<std::string>{"a", "b", "c", "d"},
                   "raft.restart-keeps", "the old leader has applied a, b, c and d");
  });
}

TEST_CASE("3c.40 Figure 8, with crashes: what one node applied no other contradicts (5.4.2)",
          "[3c.40]") {
  simulate(sim::seeds(6), [](sim::Run& run) { figure_8(run, 120); });
}

TEST_CASE("3c.41 Figure 8, on a network that loses, doubles and shuffles (MIT 3C)", "[3c.41]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    sim::NetworkOptions network;
    network.loss_per_million = 100'000;
    network.duplicate_per_million = 50'000;
    network.slow_per_million = 200'000;
    network.slow_delay = 200ms;
    run.world().set_network(network);
    figure_8(run, 100);
  });
}
