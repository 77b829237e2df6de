// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Step 7, score: exact fractions of points, from verdicts and weights.
//
// A task's points are shared among its tests by weight. A lab's score is the sum over its core
// tasks, its bonus that over its stretch tasks; tests that this mode does not judge are counted
// apart. Nothing is rounded here (Points::rounded does it, once).
// Thread rule: pure.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/result.hpp>

namespace grader {

void score(const Course& course, RunResult& run);

// 0 all passed, 1 some failed, 3 nothing could be built, 70 a fault of the grader.
int exit_code_for(const RunResult& run);

}  // namespace grader
