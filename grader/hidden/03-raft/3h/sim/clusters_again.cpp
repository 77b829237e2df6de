// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: clusters again: who is sent a snapshot goes down meanwhile; campaigns with other numbers.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>
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

TEST_CASE("3h.h06 Who goes down in the middle of a transfer, again and again, is brought up",
          "[3h.h06]") {
  simulate(sim::seeds(6), [](sim::Run& run) {
    ClusterOptions options;
    options.features = features_up_to('h');
    options.compact_every = 15;
    options.configure = [](Config& config) { config.chunk_bytes_max = 30; };
    Cluster cluster(run, options);
    cluster.agree("a");
    const NodeId gone = cluster.followers().back();
    cluster.isolate(gone);
    for (int i = 1; i <= 60; ++i) cluster.agree("a command of some length " + std::to_string(i));
    sim::NetworkOptions network;
    network.loss_per_million = 50'000;
    cluster.world().set_network(network);
    cluster.rejoin(gone);
    for (int round = 1; round <= 3; ++round) {
      cluster.run_for(250ms);
      if (cluster.is_up(gone)) cluster.crash(gone);
      cluster.run_for(100ms);
      cluster.restart(gone);
    }
    cluster.run_until(converged, cluster.election_timeouts(40), "it is brought up at last");
    cluster.heal();
    cluster.expect_agreement();
  });
}

TEST_CASE("3h.h07 Five slow disks, and any faults: no promise is broken", "[3h.h07]") {
  step("thirty worlds");
  simulate(sim::seeds(30), [](sim::Run& run) {
    CampaignOptions options;
    options.cluster.nodes = 5;
    options.cluster.features = features_up_to('h');
    options.cluster.sync_time_max = run.seed() % 2 == 0 ? 30ms : 250ms;
    options.cluster.compact_every = 50;
    options.clients.count = 6;
    options.clients.pause = 40ms;
    options.faults = bearable_faults(options.cluster);
    campaign(run, options);
  });
}

TEST_CASE("3h.h08 Clients who ask again are served once, through snapshots in pieces and crashes",
          "[3h.h08]") {
  simulate(sim::seeds(6), [](sim::Run& run) {
    ClusterOptions options;
    options.features = features_up_to('h');
    options.machine = MachineKind::kv;
    options.store = StoreKind::segments;
    options.sync_time_max = 60ms;
    options.compact_every = 12;
    options.configure = [](Config& config) { config.chunk_bytes_max = 24; };
    Cluster cluster(run, options);
    const KvClients clients(cluster, {.clients = 3, .commands = 30});
    for (int round = 1; round <= 4; ++round) {
      const NodeId leader = cluster.run_until_leader();
      cluster.run_for(600ms);
      const NodeId victim = round % 2 == 0 ? leader : NodeId{1 + run.seed() % 3};
      if (cluster.is_up(victim)) cluster.crash(victim);
      cluster.run_for(1500ms);
      if (!cluster.is_up(victim)) cluster.restart(victim);
    }
    cluster.run_until([&](const Cluster&) { return clients.are_done(); }, 120s,
                      "all clients have their answers");
    cluster.expect_agreement();
    clients.expect_linearizable();
  });
}
