// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3f: Members, what a node remembers of configurations beside the one in force.
//
// How it is kept is yours to choose: membership.hpp is its only reader. State::configuration, the
// one in force, and Peer::session are given, because other rules look at them.
// Thread rule: one thread.
#pragma once

#include <patina/raft/types.hpp>

namespace patina::raft {

struct Members {
};

}  // namespace patina::raft
