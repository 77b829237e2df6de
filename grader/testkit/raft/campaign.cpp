// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/campaign.hpp>

#include <memory>
#include <string>

namespace testkit::raft {
namespace {

sim::ActorId leading(const Cluster& cluster) {
  return static_cast<sim::ActorId>(cluster.leader().value());
}

// All is healed for good: it has to work again, and to stay so.
void expect_liveness(Cluster& cluster, Clients& clients, const CampaignOptions& options) {
  cluster.run_until(led, cluster.election_timeouts(options.heal_timeouts),
                    "after the last fault a leader is there that all follow");
  const NodeId leads = cluster.leader();
  const Term term = cluster.glance(leads).term;
  const std::uint64_t answered = clients.answered();
  cluster.run_for(cluster.election_timeouts(options.calm_timeouts));
  cluster.expect(cluster.leader() == leads && cluster.glance(leads).term == term, "raft.liveness",
                 "without any fault a leader stays: node " + to_string(leads) + " led term " +
                     to_string(term));
  cluster.expect(clients.answered() > answered, "raft.liveness",
                 "without any fault something that clients ask for gets done");
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
  if (options.has_faults) {
    for (const auto& [name, value] : swarm.drawn) run.tell(name, value);
    nemesis->begin();
    cluster.run_for(options.faults.safety);
    nemesis->heal();
  } else {
    cluster.run_for(options.faults.safety);
  }
  expect_liveness(cluster, clients, options);
  CampaignReport report;
  report.asked = clients.asked();
  report.answered = clients.answered();
  report.unknown = clients.unknown();
  report.terms = cluster.glance(cluster.leader()).term.value();
  report.committed = cluster.glance(cluster.leader()).commit.value();
  return report;
}

}  // namespace testkit::raft
