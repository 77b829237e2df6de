// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// World: what tests call; the work is the kernel's.
#include "kernel.hpp"

#include <algorithm>

namespace testkit::sim {

World::World(std::uint64_t seed, const Options& options)
    : kernel_(std::make_unique<core::Kernel>(seed, options, *this)) {}
World::~World() = default;

ActorId World::add(std::string name, ActorFactory factory) {
  return kernel_->add(std::move(name), std::move(factory)).id;
}
std::uint32_t World::actors() const {
  return static_cast<std::uint32_t>(kernel_->machines_.size());
}
const std::string& World::name(ActorId id) const { return kernel_->machine(id).name; }
Actor* World::actor(ActorId id) const {
  const core::Machine& machine = kernel_->machine(id);
  return machine.is_dying ? nullptr : machine.actor.get();
}
bool World::is_up(ActorId id) const {
  const core::Machine& machine = kernel_->machine(id);
  return machine.is_up && !machine.is_dying;
}
bool World::is_paused(ActorId id) const { return kernel_->machine(id).is_paused; }

Time World::now() const { return kernel_->now_; }
std::uint64_t World::events() const { return kernel_->events_; }
bool World::is_over() const { return kernel_->is_over(); }
std::uint64_t World::happening() const {
  return kernel_->happening_ > 0 ? kernel_->outermost_ : 0;
}
bool World::step() { return kernel_->step(); }
void World::stop() { kernel_->is_stopped_ = true; }
void World::at(Time time, std::function<void()> act) { kernel_->at(time, std::move(act)); }

// The world's time is at the end of it afterwards, unless the run was ended by stop() or
// events_max.
void World::run_for(Duration duration) {
  const Time end = kernel_->now_ + std::min(duration, core::longest);
  kernel_->is_stopped_ = false;
  while (!kernel_->is_stopped_ && kernel_->has_next_until(end)) kernel_->step();
  if (!kernel_->is_stopped_ && !is_over()) kernel_->now_ = end;
}

bool World::run_until(const std::function<bool()>& until, Duration limit) {
  const Time end = kernel_->now_ + std::min(limit, core::longest);
  kernel_->is_stopped_ = false;
  if (until()) return true;
  while (!kernel_->is_stopped_ && kernel_->has_next_until(end)) {
    kernel_->step();
    if (until()) return true;
  }
  if (!kernel_->is_stopped_ && !is_over()) kernel_->now_ = end;
  return false;
}

bool World::enter(ActorId id, const std::function<void()>& act) {
  if (actor(id) == nullptr) return false;
  kernel_->run_as(kernel_->machine(id), act);
  return actor(id) != nullptr;
}
void World::crash(ActorId id) { kernel_->crash(kernel_->machine(id)); }
void World::crash_at_write(ActorId id, std::uint64_t nth) {
  kernel_->machine(id).disk.crash_at_write(nth);
}
void World::crash_at_sync(ActorId id, std::uint64_t nth) {
  kernel_->machine(id).disk.crash_at_sync(nth);
}
void World::restart(ActorId id) { kernel_->set_start(kernel_->machine(id)); }
void World::pause(ActorId id) { kernel_->pause(kernel_->machine(id)); }
void World::resume(ActorId id) { kernel_->resume(kernel_->machine(id)); }
void World::reformat(ActorId id) {
  core::Machine& machine = kernel_->machine(id);
  PATINA_ASSERT(!machine.is_up, "a disk is reformatted while its process is down");
  machine.disk.reformat();
  kernel_->happen({.kind = EventKind::reformat, .actor = id});
}
void World::jump_clock(ActorId id, Duration by) { kernel_->jump_clock(kernel_->machine(id), by); }
void World::set_drift(ActorId id, std::int32_t per_million) {
  kernel_->set_drift(kernel_->machine(id), per_million);
}
std::uint64_t World::writes(ActorId id) const { return kernel_->machine(id).disk.writes(); }
std::uint64_t World::syncs(ActorId id) const { return kernel_->machine(id).disk.syncs(); }

void World::cut(ActorId from, ActorId to) { kernel_->set_cut(from, to, true); }
void World::link(ActorId from, ActorId to) { kernel_->set_cut(from, to, false); }
bool World::is_cut(ActorId from, ActorId to) const {
  return kernel_->machine(from).links[kernel_->machine(to).id - 1].is_cut;
}
void World::partition(const std::vector<std::vector<ActorId>>& sides) {
  for (const auto& side : sides)
    for (const auto& other : sides)
      if (&side != &other)
        for (ActorId from : side)
          for (ActorId to : other) cut(from, to);
}
void World::isolate(ActorId id) {
  for (ActorId other = 1; other <= actors(); ++other) {
    cut(id, other);
    cut(other, id);
  }
}
void World::heal() { kernel_->heal(); }
void World::set_network(const NetworkOptions& options) {
  core::Kernel::check(options);
  kernel_->network_ = options;
  for (const auto& from : kernel_->machines_)
    for (core::Link& link : from->links) link.options = options;
}
void World::set_link(ActorId from, ActorId to, const NetworkOptions& options) {
  core::Kernel::check(options);
  kernel_->machine(from).links[kernel_->machine(to).id - 1].options = options;
}
const NetworkOptions& World::options_of(ActorId from, ActorId to) const {
  return kernel_->machine(from).links[kernel_->machine(to).id - 1].options;
}
void World::set_disk(ActorId id, const DiskOptions& options) {
  kernel_->machine(id).disk.options = options;
}

bool World::takes(std::string_view stream, std::uint64_t nth) {
  return kernel_->takes(stream, nth);
}
const std::vector<Decision>& World::taken() const { return kernel_->taken_; }
void World::watch(Observer& observer) { kernel_->observers_.push_back(&observer); }
patina::base::Random World::stream(std::string_view name) const {
  return patina::base::Random::stream(kernel_->seed_, name);
}
std::uint64_t World::trace_hash() const { return kernel_->hash_; }

}  // namespace testkit::sim
