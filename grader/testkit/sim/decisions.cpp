// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Decisions: what a shrunk run leaves out, and what is written down for it.
#include "kernel.hpp"

#include <algorithm>

namespace testkit::sim::core {

bool Kernel::takes(std::string_view stream, std::uint64_t nth) {
  Decision decision{std::string(stream), nth};
  const auto has = [&decision](const std::vector<Decision>& list) {
    return std::binary_search(list.begin(), list.end(), decision);
  };
  if (has(options_.overruled)) return false;
  if (options_.only.has_value() && !has(*options_.only)) return false;
  taken_.push_back(std::move(decision));
  return true;
}

bool Kernel::takes(const char* prefix, ActorId a, ActorId b, const char* what, std::uint64_t nth) {
  char name[64];
  const int size = b == 0 ? std::snprintf(name, sizeof name, "%s%u %s", prefix, a, what)
                          : std::snprintf(name, sizeof name, "%s%u-%u %s", prefix, a, b, what);
  return takes(std::string_view(name, static_cast<std::size_t>(size)), nth);
}

}  // namespace testkit::sim::core
