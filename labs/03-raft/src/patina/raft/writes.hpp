// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3h: Writes, what a node remembers of the Readies that are being written.
//
// Interface:
//   begin(term, last)   a node comes up: this term is on disk, and the log up to `last`
// The rest is yours: async.hpp is its only reader. What it has to know of each Ready that is out is
// its number, the term that it wrote, and up to where what it wrote is still what the log says: an
// entry that was replaced since it was handed out does not count, whatever the disk says of it.
// Cost: no memory that grows with the log; a handful of Readies is out at a time.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/types.hpp>

#include <cstdint>
#include <vector>

namespace patina::raft {

struct Writes {
  void begin(Term term, Index last) {
    not_implemented("3h", "note what is on disk already");
  }

};

}  // namespace patina::raft
