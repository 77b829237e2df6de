// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a test does to a cluster: networks, processes, messages.
#include "cluster_core.hpp"

#include <numeric>
#include <utility>

namespace testkit::raft {
namespace {

sim::ActorId actor_of(Which node) { return static_cast<sim::ActorId>(node.id.value()); }

std::vector<sim::ActorId> actors_of(const Cluster::Side& side) {
  std::vector<sim::ActorId> actors;
  for (const Which node : side) actors.push_back(actor_of(node));
  return actors;
}

}  // namespace

void Cluster::partition(const Side& a, const Side& b, const Side& c) const {
  world().partition({actors_of(a), actors_of(b), actors_of(c)});
}
void Cluster::isolate(Which node) const { world().isolate(actor_of(node)); }
void Cluster::rejoin(Which node) const {
  for (sim::ActorId other = 1; other <= world().actors(); ++other) {
    if (other == actor_of(node)) continue;
    world().link(actor_of(node), other);
    world().link(other, actor_of(node));
  }
}
void Cluster::cut(Which from, Which to) const { world().cut(actor_of(from), actor_of(to)); }
void Cluster::heal() const { world().heal(); }

void Cluster::crash(Which node) const { world().crash(actor_of(node)); }
void Cluster::crash_at_write(Which node, std::uint64_t nth) const {
  world().crash_at_write(actor_of(node), nth);
}
void Cluster::crash_at_sync(Which node, std::uint64_t nth) const {
  world().crash_at_sync(actor_of(node), nth);
}
void Cluster::restart(Which node) const {
  world().restart(actor_of(node));
  world().run_for(Duration(0));
}
void Cluster::pause(Which node) const { world().pause(actor_of(node)); }
void Cluster::resume(Which node) const { world().resume(actor_of(node)); }
void Cluster::reformat(Which node) const { world().reformat(actor_of(node)); }

// Messages ----------------------------------------------------------------------------------------

std::uint64_t Cluster::sent(MessageType type) const {
  return core_->sent[static_cast<std::size_t>(type)];
}
std::uint64_t Cluster::sent() const {
  return std::accumulate(core_->sent.begin(), core_->sent.end(), std::uint64_t{0});
}
std::uint64_t Cluster::bytes_sent() const { return core_->bytes_sent; }
void Cluster::count_from_now() {
  core_->sent.fill(0);
  core_->bytes_sent = 0;
}

void Cluster::drop_if(Predicate predicate) {
  core_->filters.push_back({std::move(predicate), false});
}
void Cluster::hold_if(Predicate predicate) {
  core_->filters.push_back({std::move(predicate), true});
}
void Cluster::pass_all() { core_->filters.clear(); }
std::vector<Message> Cluster::held() const {
  std::vector<Message> messages;
  for (const ClusterCore::Held& each : core_->held)
    messages.push_back(static_cast<const RaftPayload&>(*each.payload).message);
  return messages;
}
void Cluster::release() { core_->release(); }

}  // namespace testkit::raft
