// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A run as it may be told: the one door between what was judged and what is written.
//
// Interface: told(run) is the run with every text made printable and capped, and with hidden tests
// reduced to their verdict, their rule, the step that they had come to, the values of the check
// that failed and the place in the learner's own files. Their titles, their code and where it
// stands stay hidden, in every format. A run of the solutions is told in full: its readers are the
// authors.
// Thread rule: pure.
#pragma once

#include <grader/report/result.hpp>

#include <string>
#include <string_view>

namespace grader {

RunResult told(const RunResult& run);

// What a verdict means, in one sentence.
std::string verdict_sentence(Verdict verdict);

// Is it one that a learner may edit? Named relative to the root.
bool is_learners_file(std::string_view file);

bool is_red(Verdict verdict);  // the learner's code is at fault

}  // namespace grader
