// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3f under a swarm of faults, while somebody changes who belongs to the cluster all the time.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

namespace {

CampaignOptions changing_campaign(std::uint32_t nodes, std::uint32_t spares) {
  CampaignOptions options;
  options.cluster.nodes = nodes;
  options.cluster.spares = spares;
  options.cluster.features = features_up_to('f');
  options.cluster.compact_every = 40;
  options.faults = bearable_faults(options.cluster);
  options.has_changes = true;
  return options;
}

}  // namespace

TEST_CASE("3f.28 Whatever breaks while members come and go, nothing committed is lost", "[3f.28]") {
  step("forty worlds of three nodes and three spares, each with faults and changes of its own");
  sim::simulate(sim::seeds(40), [](sim::Run& run) { campaign(run, changing_campaign(3, 3)); });
}

TEST_CASE("3f.29 Where nothing breaks but members come and go all the time, clients are served",
          "[3f.29]") {
  step("twenty worlds of one node and four spares");
  sim::simulate(sim::seeds(20), [](sim::Run& run) {
    CampaignOptions changing = changing_campaign(1, 4);
    changing.has_faults = false;
    const CampaignReport report = campaign(run, changing);
    testkit::check(report.changes > 0, "changes were made");
    testkit::check(report.answered * 2 > report.asked, "most of what clients ask for gets done");
  });
}
