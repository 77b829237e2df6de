// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a seed draws. All is drawn in one order whatever the limits are: a fault that a test turns
// off leaves the others as they were.
#include <testkit/sim/swarm.hpp>

namespace testkit::sim {
namespace {

using patina::base::Random;

std::string in_percent(std::uint32_t per_million) {
  const std::uint32_t thousandths = per_million / 10;
  std::string text = std::to_string(thousandths % 1000);
  text.insert(0, 3 - text.size(), '0');
  return std::to_string(thousandths / 1000) + "." + text + "%";
}

std::string in_milliseconds(Duration duration) {
  return std::to_string(duration.count() / 1000) + "ms";
}

class Drawing {
 public:
  explicit Drawing(Swarm& swarm)
      : swarm_(swarm), random_(Random::stream(swarm.seed, "swarm")) {}

  std::uint32_t per_million(const char* name, bool is_allowed, std::uint32_t most) {
    const bool is_on = random_.chance(1, 2) && is_allowed;
    const std::uint32_t drawn = most >> (2 * random_.below(4));  // the whole of it, a quarter, ...
    tell(name, is_on ? in_percent(drawn) : "off");
    return is_on ? drawn : 0;
  }

  Duration every(const char* name, bool is_allowed) {
    const bool is_on = random_.chance(1, 2) && is_allowed;
    const Duration drawn = swarm_.limits.pace * static_cast<int>(1 << random_.below(4));
    tell(name, is_on ? "every " + in_milliseconds(drawn) : "off");
    return is_on ? drawn : Duration(0);
  }

  // Up to `most`, small ones as often as great ones.
  Duration length(const char* name, bool is_allowed, Duration most) {
    const bool is_on = random_.chance(1, 2) && is_allowed;
    const Duration drawn = most / static_cast<int>(1 << random_.below(6));
    tell(name, is_on ? in_milliseconds(drawn) : "off");
    return is_on ? drawn : Duration(0);
  }

  void shapes() {
    std::string names;
    for (int i = 0; i < shapes_count; ++i) {
      if (random_.chance(1, 2)) continue;
      swarm_.shapes.push_back(static_cast<Shape>(i));
      names += (names.empty() ? "" : " ") + std::string(name_of(swarm_.shapes.back()));
    }
    if (swarm_.shapes.empty()) swarm_.partition_every = Duration(0);
    if (swarm_.partition_every != Duration(0)) tell("shapes", names);
  }

  bool yes(const char* name) {
    const bool is_on = random_.chance(1, 2);
    tell(name, is_on ? "yes" : "no");
    return is_on;
  }

 private:
  void tell(const char* name, std::string value) {
    swarm_.drawn.emplace_back(name, std::move(value));
  }

  Swarm& swarm_;
  Random random_;
};

}  // namespace

Swarm draw_swarm(std::uint64_t seed, const SwarmLimits& limits) {
  Swarm swarm;
  swarm.limits = limits;
  swarm.seed = seed;
  Drawing draw(swarm);
  swarm.network.loss_per_million = draw.per_million("loss", limits.losses, 200'000);
  swarm.network.duplicate_per_million = draw.per_million("duplicates", limits.losses, 100'000);
  swarm.network.slow_per_million = draw.per_million("slow messages", limits.losses, 50'000);
  swarm.network.slow_delay = draw.length("slow by", true, 5 * limits.pace);
  if (swarm.network.slow_delay == Duration(0)) swarm.network.slow_delay = limits.pace / 2;
  swarm.partition_every = draw.every("partitions", limits.partitions);
  draw.shapes();
  swarm.crash_every = draw.every("crashes", limits.crashes);
  swarm.pause_every = draw.every("pauses", limits.pauses);
  swarm.disk_error_every = draw.every("disk errors", limits.disk_errors);
  swarm.disk.read_flip_per_million = draw.per_million("bit flips", limits.read_flips, 2'000);
  swarm.disk.write_time = draw.length("write time", limits.slow_disks, limits.pace / 200);
  swarm.disk.sync_time = draw.length("sync time", limits.slow_disks, limits.pace / 20);
  swarm.drift_per_million =
      static_cast<std::int32_t>(draw.per_million("clock drift", limits.clock_drift, 50'000));
  swarm.jump_every = draw.every("clock jumps", limits.clock_jumps);
  swarm.is_aimed = draw.yes("aimed");
  return swarm;
}

}  // namespace testkit::sim
