// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e, hidden: campaigns of four and five nodes with more clients that read more.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

namespace {

void read_under_fire(sim::Run& run, std::uint32_t nodes) {
  CampaignOptions options;
  options.cluster.nodes = nodes;
  options.cluster.features = features_up_to('e');
  options.clients.count = 5;
  options.clients.reads_percent = 80;
  options.faults = bearable_faults(options.cluster);
  campaign(run, options);
}

}  // namespace

TEST_CASE("3e.h11 With five clients that mostly read no read is stale", "[3e.h11]") {
  step("twenty worlds of five nodes");
  sim::simulate(sim::seeds(20), [](sim::Run& run) { read_under_fire(run, 5); });
}

TEST_CASE("3e.h12 Four nodes need three, for reads as for writes", "[3e.h12]") {
  step("twenty worlds of four nodes");
  sim::simulate(sim::seeds(20), [](sim::Run& run) { read_under_fire(run, 4); });
}
