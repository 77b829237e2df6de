// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The kill matrix: which tests each mutant fails, by mode. `prove --full` writes it, and a run
// reads it to tell a learner which known mistake their code behaves like.
//
// Interface:
//   write_matrix(course, result)        grader/mutants/NN-name/matrix.json, a line a mutant; the
//                                       rows of mutants that were not proved this time stay
//   name_misconceptions(course, run)    where the tests that a task fails are exactly one mutant's
//                                       row, notes that mutant and its sentence on each of them
//
// Invariants: no guess: two mutants with the same row name neither.
// Thread rule: as the file system.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/prove.hpp>
#include <grader/report/result.hpp>

namespace grader {

void write_matrix(const Course& course, const ProveResult& result);
void name_misconceptions(const Course& course, RunResult& run);

}  // namespace grader
