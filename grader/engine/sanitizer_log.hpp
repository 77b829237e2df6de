// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a sanitizer's report says, in one verdict and one sentence.
//
// Interface: sanitizer_verdict, sanitizer_sentence, is_memory_exhaustion; all read the text of the
// log files. Nothing is ever read from the program's own output.
// Thread rule: pure.
#pragma once

#include <grader/report/result.hpp>

#include <optional>
#include <string>

namespace grader {

std::optional<Verdict> sanitizer_verdict(const std::string& log);
std::string sanitizer_sentence(const std::string& log);
bool is_memory_exhaustion(const std::string& log);

}  // namespace grader
