// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// From a failing run to one with the fewest decisions that still breaks the same rule.
//
// Interface:
//   Shrinker shrinker(plan, body, outcome);
//   shrinker.shrink()          the plan of the smallest run that was found
//   find_death(plan, body)     the event in which a run ends its process; no value: it does not
//   answer_trial(outcome)      for an assertion in a trial: tells, and ends its process
//
// Delta debugging (Zeller and Hildebrandt, 2002): parts of the decisions are left out, then halves
// of the parts, at last each by itself, until none can be left out. A trial is a process of its
// own, so that one which crashes or stops at an assertion is an answer like any other. Trials and
// their events are counted; no clock is looked at.
// Thread rule: one thread.
#pragma once

#include "play.hpp"

namespace testkit::sim {

class Shrinker {
 public:
  Shrinker(const Plan& plan, const Body& body, const Outcome& failed)
      : plan_(plan), body_(body), breach_(*failed.breach), kept_(failed.taken) {}

  Plan shrink();
  int trials() const { return trials_; }

 private:
  bool try_without(std::size_t first, std::size_t count);
  std::optional<std::vector<Decision>> run_trial(const Plan& plan);
  Plan plan_with(std::vector<Decision> only) const;

  const Plan plan_;
  const Body& body_;
  const Breach breach_;
  std::vector<Decision> kept_;  // in order of time
  int trials_ = 0;
  std::uint64_t events_ = 0;
};

std::optional<std::uint64_t> find_death(const Plan& plan, const Body& body);

bool is_trial();
[[noreturn]] void answer_trial(const Outcome& outcome);

}  // namespace testkit::sim
