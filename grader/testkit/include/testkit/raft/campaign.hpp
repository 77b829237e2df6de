// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A campaign: clients ask, a nemesis breaks things, then all is healed and has to work again.
//
// Interface:
//   simulate({.seeds = 20}, [](Run& run) { campaign(run, options); })
//   campaign(run, options)   returns what it saw
// Phase one, safety: faults drawn from the seed (testkit/sim/swarm.hpp); the referee and the oracle
// judge. Phase two, liveness, with all faults gone for good: within some election time-outs a
// leader is there that all follow; it stays; what clients ask for gets done; all replicas end with
// equal state machines, which hold everything that clients were told was done. Where there were
// changes, the one that is under way comes to its end, and one more can be made.
// Thread rule: one thread.
#pragma once

#include <testkit/raft/changes.hpp>
#include <testkit/raft/clients.hpp>
#include <testkit/raft/cluster.hpp>
#include <testkit/sim/swarm.hpp>

#include <cstdint>

namespace testkit::raft {

struct CampaignOptions {
  ClusterOptions cluster;
  ClientsOptions clients;
  sim::SwarmLimits faults;
  bool has_faults = true;
  // Whoever leads is asked to hand over to a drawn node, so often, in the first half; 0: never (3i)
  sim::Duration transfer_every{};
  bool has_changes = false;  // of who belongs to the cluster, beside the faults (3f)
  ChangesOptions changes;
  std::uint64_t heal_timeouts = 20;  // election time-outs until a leader is there that all follow
  std::uint64_t calm_timeouts = 10;  // for which it then stays
};

// Faults that a cluster with these features can bear: nothing is lost but messages before 3c.
sim::SwarmLimits bearable_faults(const ClusterOptions& cluster);

struct CampaignReport {
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
  std::uint64_t unknown = 0;
  std::uint64_t terms = 0;
  std::uint64_t committed = 0;  // entries
  std::uint64_t changes = 0;    // of configuration that were begun
};

CampaignReport campaign(sim::Run& run, const CampaignOptions& options);

}  // namespace testkit::raft
