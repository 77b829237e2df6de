// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/changes.hpp>

#include <algorithm>
#include <utility>

namespace testkit::raft {
namespace {

using Nodes = std::vector<NodeId>;

void insert(Nodes& nodes, NodeId node) {
  nodes.insert(std::lower_bound(nodes.begin(), nodes.end(), node), node);
}

// Takes one out. REQUIRES: not empty.
NodeId take(Nodes& nodes, std::uint64_t drawn) {
  const auto taken = nodes.begin() + static_cast<std::ptrdiff_t>(drawn % nodes.size());
  const NodeId node = *taken;
  nodes.erase(taken);
  return node;
}

// Who is neither voter nor learner.
Nodes outsiders(const Configuration& now, const Nodes& all) {
  Nodes outside;
  std::copy_if(all.begin(), all.end(), std::back_inserter(outside),
               [&](NodeId node) { return !now.has(node); });
  return outside;
}

// A voter goes; the last one stays.
NodeId drop_voter(Configuration& next, std::uint64_t drawn) {
  return next.voters.size() < 2 ? patina::raft::no_node : take(next.voters, drawn);
}

void add_voter(Configuration& next, const Nodes& all, std::uint64_t drawn) {
  Nodes from = outsiders(next, all);
  from.insert(from.end(), next.learners.begin(), next.learners.end());
  if (from.empty()) return;
  const NodeId node = take(from, drawn);
  std::erase(next.learners, node);
  insert(next.voters, node);
}

void add_learner(Configuration& next, const Nodes& all, std::uint64_t drawn) {
  Nodes from = outsiders(next, all);
  if (!from.empty()) insert(next.learners, take(from, drawn));
}

Configuration anew(const Nodes& all, std::uint32_t voters_max, std::uint64_t first,
                   std::uint64_t second) {
  Configuration next;
  Nodes from = all;
  const std::uint64_t most = std::min<std::uint64_t>(voters_max, all.size());
  for (std::uint64_t left = 1 + first % most; left > 0; --left) {
    insert(next.voters, take(from, second));
    second /= 7;
  }
  return next;
}

}  // namespace

Configuration draw_change(const Configuration& now, const std::vector<NodeId>& all,
                          std::uint32_t voters_max, std::uint64_t kind, std::uint64_t first,
                          std::uint64_t second) {
  Configuration next = now;
  next.old_voters.clear();
  std::erase_if(next.learners, [&](NodeId node) { return next.is_voter(node); });
  switch (kind % 8) {
    case 0:
    case 1:
      if (next.voters.size() < voters_max) add_voter(next, all, first);
      return next;
    case 2:
      drop_voter(next, first);
      return next;
    case 3:
    case 4:  // the newcomer first: it shall be another one than who goes
      add_voter(next, all, second);
      drop_voter(next, first);
      return next;
    case 5:
      if (const NodeId node = drop_voter(next, first); node != patina::raft::no_node)
        insert(next.learners, node);
      return next;
    case 6:
      if (first % 2 == 0 && !next.learners.empty()) {
        take(next.learners, second);
      } else {
        add_learner(next, all, second);
      }
      return next;
    default:
      return anew(all, voters_max, first, second);
  }
}

struct Changes::State {
  State(const Cluster& where, const ChangesOptions& how)
      : cluster(where), options(how), random(where.world().stream("changes")) {}

  // All is drawn whether it takes place or not: a change that is left out moves no other.
  static void rest(const std::shared_ptr<State>& state) {
    sim::World& world = state->cluster.world();
    const sim::Duration pause(state->random.between(1, 2 * state->options.every.count()));
    world.at(world.now() + pause, [state] {
      state->ask();
      if (!state->is_stopped) rest(state);
    });
  }

  void ask() {
    const std::uint64_t kind = random.next();
    const std::uint64_t first = random.next();
    const std::uint64_t second = random.next();
    const bool is_anybody = random.chance(1, 4);
    if (is_stopped || !cluster.run().allows("changes", ++number)) return;
    const NodeId whom = is_anybody ? anybody(first) : cluster.leader();
    if (whom == patina::raft::no_node) return;
    const Configuration wanted = draw_change(cluster.status(whom).configuration, cluster.nodes(),
                                             options.voters_max, kind, first, second);
    ++asked;
    if (cluster.change(whom, wanted).is_taken()) ++taken;
  }

  // Somebody who takes itself for a leader, rightly or not.
  NodeId anybody(std::uint64_t drawn) const {
    Nodes leaders;
    for (const NodeId id : cluster.nodes())
      if (cluster.is_up(id) && cluster.glance(id).role == Role::leader) leaders.push_back(id);
    return leaders.empty() ? patina::raft::no_node : take(leaders, drawn);
  }

  Cluster cluster;
  const ChangesOptions options;
  patina::base::Random random;
  std::uint64_t number = 0;
  std::uint64_t asked = 0;
  std::uint64_t taken = 0;
  bool is_stopped = false;
};

Changes::Changes(const Cluster& cluster, const ChangesOptions& options)
    : state_(std::make_shared<State>(cluster, options)) {
  State::rest(state_);
}
void Changes::stop() { state_->is_stopped = true; }
std::uint64_t Changes::asked() const { return state_->asked; }
std::uint64_t Changes::taken() const { return state_->taken; }

}  // namespace testkit::raft
