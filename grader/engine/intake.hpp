// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Step 1, intake: which of the learner's files take part.
//
// Interface: take_in(course, run) lists the files in src/ that the course did not put there, and
// throws UsageError if one that a task needs is gone.
// Thread rule: reads only.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/result.hpp>

namespace grader {

void take_in(const Course& course, RunResult& run);

// The title of a test without its id, read from its source; empty if it is not found.
std::string title_of(const Course& course, const Test& test);

}  // namespace grader
