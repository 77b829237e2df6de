// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 2 of 10. Who owns the letters that are looked at?
#include <cstddef>
#include <string>
#include <string_view>

std::size_t longest_line(const std::string& first, const std::string& second) {
  std::string_view both = std::string(first + second);
  return both.size();
}
