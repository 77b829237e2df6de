// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How a run of a small scope is told: its moves in words, and as a script.
// Thread rule: one thread.
#pragma once

#include <testkit/raft/small_scope.hpp>

#include <source_location>
#include <vector>

#include "node_states.hpp"

namespace testkit::raft {

struct RunMove {
  std::uint8_t node = 0;  // its number less 1
  Stimulus stimulus;
  bool is_doubled = false;  // the message stays under way
};

// The last move may be one that was not ended: nothing is told of what came of it.
BrokenRun tell_run(const Scope& scope, const NodeStates& nodes, std::vector<StateNumber> states,
                   const std::vector<RunMove>& moves);
// As steps of the test.
void tell_moves(const BrokenRun& run,
                std::source_location where = std::source_location::current());

}  // namespace testkit::raft
