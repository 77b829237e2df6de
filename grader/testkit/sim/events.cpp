// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/sim.hpp>

namespace testkit::sim {

std::string_view name_of(EventKind kind) {
  static constexpr std::string_view names[] = {
      "start", "crash",     "restart", "pause", "resume", "reformat", "send", "deliver", "lose",
      "duplicate", "timer", "write",   "sync",  "io-error", "cut",    "heal", "clock",   "note"};
  return names[static_cast<int>(kind)];
}

}  // namespace testkit::sim
