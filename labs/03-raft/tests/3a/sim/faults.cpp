// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: elections on networks that lose, double, delay and part.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/sim/swarm.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

Term highest_term(const Cluster& cluster) {
  Term highest;
  for (const NodeId node : cluster.nodes()) highest = std::max(highest, cluster.glance(node).term);
  return highest;
}

}  // namespace

TEST_CASE("3a.48 Waits that differ end split votes after a few terms (paper, 5.2)", "[3a.48]") {
  step("five nodes that begin at once elect a leader, from forty seeds");
  sim::RunOptions options;
  options.seeds = 40;
  simulate(options, [](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('a'));
    cluster.run_until_leader();
    cluster.expect(highest_term(cluster) <= Term{8}, "raft.waits-differ",
                   "eight terms at most are needed: a vote is seldom split twice");
  });
}

TEST_CASE("3a.49 A leader that nobody hears is replaced, and learns it (paper, 5.1)", "[3a.49]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, 3, features_up_to('a'));
    const NodeId first = cluster.run_until_leader();
    step("what the leader sends is lost, and what it is sent arrives");
    for (const NodeId node : cluster.nodes())
      if (node != first) cluster.cut(first, node);
    cluster.run_until(elected_other_than(first), "the two others elect one of them");
    cluster.run_ticks(3);
    cluster.expect(cluster.glance(first).role == Role::follower, "raft.term-order",
                   "the old leader has heard of the newer term");
    step("all is whole again, and the new leader stays");
    const NodeId second = cluster.leader();
    cluster.heal();
    cluster.run_for(cluster.election_timeouts(5));
    cluster.expect_one_leader();
    cluster.expect(cluster.leader() == second, "raft.waits", "who hears the leader does not stand");
  });
}

TEST_CASE("3a.50 On a network that loses, doubles and delays a term has one leader at most "
          "(paper, Figure 3, Election Safety)",
          "[3a.50]") {
  step("a fifth is lost, a third comes twice, a tenth half a second late; from thirty seeds");
  sim::RunOptions options;
  options.seeds = 30;
  options.world.network.loss_per_million = 200'000;
  options.world.network.duplicate_per_million = 300'000;
  options.world.network.slow_per_million = 100'000;
  simulate(options, [](sim::Run& run) {
    Cluster cluster(run, 5, features_up_to('a'));
    cluster.run_for(cluster.election_timeouts(30));
    cluster.heal();
    cluster.run_until(led, "all follow one leader when the network is whole");
  });
}

TEST_CASE("3a.51 Whatever parts and stops nodes, a term has one leader at most, and afterwards "
          "there is one (paper, Figure 3, Election Safety)",
          "[3a.51]") {
  step("partitions of every shape, pauses and lost messages, from thirty seeds");
  sim::RunOptions options;
  options.seeds = 30;
  options.is_checked_twice = true;
  simulate(options, [](sim::Run& run) {
    sim::SwarmLimits limits;
    limits.safety = 40s;
    limits.pace = 2s;
    limits.crashes = false;  // before 3c a node that comes back has forgotten its vote
    limits.disk_errors = false;
    limits.slow_disks = false;
    Cluster cluster(run, 5, features_up_to('a'));
    const sim::Swarm swarm = sim::draw_swarm(run.seed(), limits);
    for (const auto& [name, value] : swarm.drawn) run.tell(name, value);
    sim::Nemesis nemesis(cluster.world(), swarm, {1, 2, 3, 4, 5},
                         [&] { return static_cast<sim::ActorId>(cluster.leader().value()); });
    nemesis.begin();
    cluster.run_for(limits.safety + 1s);
    cluster.run_until(led, "all follow one leader when everything is whole");
    cluster.run_for(cluster.election_timeouts(3));
    cluster.expect_one_leader();
  });
}
