// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Assertions: a bug in the program stops it at once, with a sentence that says which rule broke.
//
// Interface:
//   PATINA_ASSERT(condition, sentence)        asserts, and blames the line it stands on
//   fail_assertion(sentence, where)           stops, and blames `where`
//
// Assertions are on in every build. They never throw: an exception could be caught, and a program
// whose rules are broken must not go on. What the world does wrong (a full disk, a closed peer) is
// no bug and is returned as a value instead.
// Thread rule: callable from any thread.
#pragma once

#include <patina/base/hooks.hpp>

#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string_view>

namespace patina {

// Prints "file:line: sentence" to stderr and aborts. Never returns, never throws.
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_assertion(
    std::string_view sentence,
    std::source_location where = std::source_location::current()) noexcept {
  if (base::hooks.assertion != nullptr) base::hooks.assertion(sentence, where);
  std::fprintf(stderr, "%s:%u: assertion failed: %.*s\n", where.file_name(),
               static_cast<unsigned>(where.line()), static_cast<int>(sentence.size()),
               sentence.data());
  std::abort();
}

}  // namespace patina

// Asserts that `condition` holds. `sentence` states the rule in the affirmative.
#define PATINA_ASSERT(condition, sentence)                    \
  do {                                                        \
    if (!(condition)) [[unlikely]]                            \
      ::patina::fail_assertion(sentence);                     \
  } while (false)
