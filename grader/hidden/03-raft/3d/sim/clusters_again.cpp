// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: clusters of five, stores of 3c, and everything at once.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/kv_clients.hpp>
#include <testkit/raft/print.hpp>

#include <chrono>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::base::Random;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

ClusterOptions five(MachineKind machine, StoreKind store) {
  ClusterOptions options;
  options.nodes = 5;
  options.features = features_up_to('d');
  options.compact_every = 8;
  options.machine = machine;
  options.store = store;
  return options;
}

sim::NetworkOptions unreliable() {
  sim::NetworkOptions network;
  network.loss_per_million = 100'000;
  network.duplicate_per_million = 100'000;
  network.delay_max = 40ms;
  network.slow_per_million = 60'000;
  network.slow_delay = 700ms;
  return network;
}

void all_up(Cluster& cluster) {
  cluster.heal();
  for (const NodeId node : cluster.nodes())
    if (!cluster.is_up(node)) cluster.restart(node);
}

void finish(Cluster& cluster, const KvClients& clients) {
  all_up(cluster);
  cluster.run_until([&](const Cluster&) { return clients.are_done(); }, 180s,
                    "all clients have their answers");
  cluster.expect_agreement();
  clients.expect_linearizable();
}

// Two of five go down or away, now this one and now that one.
void disturb(Cluster& cluster, Random& random) {
  for (int i = 0; i < 2; ++i) {
    const NodeId node{1 + random.below(5)};
    if (!cluster.is_up(node)) continue;
    if (random.chance(1, 2)) {
      cluster.crash(node);
    } else {
      cluster.isolate(node);
    }
  }
  cluster.run_for(std::chrono::milliseconds(random.between(300, 2500)));
  all_up(cluster);
}

}  // namespace

TEST_CASE("3d.h10 Clients of five nodes that come and go on a bad network see one order",
          "[3d.h10]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    Cluster cluster(run, five(MachineKind::kv, StoreKind::segments));
    Random random = cluster.world().stream("disturbance");
    const KvClients clients(cluster, {.clients = 5, .commands = 25, .keys = 3});
    for (int round = 0; round < 8 && !clients.are_done(); ++round) {
      cluster.world().set_network(unreliable());
      disturb(cluster, random);
      cluster.run_for(1s);
    }
    finish(cluster, clients);
  });
}

TEST_CASE("3d.h11 One key, many clients, copies everywhere: each word once", "[3d.h11]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    Cluster cluster(run, five(MachineKind::kv, StoreKind::memory));
    cluster.world().set_network(unreliable());
    const KvClients clients(
        cluster,
        {.clients = 6, .commands = 20, .keys = 1, .is_append_only = true, .patience = 300ms});
    cluster.reaches([&](const Cluster&) { return clients.are_done(); }, 60s);
    finish(cluster, clients);
    clients.expect_once();
  });
}

TEST_CASE("3d.h12 A leader that crashes at any sync while it compacts loses nothing", "[3d.h12]") {
  bool has_crashed = true;
  for (std::uint64_t nth = 1; has_crashed && nth <= 100; ++nth) {
    has_crashed = false;
    simulate([&](sim::Run& run) {
      ClusterOptions options = five(MachineKind::list, StoreKind::segments);
      options.nodes = 3;
      options.compact_every = 4;
      Cluster cluster(run, options);
      cluster.agree("first");
      const NodeId leader = cluster.leader();
      cluster.crash_at_sync(leader, nth);
      for (int i = 1; i <= 10; ++i) {
        cluster.agree(std::to_string(i));
        if (cluster.is_up(leader)) continue;
        has_crashed = true;
        cluster.restart(leader);
      }
      cluster.expect_agreement();
    });
  }
}

TEST_CASE("3d.h13 Two of five who were apart, one with a long log of its own, catch up",
          "[3d.h13]") {
  simulate(sim::seeds(3), [](sim::Run& run) {
    Cluster cluster(run, five(MachineKind::list, StoreKind::segments));
    cluster.agree("first");
    for (int round = 1; round <= 3; ++round) {
      const NodeId old = cluster.run_until_leader();
      const NodeId with_it = cluster.followers().front();
      Cluster::Side others;
      for (const NodeId node : cluster.nodes())
        if (node != old && node != with_it) others.push_back(node);
      cluster.partition({old, with_it}, others);
      for (int i = 0; i < 60; ++i) cluster.propose(old, "stale");
      cluster.run_until(elected_other_than(old));
      for (int i = 1; i <= 20; ++i) cluster.agree(std::to_string(round) + "." + std::to_string(i));
      cluster.heal();
      cluster.expect_agreement();
    }
  });
}
