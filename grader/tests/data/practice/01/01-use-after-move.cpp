// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 1 of 10. Who has the name in the last line?
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

std::size_t store(std::vector<std::string>& names, std::string name) {
  const std::size_t length = name.size();
  names.push_back(std::move(name));
  return length;
}
