// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3g under a swarm of faults, with limits so narrow that everything runs into them.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>

#include <chrono>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;

namespace {

CampaignOptions narrow_campaign(std::uint32_t nodes) {
  CampaignOptions options;
  options.cluster.nodes = nodes;
  options.cluster.features = features_up_to('g');
  options.cluster.compact_every = 40;
  options.cluster.configure = [](Config& config) {
    config.message_entries_max = 3;
    config.inflight_messages_max = 2;
    config.inflight_bytes_max = 100;
    config.uncommitted_bytes_max = 200;
  };
  options.clients.count = 6;
  options.clients.pause = 30ms;
  options.faults = bearable_faults(options.cluster);
  return options;
}

}  // namespace

TEST_CASE("3g.23 Narrow windows keep all of Raft's promises, and let everything through at last",
          "[3g.23]") {
  step("forty worlds of three nodes, each with a swarm of faults drawn from its seed");
  sim::simulate(sim::seeds(40), [](sim::Run& run) { campaign(run, narrow_campaign(3)); });
}

TEST_CASE("3g.24 Five nodes with narrow windows find together again after any faults", "[3g.24]") {
  step("twenty worlds of five nodes");
  sim::simulate(sim::seeds(20), [](sim::Run& run) { campaign(run, narrow_campaign(5)); });
}
