// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3e: Reads, what a leader remembers of reads that wait (to be written by the owner of 3e).
#pragma once

#include <patina/raft/ready.hpp>

namespace patina::raft {

struct Reads {};

}  // namespace patina::raft
