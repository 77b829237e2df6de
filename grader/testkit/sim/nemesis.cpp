// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The nemesis: plans its acts from the seed, plays those that may take place, and heals all at the
// end.
#include <testkit/sim/swarm.hpp>

#include <algorithm>

namespace testkit::sim {

using patina::base::Random;

Nemesis::Nemesis(World& world, const Swarm& swarm, Actors actors, Aim aim)
    : world_(world), swarm_(swarm), actors_(std::move(actors)), aim_(std::move(aim)) {
  PATINA_ASSERT(!actors_.empty(), "a nemesis has somebody to hurt");
}

void Nemesis::begin() {
  set_faults();
  plan(Kind::partition, swarm_.partition_every, "partition");
  plan(Kind::crash, swarm_.crash_every, "crash");
  plan(Kind::pause, swarm_.pause_every, "pause");
  plan(Kind::disk, swarm_.disk_error_every, "disk");
  plan(Kind::jump, swarm_.jump_every, "jump");
  for (std::uint64_t i = 0; i < plan_.size(); ++i)
    world_.at(plan_[i].at, [this, i] { play(i + 1); });
  world_.at(world_.now() + swarm_.limits.safety, [this] { heal(); });
}

void Nemesis::set_faults() {
  for (ActorId from = 1; from <= world_.actors(); ++from) {
    for (ActorId to = 1; to <= world_.actors(); ++to) {
      NetworkOptions options = world_.options_of(from, to);
      options.loss_per_million = swarm_.network.loss_per_million;
      options.duplicate_per_million = swarm_.network.duplicate_per_million;
      options.slow_per_million = swarm_.network.slow_per_million;
      options.slow_delay = swarm_.network.slow_delay;
      world_.set_link(from, to, options);
    }
  }
  Random random = Random::stream(swarm_.seed, "swarm/drift");
  for (const ActorId id : actors_) {
    world_.set_disk(id, swarm_.disk);
    const std::int64_t most = swarm_.drift_per_million;
    if (most != 0) world_.set_drift(id, static_cast<std::int32_t>(random.between(-most, most)));
  }
}

// All that an act needs is drawn here, so that none depends on what others did. Partitions do not
// overlap: the end of one mends all links.
void Nemesis::plan(Kind kind, Duration every, std::string_view name) {
  if (every == Duration(0)) return;
  Random random = Random::stream(swarm_.seed, "swarm/" + std::string(name));
  const auto draw = [&random](Duration low, Duration high) {
    return Duration(random.between(low.count(), high.count()));
  };
  const Duration pace = swarm_.limits.pace;
  const Time end = world_.now() + swarm_.limits.safety;
  Time at = world_.now();
  while (true) {
    Act act{.kind = kind, .at = at + draw(every / 2, every * 3 / 2), .order = actors_};
    if (act.at >= end) return;
    act.length = random.chance(1, 2) ? draw(pace / 10, pace) : draw(pace, 5 * pace);
    for (std::size_t i = act.order.size() - 1; i > 0; --i)
      std::swap(act.order[i], act.order[random.below(i + 1)]);
    act.detail = random.next();
    act.is_aimed = random.chance(1, 2) && swarm_.is_aimed;
    at = kind == Kind::partition ? act.at + act.length : act.at;
    plan_.push_back(std::move(act));
  }
}

void Nemesis::play(std::uint64_t number) {
  if (has_healed_) return;
  Act& act = plan_[number - 1];
  if (act.is_aimed && aim_) {
    const auto found = std::find(act.order.begin(), act.order.end(), aim_());
    if (found != act.order.end()) std::iter_swap(act.order.begin(), found);
  }
  if (!may_play(act) || !world_.takes("nemesis", number)) return;
  hurt(act);
  if (act.kind == Kind::jump) return;
  const ActorId id = act.order[0];
  if (act.kind != Kind::partition) hurt_.emplace_back(id, act.kind);
  world_.at(world_.now() + act.length, [this, kind = act.kind, id] {
    if (!has_healed_) end(kind, id);
  });
}

bool Nemesis::may_play(const Act& act) const {
  if (act.kind == Kind::partition) return true;
  if (!world_.is_up(act.order[0])) return false;
  if (act.kind == Kind::jump) return true;
  if (hurt_.size() >= swarm_.limits.down_max) return false;
  const auto is_hurt = [&act](const auto& hurt) { return hurt.first == act.order[0]; };
  return std::none_of(hurt_.begin(), hurt_.end(), is_hurt);
}

void Nemesis::hurt(const Act& act) {
  const ActorId id = act.order[0];
  const std::uint64_t which = act.detail % 8;
  const std::uint64_t rest = act.detail / 8;
  switch (act.kind) {
    case Kind::partition:
      return break_by(world_, swarm_.shapes[act.detail % swarm_.shapes.size()], act.order);
    case Kind::crash:
      if (which < 4) return world_.crash(id);
      if (which < 6) return world_.crash_at_write(id, 1 + rest % 8);
      return world_.crash_at_sync(id, 1 + rest % 4);
    case Kind::pause: return world_.pause(id);
    case Kind::disk: {
      DiskOptions disk = swarm_.disk;
      if (which < 3) disk.write_error_per_million = 200'000;
      else if (which < 6) disk.sync_error_per_million = 200'000;
      else disk.capacity_bytes = 1;
      return world_.set_disk(id, disk);
    }
    case Kind::jump: {
      const bool is_great = rest % 10 == 0;
      const Duration wrap = std::chrono::milliseconds(std::int64_t{1} << 31);
      const auto most = static_cast<std::uint64_t>(2 * swarm_.limits.pace.count());
      return world_.jump_clock(id, is_great ? wrap : Duration(rest % most + 1));
    }
  }
}

// A process whose disk failed is restarted, as an operator would do: it trusts its disk no more.
void Nemesis::end(Kind kind, ActorId id) {
  if (kind == Kind::partition) return mend(world_, actors_);
  std::erase(hurt_, std::pair(id, kind));
  if (kind == Kind::pause) return world_.resume(id);
  if (kind == Kind::disk) {
    world_.set_disk(id, swarm_.disk);
    world_.crash(id);
  }
  world_.crash_at_write(id, 0);
  world_.crash_at_sync(id, 0);
  world_.restart(id);
}

void Nemesis::heal() {
  if (has_healed_) return;
  has_healed_ = true;
  world_.heal();
  for (const ActorId id : actors_) {
    world_.set_disk(id, {});
    world_.crash_at_write(id, 0);
    world_.crash_at_sync(id, 0);
    world_.resume(id);
    if (swarm_.drift_per_million != 0) world_.set_drift(id, 0);
    const bool is_broken =
        std::find(hurt_.begin(), hurt_.end(), std::pair(id, Kind::disk)) != hurt_.end();
    if (is_broken || swarm_.disk.read_flip_per_million != 0) world_.crash(id);
    world_.restart(id);
  }
  hurt_.clear();
}

}  // namespace testkit::sim
