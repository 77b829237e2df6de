// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a test expects of a cluster, and what it can wait for.
#include "cluster_core.hpp"

#include <testkit/check.hpp>

#include <cstdlib>
#include <utility>

namespace testkit::raft {
namespace {

sim::ActorId actor_of(Which node) { return static_cast<sim::ActorId>(node.id.value()); }

}  // namespace

void Cluster::fail(std::string_view rule, std::string_view sentence,
                   std::vector<std::uint64_t> events) const {
  core_->run.fail(rule, sentence, std::move(events));
  std::abort();
}
void Cluster::expect(bool ok, std::string_view rule, std::string_view sentence,
                     const std::vector<std::uint64_t>& events) const {
  ask_rule();
  if (!ok) fail(rule, sentence, events);
}

void Cluster::expect_one_leader() const {
  std::string leaders;
  for (const NodeId id : nodes())
    if (is_up(id) && glance(id).role == Role::leader)
      leaders += " " + to_string(id) + " in term " + to_string(glance(id).term) + ";";
  if (leaders.empty()) leaders = " nobody;";
  const NodeId leads = leader();
  expect(leads != patina::raft::no_node, "raft.one-leader",
         "one leads that can talk to a majority; now lead" + leaders);
  for (const NodeId id : nodes()) {
    if (!is_up(id) || id == leads || !is_member(id)) continue;
    const Glance now = glance(id);
    expect(now.term == glance(leads).term && now.leader == leads, "raft.one-leader",
           "node " + to_string(id) + " follows node " + to_string(leads) + " in term " +
               to_string(glance(leads).term) + "; it is " + std::string(name_of(now.role)) +
               " in term " + to_string(now.term) + ", and lead" + leaders);
  }
}

void Cluster::expect_agreement() {
  run_until(converged, "all that are up agree with the leader, and have applied all that it has");
  sweep();
  const NodeId leads = leader();
  const Bytes expected = replica(leads).machine_snapshot();
  for (const NodeId id : nodes())
    if (is_up(id) && is_member(id))
      expect(replica(id).machine_snapshot() == expected, "raft.state-machine-safety",
             "the state machines of node " + to_string(id) + " and node " + to_string(leads) +
                 " are equal after the same entries");
}

void Cluster::sweep() { core_->referee.sweep(); }

// Conditions --------------------------------------------------------------------------------------

bool elected(const Cluster& cluster) { return cluster.leader() != patina::raft::no_node; }

namespace {

// Is it up, in the leader's configuration, and do both hear each other?
bool is_followed_by(const Cluster& cluster, NodeId leads, const Configuration& members,
                    NodeId id) {
  const sim::World& world = cluster.world();
  return cluster.is_up(id) && (id == leads || members.has(id)) &&
         !world.is_cut(actor_of(leads), actor_of(id)) &&
         !world.is_cut(actor_of(id), actor_of(leads));
}

}  // namespace

bool led(const Cluster& cluster) {
  const NodeId leads = cluster.leader();
  if (leads == patina::raft::no_node) return false;
  const Term term = cluster.glance(leads).term;
  const Configuration members = cluster.members();
  for (const NodeId id : cluster.nodes()) {
    if (!is_followed_by(cluster, leads, members, id)) continue;
    const Glance now = cluster.glance(id);
    if (now.term != term || now.leader != leads) return false;
  }
  return true;
}

bool converged(const Cluster& cluster) {
  if (!led(cluster)) return false;
  const Glance leads = cluster.glance(cluster.leader());
  if (leads.applied != leads.last.index) return false;
  const Configuration members = cluster.members();
  for (const NodeId id : cluster.nodes())
    if (cluster.is_up(id) && members.has(id) && cluster.glance(id).applied != leads.applied)
      return false;
  return true;
}

Cluster::Condition configured(const Configuration& wanted) {
  return [wanted](const Cluster& cluster) {
    const NodeId leads = cluster.leader();
    if (leads == patina::raft::no_node || !wanted.is_voter(leads)) return false;
    for (const NodeId id : cluster.nodes())
      if (is_followed_by(cluster, leads, wanted, id) &&
          cluster.status(id).configuration != wanted)
        return false;
    return true;
  };
}

Cluster::Condition elected_other_than(Which former) {
  return [former](const Cluster& cluster) {
    const NodeId leads = cluster.leader();
    return leads != patina::raft::no_node && leads != former.id;
  };
}

}  // namespace testkit::raft
