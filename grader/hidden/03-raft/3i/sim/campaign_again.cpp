// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i, hidden: campaigns of five nodes, with more clients that read more.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>
#include <testkit/raft/kv_clients.hpp>
#include <testkit/raft/lease_hunt.hpp>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;

namespace {

CampaignOptions five_nodes() {
  CampaignOptions options;
  options.cluster.nodes = 5;
  options.cluster.features = features_up_to('i');
  options.clients.count = 5;
  options.clients.reads_percent = 80;
  options.transfer_every = 900ms;
  options.faults = bearable_faults(options.cluster);
  options.faults.clock_jumps = false;
  return options;
}

}  // namespace

TEST_CASE("3i.h07 With five nodes and five clients that mostly read no read is stale",
          "[3i.h07]") {
  step("twenty worlds of five nodes");
  sim::RunOptions options;
  options.seeds = 20;
  options.world.clock_drift_per_million = drift_allowed_per_million;
  sim::simulate(options, [](sim::Run& run) { campaign(run, five_nodes()); });
}

TEST_CASE("3i.h08 What clients of a store of five nodes are told is linearizable", "[3i.h08]") {
  step("ten worlds of five nodes");
  sim::simulate(sim::seeds(10), [](sim::Run& run) {
    ClusterOptions set_up;
    set_up.nodes = 5;
    set_up.features = features_up_to('i');
    set_up.machine = MachineKind::kv;
    set_up.compact_every = 40;
    set_up.configure = [](Config& config) { config.election_ticks_max = 13; };
    Cluster cluster(run, set_up);
    const KvClients clients(cluster, {.clients = 5, .commands = 300, .has_reads_aside = true,
                                      .readers = 2, .patience = 200ms});
    hunt_leases(cluster, [&] { return clients.are_done(); });
    cluster.expect_agreement();
    clients.expect_linearizable();
  });
}
