// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Base auto: a task of the learner's on earlier tasks of whichever tree has them done.
//
// Interface: write_overlay(course, build, lab, name, trees) writes, for every file of every task in
// `trees`, a one-line header that includes the chosen tree's file. The folder comes first on the
// include path of the task or the app of that name (grader/cmake/lab.cmake).
//
// Invariants: a header is written only if its text changes, so that nothing is built in vain.
// Thread rule: one writer a build folder.
#pragma once

#include <grader/course/manifest.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace grader {

// `trees`: for each used task, "labs" or "solutions".
void write_overlay(const Course& course, const std::filesystem::path& build_folder, const Lab& lab,
                   const std::string& name, const std::map<std::string, std::string>& trees);

}  // namespace grader
