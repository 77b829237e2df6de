// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A bracket that stays open to the end of a file. The compiler notices only in what comes next,
// which is a file of ours or of the library: its first error then blames a line that is right.
//
// Interface: unclosed_bracket(text) is the line of the bracket that most likely lacks its partner,
// or nothing if all are closed.
//
// Of several guesses it takes the first opener, at the start of a statement, whose partner stands
// further left than itself: that partner was meant for another. Of #if and #else only the first
// branch counts.
// Thread rule: pure.
#pragma once

#include <optional>
#include <string_view>

namespace grader {

std::optional<unsigned> unclosed_bracket(std::string_view text);

}  // namespace grader
