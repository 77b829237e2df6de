// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a measurement counts beside time.
//
// Interface:
//   counted::allocations     calls of operator new since the program began, and their bytes
//   counted::syncs           calls of fsync and fdatasync
// Thread rule: one thread.
#pragma once

#include <cstdint>

namespace counted {

struct Allocations {
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
};

extern Allocations allocations;
extern std::uint64_t syncs;

}  // namespace counted
