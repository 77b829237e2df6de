// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3c: Persistence, what a node remembers of the Readys that it handed out (to be written by the owner of 3c).
#pragma once

#include <patina/raft/ready.hpp>

namespace patina::raft {

struct Persistence {
  void begin(const HardState&, Index) {}
};

}  // namespace patina::raft
