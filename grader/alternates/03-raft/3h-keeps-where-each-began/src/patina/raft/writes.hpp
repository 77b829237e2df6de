// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h, otherwise: a list of Readies, each with both its ends; nothing in it ever changes.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/types.hpp>

#include <cstdint>
#include <vector>

namespace patina::raft {

struct Writes {
  struct Each {
    std::uint64_t number = 0;
    Term term;
    Index kept;  // what it left as it was ends here
    Index last;
  };

  void begin(Term term, Index last) { all = {{0, term, last, last}}; }

  std::vector<Each> all;  // the first is the last one that is on disk
};

}  // namespace patina::raft
