// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 8 of 10. How many strings are made here?
#include <cstddef>
#include <string>
#include <vector>

std::size_t letters(const std::vector<std::string>& words) {
  std::size_t count = 0;
  for (const auto word : words) count += word.size();
  return count;
}
