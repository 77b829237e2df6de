// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/lease_hunt.hpp>

#include <chrono>

namespace testkit::raft {
namespace {

using namespace std::chrono_literals;
using patina::base::Random;

sim::Duration between(Random& random, sim::Duration low, sim::Duration high) {
  return sim::Duration(random.between(low.count(), high.count()));
}

// One node loses the leader for long enough to ask for votes; then all do.
void cut_off_behind(Cluster& cluster, NodeId leader, NodeId candidate, Random& random) {
  cluster.cut(leader, candidate);
  cluster.cut(candidate, leader);
  cluster.run_for(between(random, 1200ms, 2400ms));
  cut_off_from_nodes(cluster, leader);
}

// The same, with a candidate whose log is as new as any: the leader takes no command while it waits
// for an answer of whom it hands over to. When it is cut off those who hear it come up anew.
void restart_who_promised(Cluster& cluster, NodeId leader, NodeId candidate, Random& random) {
  cluster.cut(candidate, leader);
  cluster.transfer(leader, candidate);
  cluster.run_for(30ms);
  cluster.cut(leader, candidate);
  cluster.run_for(between(random, 850ms, 950ms));
  cut_off_from_nodes(cluster, leader);
  for (const NodeId node : cluster.nodes()) {
    if (node == leader || node == candidate) continue;
    cluster.crash(node);
    cluster.restart(node);
  }
}

// Another one is told to lead, and the leader hears nothing of what comes of it.
void hand_over_unheard(Cluster& cluster, NodeId leader, NodeId to) {
  const Term term = cluster.glance(leader).term;
  cluster.drop_if(
      [=](const Message& message) { return message.to == leader && message.term > term; });
  cluster.transfer(leader, to);
}

}  // namespace

void part_clocks(const Cluster& cluster, NodeId leader) {
  for (const NodeId node : cluster.nodes())
    cluster.world().set_drift(
        static_cast<sim::ActorId>(node.value()),
        node == leader ? -drift_allowed_per_million : drift_allowed_per_million);
}

void cut_off_from_nodes(const Cluster& cluster, NodeId node) {
  for (const NodeId other : cluster.nodes()) {
    if (other == node) continue;
    cluster.cut(node, other);
    cluster.cut(other, node);
  }
}

void hunt_leases(Cluster& cluster, const std::function<bool()>& is_over) {
  Random random = cluster.world().stream("hunt");
  while (!is_over()) {
    cluster.run_until(led, "all follow a leader");
    const NodeId leader = cluster.leader();
    part_clocks(cluster, leader);
    cluster.run_for(between(random, 200ms, 600ms));
    const std::uint64_t kind = random.below(3);
    const std::uint64_t drawn = random.below(cluster.nodes().size() - 1);
    if (cluster.leader() != leader) continue;
    const NodeId other = cluster.followers().at(drawn % cluster.followers().size());
    if (kind == 0) cut_off_behind(cluster, leader, other, random);
    if (kind == 1) restart_who_promised(cluster, leader, other, random);
    if (kind == 2) hand_over_unheard(cluster, leader, other);
    cluster.run_for(between(random, 900ms, 1800ms));
    cluster.heal();
    cluster.pass_all();
  }
}

void hunt_old_leaders(Cluster& cluster, const std::function<bool()>& is_over) {
  Random random = cluster.world().stream("hunt");
  while (!is_over()) {
    cluster.run_until(led, "all follow a leader");
    const NodeId leader = cluster.leader();
    for (const NodeId node : cluster.nodes())
      cluster.world().set_drift(static_cast<sim::ActorId>(node.value()),
                                node == leader ? -500'000 : 0);
    cluster.run_for(between(random, 200ms, 600ms));
    cut_off_from_nodes(cluster, leader);
    cluster.run_for(between(random, 1500ms, 2500ms));
    cluster.heal();
  }
}

}  // namespace testkit::raft
