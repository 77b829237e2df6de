// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e under a swarm of faults: clients write and read, and an oracle looks at every answer.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>

using namespace testkit;
using namespace testkit::raft;
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
  sim::RunOptions options;
  options.seeds = 40;
  sim::simulate(options, [](sim::Run& run) { campaign(run, reading_campaign(3)); });
}

TEST_CASE("3e.32 When all is healed one leader comes and stays, with pre-votes and quorums checked",
          "[3e.32]") {
  step("twenty worlds of five nodes");
  sim::RunOptions options;
  options.seeds = 20;
  sim::simulate(options, [](sim::Run& run) { campaign(run, reading_campaign(5)); });
}
