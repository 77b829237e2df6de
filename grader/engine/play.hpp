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
#include <grader/engine/build.hpp>
#include <grader/engine/engine.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace grader {

std::filesystem::path make_scratch(const Course& course, const Lab& lab);
std::string scratch_target(const Lab& lab, Tree tree);

// A program of the lab itself, labs/NN/apps/NAME. REQUIRES of `app`: it is one of apps_of.
std::vector<std::string> apps_of(const Course& course, const Lab& lab);  // ascending
std::string app_target(const Lab& lab, Code code, const std::string& app);
// Lays earlier labs of the solution's under an app of code labs_on_auto.
void lay_solutions_under(const Course& course, const std::filesystem::path& build_folder,
                         const Lab& lab, const std::string& app);

}  // namespace grader
