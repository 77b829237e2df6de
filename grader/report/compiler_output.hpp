// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The output of GCC or Clang, taken apart as far as its first error.
//
// Interface: parse_first_error(output) returns that error with where it is, what led there, and
// the notes that follow it.
//
// GCC tells the way to a template before the error ("required from"), innermost first; Clang after
// it, as notes ("in instantiation of"). Both end up in `led_here`, innermost first.
// Thread rule: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct SourcePlace {
  std::string path;  // as the compiler wrote it
  unsigned line = 0;
  unsigned column = 0;
};

struct Diagnostic {
  std::optional<SourcePlace> place;  // none: "g++: fatal error: Killed signal terminated program"
  std::string sentence;
  std::vector<std::string> snippet;  // the lines that follow: source, caret, proposal
};

struct ErrorReport {
  Diagnostic error;
  std::vector<Diagnostic> led_here;
  std::vector<Diagnostic> notes;
};

std::optional<ErrorReport> parse_first_error(std::string_view output);

}  // namespace grader
