// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What of a run is told, and how it is handed on.
//
// Interface:
//   choose(recorder, breach, most)   which moments to tell: what led to the breach
//   tell_run(telling)                as records to the supervisor, or as lines on stderr
//   announce(telling)                its last record alone, in case there is no time for more
//   choices_of(..), plan_of(..)      "sim; call 1; seed 7; only; net/1-2 loss: 3 5"
// Thread rule: one thread.
#pragma once

#include "play.hpp"
#include "recorder.hpp"

#include <string>
#include <vector>

namespace testkit::sim {

// Ascending indices of moments.
std::vector<std::size_t> choose(const Recorder& recorder, const Breach* breach, std::size_t most);

struct Telling {
  int call = 1;  // of simulate() in this test
  Plan plan;
  Outcome outcome;
  std::uint64_t runs = 1;
  int trials = 0;
  const Recorder* recorder = nullptr;
};
void announce(const Telling& telling);
void tell_run(const Telling& telling);

std::string choices_of(int call, const Plan& plan);
// Reads what choices_of wrote into `plan`; false if it is about another call, or no such thing.
bool read_choices(const std::string& choices, int call, Plan& plan);

}  // namespace testkit::sim
