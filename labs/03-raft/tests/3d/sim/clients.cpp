// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: clients of the replicated key-value store, who ask again until they are answered (6.824, 4B).
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/kv_client.hpp>
#include <testkit/raft/kv_clients.hpp>
#include <testkit/raft/print.hpp>

#include <chrono>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;
using sim::simulate;

namespace {

ClusterOptions store(std::uint32_t nodes, std::uint64_t compact_every) {
  ClusterOptions options;
  options.nodes = nodes;
  options.features = features_up_to('d');
  options.machine = MachineKind::kv;
  options.compact_every = compact_every;
  return options;
}

sim::NetworkOptions unreliable() {
  sim::NetworkOptions network;
  network.loss_per_million = 80'000;
  network.duplicate_per_million = 80'000;
  network.slow_per_million = 50'000;
  network.slow_delay = 900ms;
  return network;
}

void finish(Cluster& cluster, const KvClients& clients) {
  cluster.heal();
  for (const NodeId node : cluster.nodes())
    if (!cluster.is_up(node)) cluster.restart(node);
  cluster.run_until([&](const Cluster&) { return clients.are_done(); }, 120s,
                    "all clients have their answers");
  cluster.expect_agreement();
  clients.expect_linearizable();
}

}  // namespace

TEST_CASE(
    "3d.44 What clients are told by a healthy cluster is linearizable, and replicas are equal",
    "[3d.44]") {
  simulate(sim::seeds(3), [](sim::Run& run) {
    Cluster cluster(run, store(3, 20));
    const KvClients clients(cluster, {.clients = 4, .commands = 25});
    finish(cluster, clients);
  });
}

TEST_CASE("3d.45 Commands that are sent again over changes of leaders happen once (paper 8)",
          "[3d.45]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    Cluster cluster(run, store(3, 15));
    const KvClients clients(cluster,
                            {.clients = 4, .commands = 40, .keys = 2, .is_append_only = true});
    for (int round = 0; round < 5 && !clients.are_done(); ++round) {
      const NodeId leader = cluster.run_until_leader();
      cluster.run_for(700ms);
      step("node " + to_string(leader) + " is cut off from the others, not from clients");
      for (const NodeId other : cluster.nodes()) {
        if (other == leader) continue;
        cluster.cut(leader, other);
        cluster.cut(other, leader);
      }
      cluster.run_until(elected_other_than(leader));
      cluster.run_for(900ms);
      cluster.heal();
    }
    finish(cluster, clients);
    clients.expect_once();
  });
}

TEST_CASE("3d.46 On a network that loses, doubles and delays, every command still happens once",
          "[3d.46]") {
  simulate(sim::seeds(5), [](sim::Run& run) {
    Cluster cluster(run, store(3, 15));
    cluster.world().set_network(unreliable());
    const KvClients clients(cluster,
                            {.clients = 4, .commands = 30, .keys = 2, .is_append_only = true});
    cluster.reaches([&](const Cluster&) { return clients.are_done(); }, 60s);
    finish(cluster, clients);
    clients.expect_once();
  });
}

TEST_CASE("3d.47 Crashes of leaders and of all make no client's command happen twice or never",
          "[3d.47]") {
  simulate(sim::seeds(4), [](sim::Run& run) {
    Cluster cluster(run, store(3, 10));
    const KvClients clients(cluster, {.clients = 3, .commands = 30});
    for (int round = 1; round <= 4; ++round) {
      const NodeId leader = cluster.run_until_leader();
      cluster.run_for(600ms);
      for (const NodeId node : cluster.nodes())
        if ((round == 3 || node == leader) && cluster.is_up(node)) cluster.crash(node);
      cluster.run_for(1500ms);
      for (const NodeId node : cluster.nodes())
        if (!cluster.is_up(node)) cluster.restart(node);
    }
    finish(cluster, clients);
  });
}

TEST_CASE("3d.48 A session outlives its leader and its log: it is in the snapshot", "[3d.48]") {
  simulate([](sim::Run& run) {
    Cluster cluster(run, store(3, 10));
    cluster.run_until_leader();
    step("node 3 hears nothing while a client opens a session and appends");
    cluster.isolate(3);
    cluster.run_until([](const Cluster& now) { return elected(now) && now.leader() != NodeId{3}; });
    const Index opened = cluster.agree(encode(kv::open()).view());
    const std::string command(encode(kv::append(opened.value(), 1, "x", "a")).view());
    cluster.agree(command);
    for (std::uint64_t i = 2; i <= 25; ++i)
      cluster.agree(encode(kv::put(opened.value() + i, i, "y", "b")).view());
    step("it is sent the snapshot, and then leads");
    cluster.heal();
    cluster.run_until(converged, "node 3 catches up");
    cluster.with(3, [](Node& node) {
      for (int i = 0; i < 40 && node.glance().role == Role::follower; ++i) node.tick();
    });
    cluster.run_until([](const Cluster& now) { return now.leader() == NodeId{3}; },
                      "node 3 is elected");
    step("the client has had no answer, and asks again");
    cluster.propose(command);
    cluster.run_until(converged, "all have applied it");
    for (const NodeId node : cluster.nodes())
      cluster.expect(
          cluster.query(node, encode(kv::get(0, 0, "x")).view()) == encode(kv::done("a")),
          "raft.sessions-in-snapshot", "node " + to_string(node) + " has applied the command once");
    cluster.expect_agreement();
  });
}
