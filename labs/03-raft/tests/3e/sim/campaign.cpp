// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e under a swarm of faults: clients write and read, and an oracle looks at every answer.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>
#include <testkit/raft/kv_clients.hpp>
#include <testkit/raft/lease_hunt.hpp>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;

namespace {

CampaignOptions reading_campaign(std::uint32_t nodes) {
  CampaignOptions options;
  options.cluster.nodes = nodes;
  options.cluster.features = features_up_to('e');
  options.clients.reads_percent = 60;
  options.faults = bearable_faults(options.cluster);
  return options;
}

}  // namespace

TEST_CASE("3e.31 No read is stale, whatever the network, the disks and the nodes do", "[3e.31]") {
  step("forty worlds of three nodes, each with a swarm of faults drawn from its seed");
  sim::simulate(sim::seeds(40), [](sim::Run& run) { campaign(run, reading_campaign(3)); });
}

TEST_CASE("3e.32 When all is healed one leader comes and stays, with pre-votes and quorums checked",
          "[3e.32]") {
  step("twenty worlds of five nodes");
  sim::simulate(sim::seeds(20), [](sim::Run& run) { campaign(run, reading_campaign(5)); });
}

TEST_CASE("3e.34 What clients of a store are told is linearizable, though no read is in the log "
          "and they hear a leader whom no other node hears",
          "[3e.34]") {
  step("twenty worlds of three nodes, with clients that reach all of them");
  sim::simulate(sim::seeds(20), [](sim::Run& run) {
    ClusterOptions set_up;
    set_up.features = features_up_to('e');
    set_up.machine = MachineKind::kv;
    Cluster cluster(run, set_up);
    const KvClients clients(cluster, {.clients = 4, .commands = 100, .has_reads_aside = true,
                                      .readers = 2, .patience = 200ms});
    hunt_old_leaders(cluster, [&] { return clients.are_done(); });
    cluster.expect_agreement();
    clients.expect_linearizable();
  });
}
