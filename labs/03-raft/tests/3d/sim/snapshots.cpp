// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: clusters that compact their logs, with the given state machine (6.824, 3D).
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

#include <chrono>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

constexpr std::uint64_t compact_every = 10;

ClusterOptions compacting(std::uint32_t nodes = 3) {
  ClusterOptions options;
  options.nodes = nodes;
  options.features = features_up_to('d');
  options.compact_every = compact_every;
  return options;
}

sim::NetworkOptions unreliable() {
  sim::NetworkOptions network;
  network.loss_per_million = 100'000;
  network.duplicate_per_million = 50'000;
  network.slow_per_million = 50'000;
  network.slow_delay = 300ms;
  return network;
}

void agree_on(Cluster& cluster, const std::string& name, int count) {
  for (int i = 1; i <= count; ++i) cluster.agree(name + "." + std::to_string(i));
}

// What a log holds behind its snapshot: up to compact_every entries applied, and what is on its
// way.
void expect_short_logs(const Cluster& cluster) {
  for (const NodeId node : cluster.nodes()) {
    if (!cluster.is_up(node)) continue;
    const Glance now = cluster.glance(node);
    const std::uint64_t entries = now.last.index - now.base.index;
    cluster.expect(entries <= 2 * compact_every + 10, "raft.compaction",
                   "node " + to_string(node) + " compacts its log each " +
                       std::to_string(compact_every) + " entries, and holds " +
                       std::to_string(entries));
  }
}

}  // namespace

TEST_CASE("3d.34 Nodes that compact their logs agree as they did before (MIT, SnapshotBasic)",
          "[3d.34]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, compacting());
    agree_on(cluster, "a", 45);
    cluster.expect_agreement();
    expect_short_logs(cluster);
    for (const NodeId node : cluster.nodes())
      cluster.expect(cluster.glance(node).base.index >= Index{30}, "raft.compaction",
                     "after 45 commands the log of node " + to_string(node) +
                         " begins behind the thirtieth entry");
  });
}

TEST_CASE(
    "3d.35 Who missed what was compacted away catches up by a snapshot (MIT, SnapshotInstall)",
    "[3d.35]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, compacting());
    cluster.agree("first");
    for (int round = 1; round <= 4; ++round) {
      const NodeId away = round % 2 == 0 ? cluster.leader() : cluster.followers().back();
      step("node " + to_string(away) + " is away, with entries that nobody else has");
      cluster.isolate(away);
      for (int i = 0; i < 30 && round % 2 == 0; ++i) cluster.propose(away, "stale");
      cluster.run_until(elected, "the others have a leader");
      agree_on(cluster, std::to_string(round), 35);
      cluster.count_from_now();
      cluster.heal();
      cluster.run_until(converged, "node " + to_string(away) + " catches up");
      cluster.expect(cluster.sent(MessageType::install_snapshot) > 0, "raft.slow-follower",
                     "what was compacted away comes as a snapshot");
      cluster.expect_agreement();
    }
  });
}

TEST_CASE("3d.36 Snapshots that are lost, late and doubled do no harm (SnapshotInstallUnreliable)",
          "[3d.36]") {
  simulate(sim::seeds(8), [](sim::Run& run) {
    Cluster cluster(run, compacting());
    cluster.world().set_network(unreliable());
    for (int round = 1; round <= 3; ++round) {
      cluster.run_until_leader();
      const NodeId away = cluster.followers().front();
      cluster.isolate(away);
      agree_on(cluster, std::to_string(round), 25);
      cluster.rejoin(away);
      agree_on(cluster, std::to_string(round) + "+", 5);
    }
    cluster.heal();
    cluster.expect_agreement();
    expect_short_logs(cluster);
  });
}

TEST_CASE("3d.37 Who was down comes back to a log that began later (MIT, SnapshotInstallCrash)",
          "[3d.37]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    Cluster cluster(run, compacting());
    for (int round = 1; round <= 3; ++round) {
      cluster.run_until_leader();
      const NodeId down = round == 2 ? cluster.leader() : cluster.followers().back();
      cluster.crash(down);
      agree_on(cluster, std::to_string(round), 25);
      cluster.restart(down);
      step("node " + to_string(down) + " is back, and goes down in the middle of catching up");
      cluster.run_ticks(2);
      if (cluster.is_up(down)) cluster.crash(down);
      cluster.agree("between " + std::to_string(round));
      cluster.restart(down);
      cluster.expect_agreement();
    }
  });
}

TEST_CASE("3d.38 All crash, and all go on from their snapshots (MIT, SnapshotAllCrash)",
          "[3d.38]") {
  simulate(sim::seeds(3), [](sim::Run& run) {
    Cluster cluster(run, compacting());
    for (int round = 1; round <= 4; ++round) {
      agree_on(cluster, std::to_string(round), 12);
      const std::size_t held = cluster.commands(cluster.leader()).size();
      for (const NodeId node : cluster.nodes()) cluster.crash(node);
      for (const NodeId node : cluster.nodes()) cluster.restart(node);
      cluster.agree("again " + std::to_string(round));
      cluster.expect(cluster.commands(cluster.leader()).size() == held + 1,
                     "raft.restart-from-snapshot",
                     "a state machine comes back with its commands, each once");
      cluster.expect_agreement();
    }
  });
}

TEST_CASE("3d.39 A dead follower makes no log longer, and is not flooded with snapshots",
          "[3d.39]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, compacting());
    cluster.run_until_leader();
    const NodeId dead = cluster.followers().back();
    cluster.crash(dead);
    agree_on(cluster, "a", 120);
    expect_short_logs(cluster);
    step("it comes up, is sent a snapshot, and goes down before it has that");
    cluster.restart(dead);
    cluster.reaches([](const Cluster& now) { return now.sent(MessageType::install_snapshot) > 0; },
                    5s);
    if (cluster.is_up(dead)) cluster.crash(dead);
    cluster.count_from_now();
    const sim::Time begin = cluster.world().now();
    agree_on(cluster, "b", 60);
    expect_short_logs(cluster);
    cluster.run_for(10s);
    const auto timeouts = static_cast<std::uint64_t>((cluster.world().now() - begin) / 1s) + 1;
    const std::uint64_t sent = cluster.sent(MessageType::install_snapshot);
    cluster.expect(sent <= 12 + timeouts, "raft.one-snapshot",
                   "in " + std::to_string(timeouts) + " s a node that is down was sent " +
                       std::to_string(sent) + " snapshots");
    cluster.restart(dead);
    cluster.expect_agreement();
  });
}
