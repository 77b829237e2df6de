// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3g, hidden: clusters of five, and a campaign with other limits.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>
#include <testkit/raft/print.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;

TEST_CASE("3g.h07 Two of five that cannot be heard are sent a window each, and the others the log",
          "[3g.h07]") {
  sim::simulate([](sim::Run& run) {
    ClusterOptions options;
    options.nodes = 5;
    options.features = features_up_to('g');
    options.configure = [](Config& config) { config.inflight_messages_max = 5; };
    Cluster cluster(run, options);
    const NodeId leader = cluster.run_until_leader();
    cluster.agree("first");
    step("what two followers say is lost");
    const auto followers = cluster.followers();
    cluster.cut(followers[1], leader);
    cluster.cut(followers[3], leader);
    const auto messages = std::make_shared<std::map<NodeId, std::uint64_t>>();
    cluster.drop_if([messages](const Message& message) {
      if (!message.entries.empty()) ++(*messages)[message.to];
      return false;
    });
    for (int i = 0; i < 100; ++i) {
      cluster.propose(leader, std::to_string(i));
      cluster.run_ticks(1);
    }
    cluster.wait_committed("99");
    for (const std::size_t dumb : {1, 3})
      check((*messages)[followers[dumb]] <= 6, "a window of five and a probe at most");
    for (const std::size_t heard : {0, 2})
      check((*messages)[followers[heard]] >= 90, "who answers is sent each command at once");
    cluster.heal();
    cluster.wait_applied("99");
    cluster.expect_agreement();
  });
}

TEST_CASE("3g.h08 With one message under way at a time all of Raft's promises hold", "[3g.h08]") {
  step("thirty worlds of three nodes, each with a swarm of faults drawn from its seed");
  sim::simulate(sim::seeds(30), [](sim::Run& run) {
    CampaignOptions narrow;
    narrow.cluster.features = features_up_to('g');
    narrow.cluster.compact_every = 25;
    narrow.cluster.configure = [](Config& config) {
      config.inflight_messages_max = 1;
      config.message_bytes_max = 60;
      config.uncommitted_bytes_max = 120;
    };
    narrow.clients.count = 5;
    narrow.clients.pause = 40ms;
    narrow.faults = bearable_faults(narrow.cluster);
    campaign(run, narrow);
  });
}
