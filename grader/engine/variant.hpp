// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Variants of the solution, for proving the grader: its sources with a patch, or with some files
// replaced, built without CMake.
//
// Interface:
//   make_mutant_source(course, mutant)         the patched copy of a lab's src/ folder
//   make_alternate_source(course, alternate)   the copy with the alternate's files
//   build_variant(course, .., tests)           a program of just the units that hold `tests`
//
// A unit is compiled by the very command that compiles it for the solution, with another include
// path, so that it shares the precompiled header; the object files of the runner and the testkit
// are those of the build folder. REQUIRES: the solution's program of the same tests has been built.
// Thread rule: different variants may be built at once.
#pragma once

#include <grader/course/proofs.hpp>
#include <grader/engine/build.hpp>
#include <grader/engine/run.hpp>

#include <deque>
#include <filesystem>
#include <vector>

namespace grader {

// Both return the folder of the variant's src/. A patch that does not fit is a CourseError.
std::filesystem::path make_mutant_source(const Course& course, const Mutant& mutant);
std::filesystem::path make_alternate_source(const Course& course, const Alternate& alternate);

// The programs that hold `tests`, which belong to one task.
std::deque<Program> build_variant(const Course& course, Sanitize sanitize,
                                  const std::filesystem::path& source,
                                  const std::vector<const Test*>& tests);

}  // namespace grader
