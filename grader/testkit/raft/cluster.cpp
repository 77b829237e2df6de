// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a test can see of a cluster, and have done by it. Faults: cluster_faults.cpp;
// expectations: cluster_expectations.cpp.
#include "cluster_core.hpp"

#include <testkit/check.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace testkit::raft {
namespace {

sim::ActorId actor_of(Which node) { return static_cast<sim::ActorId>(node.id.value()); }

ClusterOptions with_store(ClusterOptions options) {
  if (options.features.persistence && options.store == StoreKind::none)
    options.store = StoreKind::memory;
  return options;
}

ClusterOptions options_of(std::uint32_t nodes, const Features& features) {
  ClusterOptions options;
  options.nodes = nodes;
  options.features = features;
  return options;
}

std::string seconds(sim::Duration duration) {
  const auto milliseconds = duration.count() / 1000;
  return std::to_string(milliseconds / 1000) + "." + std::to_string(milliseconds / 100 % 10) + " s";
}

}  // namespace

Cluster::Cluster(sim::Run& run, std::uint32_t nodes, const Features& features)
    : Cluster(run, options_of(nodes, features)) {}

Cluster::Cluster(sim::Run& run, const ClusterOptions& options)
    : core_(std::make_shared<ClusterCore>(run, with_store(options))) {
  ClusterCore::add_replicas(core_);
  world().run_for(Duration(0));  // all are up before the test goes on
}

sim::Run& Cluster::run() const { return core_->run; }
sim::World& Cluster::world() const { return core_->run.world(); }
const ClusterOptions& Cluster::options() const { return core_->options; }

std::vector<NodeId> Cluster::nodes() const {
  std::vector<NodeId> all;
  for (NodeId id{1}; id.value() <= core_->count(); ++id) all.push_back(id);
  return all;
}

// Time --------------------------------------------------------------------------------------------

Cluster::Duration Cluster::election_timeouts(std::uint64_t count) const {
  Config config;
  if (core_->options.configure) core_->options.configure(config);
  return core_->options.tick * static_cast<std::int64_t>(count * config.election_ticks_max);
}

void Cluster::run_for(Duration duration) { world().run_for(duration); }
void Cluster::run_ticks(std::uint64_t ticks) {
  run_for(core_->options.tick * static_cast<std::int64_t>(ticks));
}

bool Cluster::reaches(const Condition& condition, Duration limit) {
  return world().run_until([&] { return condition(*this); }, limit);
}
void Cluster::run_until(const Condition& condition, std::string_view what) {
  run_until(condition, election_timeouts(20), what);
}
void Cluster::run_until(const Condition& condition, Duration limit, std::string_view what) {
  ask_rule();
  const std::uint64_t since = world().events();
  if (reaches(condition, limit)) return;
  const std::string sentence = "within " + seconds(limit) + " " + std::string(what);
  core_->run.fail_in_vain("raft.liveness", sentence, since);
}
NodeId Cluster::run_until_leader() {
  run_until(elected, "a majority that can talk elects a leader");
  return leader();
}

// Who ---------------------------------------------------------------------------------------------

NodeId Cluster::leader() const {
  const sim::World& now = world();
  NodeId leader = patina::raft::no_node;
  Term term;
  for (NodeId id{1}; id.value() <= core_->count(); ++id) {
    const Replica* const seen = core_->replica(id);
    if (seen == nullptr || now.is_paused(actor_of(id))) continue;
    const Glance glance = seen->node().glance();
    if (glance.role != Role::leader || glance.term < term) continue;
    const Configuration configuration = seen->node().status().configuration;
    const auto can_lead = [&](const std::vector<NodeId>& voters) {
      const auto reachable = std::count_if(voters.begin(), voters.end(), [&](NodeId voter) {
        return voter == id || (is_up(voter) && !now.is_cut(actor_of(id), actor_of(voter)) &&
                               !now.is_cut(actor_of(voter), actor_of(id)));
      });
      return voters.empty() || 2 * static_cast<std::size_t>(reachable) > voters.size();
    };
    if (!can_lead(configuration.voters) || !can_lead(configuration.old_voters)) continue;
    leader = id;
    term = glance.term;
  }
  return leader;
}

std::vector<NodeId> Cluster::followers() const {
  std::vector<NodeId> others;
  const NodeId now = leader();
  for (const NodeId id : nodes())
    if (id != now && is_up(id)) others.push_back(id);
  return others;
}

Which Cluster::any_follower() const {
  const std::vector<NodeId> others = followers();
  if (others.empty()) fail("raft.liveness", "somebody besides the leader is up");
  return others.front();
}

bool Cluster::is_up(Which node) const {
  return world().is_up(actor_of(node)) && !world().is_paused(actor_of(node));
}

Replica& Cluster::replica(Which node) const {
  Replica* const found = core_->replica(node.id);
  PATINA_ASSERT(found != nullptr, "a test looks only at nodes that are up");
  return *found;
}

Glance Cluster::glance(Which node) const { return replica(node).node().glance(); }
Status Cluster::status(Which node) const { return replica(node).node().status(); }
Bytes Cluster::query(Which node, std::string_view question) const {
  return replica(node).query(Bytes(question));
}

std::vector<std::string> Cluster::commands(Which node) const {
  std::uint64_t count = 0;
  const Bytes answer = query(node, "count");
  std::from_chars(answer.view().data(), answer.view().data() + answer.size(), count);
  std::vector<std::string> commands;
  for (std::uint64_t i = 1; i <= count; ++i)
    commands.emplace_back(query(node, "at " + std::to_string(i)).view());
  return commands;
}

// Commands ----------------------------------------------------------------------------------------

bool Cluster::with(Which node, const std::function<void(Node&)>& act) {
  const bool lives = world().enter(actor_of(node), [&] {
    Replica& entered = replica(node);
    act(entered.node());
    entered.pump();
  });
  if (lives) core_->look(node.id);
  return lives;
}

patina::raft::Proposed Cluster::propose(Which node, std::string_view command) {
  patina::raft::Proposed proposed;
  proposed.refusal = patina::raft::Refusal::not_leader;
  const Bytes bytes(command);
  with(node, [&](Node& asked) { proposed = asked.propose({&bytes, 1}); });
  return proposed;
}

std::optional<patina::raft::ReadState> Cluster::read_now(Which node) {
  core_->answered.reset();
  const std::uint64_t question = ++core_->question;
  with(node, [question](Node& asked) { asked.read_index(question); });
  return core_->answered;
}

patina::raft::Proposed Cluster::transfer(Which node, Which to) {
  patina::raft::Proposed proposed;
  proposed.refusal = patina::raft::Refusal::not_leader;
  with(node, [&](Node& asked) { proposed = asked.transfer(to.id); });
  return proposed;
}

Index Cluster::propose(std::string_view command) {
  const NodeId to = leader();
  if (to == patina::raft::no_node) fail("raft.liveness", "there is a leader to propose to");
  const patina::raft::Proposed proposed = propose(to, command);
  expect(proposed.is_taken(), "raft.liveness", "a leader takes a command");
  return proposed.first;
}

bool Cluster::is_committed(std::string_view command) const {
  const auto& all = core_->applied;
  return std::any_of(all.rbegin(), all.rend(), [&](const Entry& entry) {
    return entry.kind == patina::raft::EntryKind::command && entry.data.view() == command;
  });
}

void Cluster::wait_committed(std::string_view command) {
  run_until([&](const Cluster& now) { return now.is_committed(command); },
            "\"" + std::string(command) + "\" is committed");
}

void Cluster::wait_applied(std::string_view command) {
  wait_committed(command);
  const auto& all = core_->applied;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Entry& entry) {
    return entry.kind == patina::raft::EntryKind::command && entry.data.view() == command;
  });
  const Index index = found->index;
  run_until(
      [index](const Cluster& now) {
        const NodeId leads = now.leader();
        if (leads == patina::raft::no_node) return false;
        const Configuration members = now.members();
        for (const NodeId id : now.nodes())
          if (now.is_up(id) && members.has(id) &&
              !now.world().is_cut(actor_of(leads), actor_of(id)) &&
              !now.world().is_cut(actor_of(id), actor_of(leads)) && now.glance(id).applied < index)
            return false;
        return true;
      },
      "all that the leader reaches apply \"" + std::string(command) + "\"");
}

Index Cluster::agree(std::string_view command) {
  const sim::Time end = world().now() + election_timeouts(40);
  const std::uint64_t since = world().events();
  while (world().now() < end) {
    run_until_leader();
    const NodeId asked = leader();
    const Term term = glance(asked).term;
    propose(asked, command);
    const auto is_decided = [&](const Cluster& now) {
      return now.is_committed(command) || now.leader() != asked || now.glance(asked).term != term;
    };
    reaches(is_decided, election_timeouts(20));
    if (!is_committed(command)) continue;
    wait_applied(command);
    for (const Entry& entry : core_->applied)
      if (entry.data.view() == command) return entry.index;
  }
  const std::string sentence = "within forty election time-outs \"" + std::string(command) +
                               "\" is committed, by one leader or the next";
  core_->run.fail_in_vain("raft.liveness", sentence, since);
  std::abort();  // not reached
}

// Members -----------------------------------------------------------------------------------------

patina::raft::Proposed Cluster::change(Which node, const Configuration& wanted) {
  patina::raft::Proposed proposed;
  proposed.refusal = patina::raft::Refusal::not_leader;
  with(node, [&](Node& asked) { proposed = asked.change(wanted); });
  return proposed;
}

void Cluster::change_to(const Configuration& wanted) {
  const sim::Time end = world().now() + election_timeouts(40);
  const Condition is_done = configured(wanted);
  while (world().now() < end) {
    run_until_leader();
    const NodeId asked = leader();
    const Term term = glance(asked).term;
    change(asked, wanted);  // refused where it is busy, or has it already
    const auto is_decided = [&](const Cluster& now) {
      return is_done(now) || now.leader() != asked || now.glance(asked).term != term;
    };
    reaches(is_decided, election_timeouts(1));
    if (is_done(*this)) return;
  }
  fail("raft.liveness", "within forty election time-outs the cluster is \"" +
                            std::string(wanted.encode().view()) + "\"");
}

Configuration Cluster::members() const {
  const NodeId leads = core_->options.features.membership ? leader() : patina::raft::no_node;
  if (leads != patina::raft::no_node) return status(leads).configuration;
  Configuration all;
  all.voters = nodes();
  return all;
}

}  // namespace testkit::raft
