// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The reference with the rules of all tasks at once: each task's own tests switch on that task
// alone, and lab 05 runs them together.
#include <catch2/catch.hpp>
#include <testkit/raft/campaign.hpp>
#include <testkit/raft/changing.hpp>
#include <testkit/raft/leasing.hpp>

#include <chrono>

using namespace testkit::raft;
using namespace std::chrono_literals;
namespace sim = testkit::sim;

namespace {

// Members come and go, leaders hand over, disks take their time, snapshots go in small pieces
// through small windows.
CampaignOptions everything(std::uint64_t seed, std::uint32_t nodes, std::uint32_t spares) {
  constexpr sim::Duration sync_times[] = {1ms, 20ms, 100ms, 300ms};
  CampaignOptions options;
  options.cluster.nodes = nodes;
  options.cluster.spares = spares;
  options.cluster.features = patina::raft::all_features();
  options.cluster.sync_time_max = sync_times[seed % 4];
  options.cluster.store = seed % 3 == 0 ? StoreKind::segments : StoreKind::memory;
  options.cluster.compact_every = 15;
  options.cluster.configure = [](Config& config) {
    config.chunk_bytes_max = 200;
    config.inflight_messages_max = 4;
    config.message_entries_max = 8;
  };
  options.clients.count = 5;
  options.clients.pause = 50ms;
  options.faults = bearable_faults(options.cluster);
  options.transfer_every = 2s;
  options.has_changes = true;
  return options;
}

void survive(std::uint32_t nodes, std::uint32_t spares) {
  std::uint64_t answered = 0, changes = 0;
  sim::RunOptions options;
  options.seeds = 50;
  const sim::Result result = sim::simulate(options, [&](sim::Run& run) {
    const CampaignReport report = campaign(run, everything(run.seed(), nodes, spares));
    answered += report.answered;
    changes += report.changes;
  });
  INFO("seed " << result.seed << ": " << result.rule << ", " << result.sentence);
  CHECK_FALSE(result.has_failed);
  CHECK(answered > 1000);
  CHECK(changes > 50);
}

}  // namespace

TEST_CASE("All rules together bear swarms of faults: three nodes, two spares") { survive(3, 2); }

TEST_CASE("All rules together bear swarms of faults: five nodes, a spare") { survive(5, 1); }

TEST_CASE("A transfer to whom a change leaves out is over: the leader takes commands again") {
  Config config = leasing_config(3);
  config.features.membership = true;
  Solo node = leasing_leader(config);
  REQUIRE(ask(node, voters({1, 2, 4})).is_taken());
  REQUIRE(node->transfer(NodeId{3}).is_taken());
  CHECK(node.propose("x").refusal == patina::raft::Refusal::transferring);
  node.receive(accept(2, node.term().value(), last_of(node)));  // enough for both halves
  REQUIRE(node.status().configuration == voters({1, 2, 4}));
  node.tick();
  CHECK(node.propose("x").is_taken());
  CHECK(node.sent(MessageType::timeout_now).empty());
}
