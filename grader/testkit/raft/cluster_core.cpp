// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "cluster_core.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace testkit::raft {
namespace {

constexpr std::uint64_t looks_a_sweep = 1000;

sim::ActorId actor_of(NodeId id) { return static_cast<sim::ActorId>(id.value()); }

}  // namespace

// A process whose messages pass through the core.
struct ClusterCore::Wire final : sim::Process {
  Wire(ClusterCore& owner, sim::Process& own) : core(owner), process(own) {}
  sim::ActorId id() const override { return process.id(); }
  sim::Time now() const override { return process.now(); }
  void send(sim::ActorId to, sim::PayloadPtr payload) override {
    core.send(process, to, std::move(payload));
  }
  sim::TimerId set_timer(sim::Duration after, sim::TimerTag tag) override {
    return process.set_timer(after, tag);
  }
  void cancel_timer(sim::TimerId timer) override { process.cancel_timer(timer); }
  patina::storage::Directory& files() override { return process.files(); }
  patina::base::Random& random() override { return process.random(); }
  void note(std::string text) override { process.note(std::move(text)); }

  ClusterCore& core;
  sim::Process& process;
};

ClusterCore::ClusterCore(sim::Run& running, const ClusterOptions& given)
    : run(running),
      options(given),
      referee(given.nodes + given.spares, given.features.persistence,
              [this](std::string_view rule, std::string_view sentence) {
                run.fail(rule, sentence);
              }),
      oracle([this](std::string_view rule, std::string_view sentence) {
        run.fail(rule, sentence);
      }),
      wires(count() + 1) {}

void ClusterCore::add_replicas(const std::shared_ptr<ClusterCore>& core) {
  sim::World& world = core->run.world();
  PATINA_ASSERT(world.actors() == 0, "a cluster's replicas are the first actors of its world");
  for (NodeId id{1}; id.value() <= core->count(); ++id)
    world.add("n" + to_string(id),
              [core, id](sim::Process& process) { return core->make(id, process); });
  world.watch(*core);
  core->run.show([core](sim::ActorId id) { return core->lane(id); });
}

std::unique_ptr<sim::Actor> ClusterCore::make(NodeId id, sim::Process& process) {
  ReplicaSetup setup;
  setup.config.id = id;
  setup.config.seed = run.world().stream("raft").next();
  for (NodeId voter{1}; voter.value() <= options.nodes; ++voter)
    setup.config.configuration.voters.push_back(voter);
  setup.config.features = options.features;
  if (options.configure) options.configure(setup.config);
  setup.tick = options.tick;
  setup.sync_time_max = options.sync_time_max;
  setup.store = options.store;
  setup.machine = options.machine;
  setup.compact_every = options.compact_every;
  wires[id.value()] = std::make_shared<Wire>(*this, process);
  auto replica = make_replica(setup, *wires[id.value()], *this);
  if (!replica->has_failed()) referee.started(id, replica->node());
  return replica;
}

Replica* ClusterCore::replica(NodeId id) const {
  if (!is_replica(actor_of(id))) return nullptr;
  return static_cast<Replica*>(run.world().actor(actor_of(id)));
}

void ClusterCore::look(NodeId id) {
  Replica* const seen = replica(id);
  if (seen == nullptr) return;
  if (seen->has_failed()) {  // not from within an event of its own
    sim::World& world = run.world();
    return world.at(world.now(), [&world, id] { world.crash(actor_of(id)); });
  }
  referee.looked(id);
  if (++looks % looks_a_sweep == 0) referee.sweep();
}

void ClusterCore::send(sim::Process& process, sim::ActorId to, sim::PayloadPtr payload) {
  const auto* const raft = dynamic_cast<const RaftPayload*>(payload.get());
  if (raft == nullptr) return process.send(to, std::move(payload));
  ++sent[static_cast<std::size_t>(raft->message.type)];
  bytes_sent += raft->bytes();
  referee.sent(raft->message);
  for (const Filter& filter : filters) {
    if (!filter.predicate(raft->message)) continue;
    if (filter.holds) held.push_back({process.id(), to, std::move(payload)});
    return;
  }
  process.send(to, std::move(payload));
}

// They leave from whoever sent them, or from another if that one is down: a replica looks at the
// message, not at the wire.
void ClusterCore::release() {
  sim::World& world = run.world();
  for (Held& each : std::exchange(held, {})) {
    sim::ActorId from = world.is_up(each.from) ? each.from : 0;
    for (sim::ActorId id = 1; from == 0 && id <= count(); ++id)
      if (world.is_up(id)) from = id;
    if (from == 0) return;
    world.enter(from, [&] { wires[from]->process.send(each.to, std::move(each.payload)); });
  }
}

void ClusterCore::before(const sim::Event& event) {
  if (event.kind == sim::EventKind::crash && is_replica(event.actor))
    referee.crashed(NodeId{event.actor});
}

void ClusterCore::after(const sim::Event& event) {
  switch (event.kind) {
    case sim::EventKind::deliver:
    case sim::EventKind::timer:
    case sim::EventKind::start:
    case sim::EventKind::restart:
      if (is_replica(event.actor)) look(NodeId{event.actor});
      return;
    case sim::EventKind::reformat:
      if (is_replica(event.actor)) referee.reformatted(NodeId{event.actor});
      return;
    default:
      return;
  }
}

void ClusterCore::on_applied(NodeId node, const Entry& entry, const Bytes& answer) {
  referee.applied(node, entry, answer);
  if (entry.index.value() >= applied.size()) applied.resize(entry.index.value() + 1);
  Entry& first = applied[entry.index.value()];
  if (first.index == entry.index) return;
  first = entry;
  if (entry.kind == patina::raft::EntryKind::command) oracle.applied(entry.data.view());
}

void ClusterCore::on_installed(NodeId node, const patina::raft::Snapshot& snapshot) {
  referee.installed(node, snapshot);
}

sim::Lane ClusterCore::lane(sim::ActorId id) const {
  if (!is_replica(id)) return {};
  const Replica* const seen = replica(NodeId{id});
  if (seen == nullptr) return {{"role", "down"}};
  const Glance now = seen->node().glance();
  std::string log;
  if (now.base.index != Index{}) log = "snapshot " + position(now.base.index, now.base.term);
  const std::uint64_t last = now.last.index.value();
  const Index from{std::max(now.base.index.value(), last - std::min<std::uint64_t>(last, 12))};
  if (from > now.base.index) log += log.empty() ? "..." : " ...";
  for (Index i = from + 1; i <= now.last.index; ++i)
    log += (log.empty() ? "" : " ") + position(i, seen->node().entry(i).term);
  return {{"role", std::string(name_of(now.role))},
          {"term", to_string(now.term)},
          {"vote", now.vote == patina::raft::no_node ? "-" : to_string(now.vote)},
          {"log", log},
          {"commit", to_string(now.commit)},
          {"applied", to_string(now.applied)}};
}

}  // namespace testkit::raft
