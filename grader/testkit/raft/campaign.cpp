// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/campaign.hpp>

#include <algorithm>
#include <memory>
#include <string>

namespace testkit::raft {
namespace {

sim::ActorId leading(const Cluster& cluster) {
  return static_cast<sim::ActorId>(cluster.leader().value());
}

// Nobody wants other members any more: the change that is under way is ended, and all know it.
void expect_change_ends(Cluster& cluster, const CampaignOptions& options) {
  cluster.run_until(
      [](const Cluster& now) {
        const Configuration members = now.members();
        return !members.is_joint() && configured(members)(now) && led(now);
      },
      cluster.election_timeouts(options.heal_timeouts),
      "after the last fault a change of configuration that was begun comes to its end");
}

// All voters but the first are replaced, by whoever was none.
void expect_one_more_change(Cluster& cluster) {
  const Configuration now = cluster.members();
  Configuration wanted;
  wanted.voters.push_back(now.voters.front());
  for (const NodeId node : cluster.nodes())
    if (!now.is_voter(node) && wanted.voters.size() < 3) wanted.voters.push_back(node);
  std::sort(wanted.voters.begin(), wanted.voters.end());
  if (wanted != now) cluster.change_to(wanted);
}

// All is healed for good: it has to work again, and to stay so.
void expect_liveness(Cluster& cluster, Clients& clients, const CampaignOptions& options) {
  // A leader that was not heard until now may still be followed, by whose patience is about to end.
  cluster.run_for(cluster.election_timeouts(1));
  cluster.run_until(led, cluster.election_timeouts(options.heal_timeouts),
                    "after the last fault a leader is there that all follow");
  if (options.has_changes) expect_change_ends(cluster, options);
  const NodeId leads = cluster.leader();
  const Term term = cluster.glance(leads).term;
  const std::uint64_t answered = clients.answered();
  const std::uint64_t asked = clients.asked();
  cluster.run_for(cluster.election_timeouts(options.calm_timeouts));
  cluster.expect(cluster.leader() == leads && cluster.glance(leads).term == term, "raft.liveness",
                 "without any fault a leader stays: node " + to_string(leads) + " led term " +
                     to_string(term));
  const bool is_idle = clients.asked() == asked && clients.waiting() == 0;
  cluster.expect(clients.answered() > answered || is_idle, "raft.liveness",
                 "without any fault something that clients ask for gets done");
  if (options.has_changes) expect_one_more_change(cluster);
  clients.stop();
  cluster.run_for(options.clients.timeout);
  cluster.expect_agreement();
}

// In the first half of the time: what they bring about late is over when all is healed.
void plan_transfers(const Cluster& cluster, const CampaignOptions& options) {
  if (options.transfer_every == sim::Duration(0)) return;
  auto random = cluster.world().stream("transfers");
  const sim::Time end = cluster.world().now() + options.faults.safety / 2;
  sim::Time at = cluster.world().now() + options.transfer_every;
  for (std::uint64_t nth = 1; at < end; ++nth, at += options.transfer_every) {
    const NodeId to{1 + random.below(cluster.nodes().size())};
    cluster.world().at(at, [cluster = Cluster(cluster), nth, to]() mutable {
      const NodeId leader = cluster.leader();
      if (leader == patina::raft::no_node || leader == to) return;
      if (cluster.run().allows("transfer", nth)) cluster.transfer(leader, to);
    });
  }
}

}  // namespace

sim::SwarmLimits bearable_faults(const ClusterOptions& cluster) {
  sim::SwarmLimits limits;
  const bool forgets = !cluster.features.persistence;
  if (forgets) limits.crashes = limits.disk_errors = limits.slow_disks = false;
  return limits;
}

CampaignReport campaign(sim::Run& run, const CampaignOptions& options) {
  Cluster cluster(run, options.cluster);
  Clients clients(cluster, options.clients);
  sim::Actors actors;
  for (const NodeId id : cluster.nodes()) actors.push_back(static_cast<sim::ActorId>(id.value()));
  const sim::Swarm swarm = sim::draw_swarm(run.seed(), options.faults);
  // Its plan is in the world's hands, and outlives this call.
  const auto nemesis = std::make_shared<sim::Nemesis>(
      run.world(), swarm, actors, [cluster] { return leading(cluster); });
  run.world().at(run.world().now(), [nemesis] {});
  plan_transfers(cluster, options);
  std::unique_ptr<Changes> changes;
  if (options.has_changes) changes = std::make_unique<Changes>(cluster, options.changes);
  if (options.has_faults) {
    for (const auto& [name, value] : swarm.drawn) run.tell(name, value);
    nemesis->begin();
    cluster.run_for(options.faults.safety);
    nemesis->heal();
  } else {
    cluster.run_for(options.faults.safety);
  }
  if (changes != nullptr) changes->stop();
  expect_liveness(cluster, clients, options);
  CampaignReport report;
  report.asked = clients.asked();
  report.answered = clients.answered();
  report.unknown = clients.unknown();
  report.terms = cluster.glance(cluster.leader()).term.value();
  report.committed = cluster.glance(cluster.leader()).commit.value();
  if (changes != nullptr) report.changes = changes->taken();
  return report;
}

}  // namespace testkit::raft
