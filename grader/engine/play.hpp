// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A scratch program of the learner's own, on the learner's own code.
//
// Interface:
//   make_scratch(course, lab)     .grader/play/NN/main.cpp, from a template if it is missing
//   scratch_target(lab, tree)     the CMake target that builds it (grader/cmake/lab.cmake)
//
// Invariant: a scratch program that exists is never written to.
// Thread rule: as the file system.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/engine.hpp>

#include <filesystem>
#include <string>

namespace grader {

std::filesystem::path make_scratch(const Course& course, const Lab& lab);
std::string scratch_target(const Lab& lab, Tree tree);

}  // namespace grader
