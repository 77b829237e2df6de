// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A run as it may be told: the one door between what was judged and what is written.
//
// Interface: told(run) is the run with every text made printable and capped, and with hidden tests
// reduced to their verdict, rule and place in the learner's own files. Their titles, steps, values
// and code stay hidden, in every format. A run of the solutions is told in full: its readers are
// the authors.
// Thread rule: pure.
#pragma once

#include <grader/report/result.hpp>

#include <string>

namespace grader {

RunResult told(const RunResult& run);

// What a verdict means, in one sentence.
std::string verdict_sentence(Verdict verdict);

bool is_red(Verdict verdict);  // the learner's code is at fault

}  // namespace grader
