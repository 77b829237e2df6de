// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// From a failing execution to the plainest one that fails in the same way: first one with few
// preemptions is searched for, then what is left of them is taken away one by one.
//
// Interface:
//   follow(program, finding, traces)   makes the execution of a finding again
//   shrink(program, finding)           makes the finding plainer
//   choices_of(finding)                "weak; 0x3 1x2; 0 1": memory, schedule, branches
// Thread rule: one thread of the system.
#pragma once

#include <optional>
#include <tuple>

#include "world.hpp"

namespace testkit::explore {

struct Program {
  void (*body)(void*);
  void* argument;
  Where where;
};

// What makes an execution hard to follow, the worst first.
struct Cost {
  std::uint32_t preemptions = 0;
  std::uint32_t oddities = 0;  // old values read, stores put early, failures for no reason
  std::uint32_t switches = 0;
  std::uint32_t steps = 0;
  friend auto operator<=>(const Cost&, const Cost&) = default;
};
Cost current_cost();

struct Finding {
  Failure failure;
  Trail trail;
  bool is_weak = false;
  Cost cost;
};

bool follow(const Program& program, Finding& finding, bool traces);
void shrink(const Program& program, Finding& finding);
std::string choices_of(const Finding& finding);
// Reads what choices_of wrote. Returns nothing if it can't be that.
std::optional<Finding> finding_of(const std::string& choices);

}  // namespace testkit::explore
