// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Swarm testing: a seed draws which faults are on and how strong, and a nemesis plays them.
//
// Interface:
//   draw_swarm(seed, limits)          what is on, how strong; printable
//   Nemesis nemesis(world, swarm, actors, aim)
//     nemesis.begin()                 sets network, disks and clocks, and plans all acts
//     nemesis.heal()                  ends all faults; comes by itself when the safety phase ends
//     nemesis.has_healed()
//   swarm.drawn                       name and value of each draw, for Run::tell
//
// A run has two phases. In the first anything may happen, and rules of safety must hold. Then all
// is healed, for good, and something must get done within a time: liveness. Half of the faults are
// off in a run, because a fault can hide another (Groce et al., "Swarm testing", ISSTA 2012: a
// crash ends the run in which a slow message would have come).
//
// Acts are planned from the seed before the first event, so leaving one out moves no other. Each
// asks world.takes("nemesis", n), n being its number in the plan, and does not happen if the answer
// is no.
// Thread rule: one thread. The nemesis outlives the run of its world.
#pragma once

#include <testkit/sim/shapes.hpp>

#include <utility>

namespace testkit::sim {

// What may be drawn at all. A test turns off what its subject is not to bear.
struct SwarmLimits {
  Duration safety = 20s;     // how long the first phase is
  Duration pace = 1s;        // of the subject: faults last from a tenth of it to five times it
  bool losses = true;        // loss, duplication and slow messages
  bool partitions = true;
  bool crashes = true;       // at once, at a write and at a sync; what is synced stays
  bool pauses = true;
  bool disk_errors = true;   // of write and sync, and a full disk; ends in a restart of the process
  bool read_flips = false;   // a subject without checksums cannot bear it
  bool slow_disks = true;
  bool clock_drift = true;   // up to a twentieth
  bool clock_jumps = true;   // ahead; one in ten by 2^31 ms
  std::uint32_t down_max = UINT32_MAX;  // processes that are down, paused or failing at a time
};

struct Swarm {
  SwarmLimits limits;
  std::uint64_t seed = 0;
  NetworkOptions network;  // loss, duplicates and slowness; delays stay those of the world
  DiskOptions disk;
  std::int32_t drift_per_million = 0;
  // The mean time between two acts of a kind; 0: it is off.
  Duration partition_every{}, crash_every{}, pause_every{}, disk_error_every{}, jump_every{};
  std::vector<Shape> shapes;  // which partitions there are
  bool is_aimed = false;      // half of the acts are at whom `aim` names
  std::vector<std::pair<std::string, std::string>> drawn;
};

Swarm draw_swarm(std::uint64_t seed, const SwarmLimits& limits = {});

class Nemesis {
 public:
  // Whom it hurts most: the leader, for example; 0: nobody in particular.
  using Aim = std::function<ActorId()>;

  Nemesis(World& world, const Swarm& swarm, Actors actors, Aim aim = {});
  Nemesis(const Nemesis&) = delete;
  Nemesis& operator=(const Nemesis&) = delete;

  void begin();
  void heal();
  bool has_healed() const { return has_healed_; }
  std::uint64_t acts() const { return plan_.size(); }

 private:
  enum class Kind : std::uint8_t { partition, crash, pause, disk, jump };
  struct Act {
    Kind kind{};
    Time at{};
    Duration length{};
    Actors order;              // of actors; the first is the one that it is about
    std::uint64_t detail = 0;  // drawn, for what its kind has yet to decide
    bool is_aimed = false;
  };

  void set_faults();
  void plan(Kind kind, Duration every, std::string_view name);
  void play(std::uint64_t number);
  bool may_play(const Act& act) const;
  void hurt(const Act& act);
  void end(Kind kind, ActorId id);

  World& world_;
  const Swarm swarm_;
  const Actors actors_;
  const Aim aim_;
  std::vector<Act> plan_;
  std::vector<std::pair<ActorId, Kind>> hurt_;  // whose processes acts have in their hands
  bool has_healed_ = false;
};

}  // namespace testkit::sim
