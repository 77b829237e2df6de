// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3f in a cluster once more.
#include <testkit/catch.hpp>
#include <testkit/raft/campaign.hpp>
#include <testkit/raft/changing.hpp>
#include <testkit/raft/print.hpp>

#include <algorithm>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::EntryKind;

namespace {

ClusterOptions with_spares(std::uint32_t nodes, std::uint32_t spares) {
  ClusterOptions options;
  options.nodes = nodes;
  options.spares = spares;
  options.features = changing();
  return options;
}

bool ends_a_change(const Message& message) {
  for (const Entry& entry : message.entries) {
    if (entry.kind != EntryKind::configuration) continue;
    const auto configuration = Configuration::decode(entry.data);
    if (configuration && !configuration->is_joint()) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("3f.h06 Three of five are replaced while their leader dies in the middle of it",
          "[3f.h06]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(5, 3));
    cluster.agree("before");
    const NodeId former = cluster.leader();
    Configuration wanted = voters({6, 7, 8});
    for (const NodeId id : cluster.followers())
      if (id.value() < 6 && wanted.voters.size() < 5)
        wanted.voters.insert(wanted.voters.begin(), id);
    std::sort(wanted.voters.begin(), wanted.voters.end());
    step("the joint entry is on all, and the one after it on the leader alone");
    cluster.drop_if(ends_a_change);
    testkit::check(cluster.change(former, wanted).is_taken(), "it is taken");
    cluster.run_until(
        [&](const Cluster& now) { return now.status(former).configuration == wanted; },
        "the leader appends the second entry");
    cluster.crash(former);
    cluster.pass_all();
    step("another one ends it, and the dead one stays dead");
    cluster.run_until(configured(wanted), "a new leader ends the change");
    cluster.agree("after");
    cluster.expect_agreement();
  });
}

TEST_CASE("3f.h07 One node hands over to another, crashes before that is known, and comes back for "
          "it",
          "[3f.h07]") {
  sim::simulate([](sim::Run& run) {
    Cluster cluster(run, with_spares(1, 1));
    cluster.agree("before");
    step("the second entry of the change stays on node 1");
    cluster.drop_if(ends_a_change);
    testkit::check(cluster.change(1, voters({2})).is_taken(), "it is taken");
    cluster.run_until(
        [](const Cluster& now) { return now.status(1).configuration == voters({2}); },
        "node 1 appends the second entry");
    cluster.run_ticks(3);
    cluster.crash(1);
    cluster.pass_all();
    cluster.restart(1);
    step("node 2 can't win without node 1's vote, whose log is longer than its own");
    cluster.run_until(configured(voters({2})), "node 1 ends the change, and node 2 leads");
    cluster.agree("after");
    testkit::check(cluster.glance(1).role == Role::follower, "node 1 has left");
  });
}

TEST_CASE("3f.h08 Members come and go among two nodes and three spares, under fire", "[3f.h08]") {
  step("thirty worlds");
  sim::simulate(sim::seeds(30), [](sim::Run& run) {
    CampaignOptions changing_campaign;
    changing_campaign.cluster = with_spares(2, 3);
    changing_campaign.faults = bearable_faults(changing_campaign.cluster);
    changing_campaign.has_changes = true;
    changing_campaign.changes.every = std::chrono::milliseconds(400);
    changing_campaign.clients.reads_percent = 50;
    campaign(run, changing_campaign);
  });
}
