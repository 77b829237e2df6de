// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3f: Members, what a node remembers of configurations beside the one in force.
//
// Thread rule: one thread.
#pragma once

#include <patina/raft/configuration.hpp>

#include <cstdint>
#include <vector>

namespace patina::raft {

struct Members {
  struct Known {
    Index index;  // of its entry; where the log begins, for the first one
    Configuration configuration;
  };
  std::vector<Known> stack;       // ascending; the last one is in force. Never empty once begun
  std::uint64_t sessions = 1000;  // given out so far
};

}  // namespace patina::raft
