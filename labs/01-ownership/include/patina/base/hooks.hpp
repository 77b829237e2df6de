// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Two doors through which the code of a lab speaks to whoever runs it.
//
// Interface:
//   hooks.not_implemented(task, what, where)   called when a stub is reached, before it throws
//   hooks.assertion(sentence, where)           called when an assertion fails, before the abort
//
// Both are null in an ordinary program. A test runner sets them before any test starts, so that a
// stub or a failed assertion is told apart from a crash however the process ends afterwards.
// Thread rule: set once, before threads exist; the functions behind them must be thread-safe.
#pragma once

#include <source_location>
#include <string_view>

namespace patina::base {

struct Hooks {
  void (*not_implemented)(std::string_view task, std::string_view what,
                          const std::source_location& where) = nullptr;
  void (*assertion)(std::string_view sentence, const std::source_location& where) = nullptr;
};

inline constinit Hooks hooks{};

}  // namespace patina::base
