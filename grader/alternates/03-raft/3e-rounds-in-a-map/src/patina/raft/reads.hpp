// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Reads by the round that answers them; round 0 holds those that nobody was asked about yet.
#pragma once

#include <patina/raft/ready.hpp>

#include <cstdint>
#include <map>
#include <vector>

namespace patina::raft {

struct ReadsOfRound {
  Index index;
  std::vector<std::uint64_t> contexts;
};

struct Reads {
  std::map<std::uint64_t, ReadsOfRound> rounds;
  Ticks checked_at = 0;  // when the quorum was last looked at
};

}  // namespace patina::raft
