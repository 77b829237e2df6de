// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3i under a swarm of faults, with clocks that drift within their bound and are never set:
// leadership is handed about, clients read by lease, and every answer is looked at.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>
#include <testkit/raft/kv_clients.hpp>
#include <testkit/raft/lease_hunt.hpp>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;

namespace {

CampaignOptions handing_about(std::uint32_t nodes) {
  CampaignOptions options;
  options.cluster.nodes = nodes;
  options.cluster.features = features_up_to('i');
  options.clients.reads_percent = 60;
  options.transfer_every = 700ms;
  options.faults = bearable_faults(options.cluster);
  options.faults.clock_jumps = false;
  return options;
}

}  // namespace

TEST_CASE("3i.24 No read is stale, and leadership comes to rest, though it is handed about under "
          "faults",
          "[3i.24]") {
  step("forty worlds of three nodes, each with a swarm of faults drawn from its seed");
  sim::RunOptions options;
  options.seeds = 40;
  options.world.clock_drift_per_million = drift_allowed_per_million;
  sim::simulate(options, [](sim::Run& run) { campaign(run, handing_about(3)); });
}

TEST_CASE("3i.25 What clients of a store are told is linearizable, though no read is in the log "
          "and leaders are cut off at the worst moments",
          "[3i.25]") {
  step("twenty worlds of three nodes, with clients that reach all of them");
  sim::simulate(sim::seeds(20), [](sim::Run& run) {
    ClusterOptions set_up;
    set_up.features = features_up_to('i');
    set_up.machine = MachineKind::kv;
    set_up.configure = [](Config& config) { config.election_ticks_max = 12; };
    Cluster cluster(run, set_up);
    const KvClients clients(cluster, {.clients = 4, .commands = 400, .has_reads_aside = true,
                                      .readers = 2, .patience = 200ms});
    hunt_leases(cluster, [&] { return clients.are_done(); });
    cluster.expect_agreement();
    clients.expect_linearizable();
  });
}
