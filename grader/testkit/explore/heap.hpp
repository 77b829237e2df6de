// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// new and delete while an execution runs: an arena, in which nothing is used twice. What is freed
// is filled with a pattern (under AddressSanitizer: poisoned), so that its use shows; what is left
// at the end is a leak.
//
// Interface:
//   reset_arena()          before each execution
//   is_in_arena(address)
//   live_blocks()          how many, and the oldest of them, which the first number tells
//   written_after_free()   the number of a freed block that somebody wrote to; 0 if there is none
// Blocks are numbered in the order in which they were made: the same in every run of a schedule.
// Thread rule: one thread of the system uses the arena; new and delete themselves are everybody's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace testkit::explore {

void reset_arena();
bool is_in_arena(const void* address);

struct LiveBlocks {
  std::uint32_t count = 0;
  std::uint32_t first = 0;
  std::size_t first_size = 0;
  int first_thread = 0;
};
LiveBlocks live_blocks();
std::uint32_t written_after_free();

}  // namespace testkit::explore
