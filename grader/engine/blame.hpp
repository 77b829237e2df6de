// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Blame that belongs to a line of the learner's, where the first sign of trouble stands elsewhere.
//
// Interface:
//   blame_build(course, tree, program)   BUILD, with the compiler's first error or, where it comes
//                                        of one, the learner's bracket that stays open
//   refuse(course, tree, run)            REFUSED for tasks whose files hold what the lab refuses,
//                                        before anything is built
//   blame_redefinitions(course, run)     REFUSED instead of GRADER_ERROR for tests that ask nothing
//                                        because a file of the learner's redefines what asks
//
// Thread rule: one thread.
#pragma once

#include <grader/engine/run.hpp>

namespace grader {

void blame_build(const Course& course, Tree tree, Program& program);
void refuse(const Course& course, Tree tree, RunResult& run);
void blame_redefinitions(const Course& course, RunResult& run);

}  // namespace grader
