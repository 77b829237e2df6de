// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3g in a cluster: one slow follower costs the leader a window, and nobody else anything.
#include <testkit/catch.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/raft/print.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

using namespace testkit;
using namespace testkit::raft;
using namespace std::chrono_literals;
using patina::raft::features_up_to;

namespace {

ClusterOptions narrow_cluster(std::uint32_t nodes) {
  ClusterOptions options;
  options.nodes = nodes;
  options.features = features_up_to('g');
  options.configure = [](Config& config) {
    config.inflight_messages_max = 8;
    config.message_entries_max = 64;
  };
  return options;
}

struct Traffic {
  std::uint64_t messages = 0;  // with entries
  std::uint64_t entries = 0;
};

// What `node` is sent from now on.
std::shared_ptr<Traffic> count_to(Cluster& cluster, NodeId node) {
  auto traffic = std::make_shared<Traffic>();
  cluster.drop_if([traffic, node](const Message& message) {
    if (message.to == node && !message.entries.empty()) {
      ++traffic->messages;
      traffic->entries += message.entries.size();
    }
    return false;
  });
  return traffic;
}

}  // namespace

TEST_CASE("3g.21 A follower that cannot be heard is sent a window, and not the log", "[3g.21]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, narrow_cluster(3));
    const NodeId leader = cluster.run_until_leader();
    cluster.agree("first");
    const NodeId dumb = cluster.followers().front();
    step("what a follower says is lost; what it is sent arrives");
    cluster.cut(dumb, leader);
    const auto traffic = count_to(cluster, dumb);
    for (int i = 0; i < 300; ++i) {
      cluster.propose(leader, std::to_string(i));
      if (i % 20 == 0) cluster.run_ticks(1);
    }
    cluster.wait_committed("299");
    check(traffic->messages <= 9, "it was sent a window of eight and a probe at most, and not " +
                                      std::to_string(traffic->messages) + " messages");
    step("it is heard again");
    cluster.heal();
    cluster.wait_applied("299");
    check(traffic->messages <= 25, "three hundred entries, 64 a message, take few messages, and " +
                                       std::to_string(traffic->messages) + " were sent");
    cluster.expect_agreement();
  });
}

TEST_CASE("3g.22 A follower that was away is caught up in full messages, and each entry goes once",
          "[3g.22]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, narrow_cluster(3));
    sim::NetworkOptions in_order;
    in_order.delay_min = in_order.delay_max = 5ms;
    cluster.world().set_network(in_order);
    const NodeId leader = cluster.run_until_leader();
    cluster.agree("first");
    const NodeId away = cluster.followers().front();
    step("a follower is cut off while a thousand commands are committed");
    cluster.isolate(away);
    for (int i = 0; i < 1000; ++i) {
      cluster.propose(leader, std::to_string(i));
      if (i % 50 == 0) cluster.run_ticks(1);
    }
    cluster.wait_committed("999");
    step("it comes back");
    const auto traffic = count_to(cluster, away);
    cluster.rejoin(away);
    cluster.wait_applied("999");
    check(traffic->messages <= 40, "a thousand entries, 64 a message, take few messages, and " +
                                       std::to_string(traffic->messages) + " were sent");
    check(traffic->entries <= 2000, "each is sent once, or once more, and " +
                                        std::to_string(traffic->entries) + " were sent");
    cluster.expect_agreement();
  });
}
