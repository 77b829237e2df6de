// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h: Writes, which Readies are being written.
//
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/types.hpp>

namespace patina::raft {

struct Writes {
  void begin(Term, Index) { not_implemented("3h", "note what is on disk already"); }
};

}  // namespace patina::raft
