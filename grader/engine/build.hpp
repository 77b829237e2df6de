// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Step 3, build: test programs by name, in the build folder of one mode.
//
// Interface:
//   program_name(lab, test, code)     "patina_01_labs_on_labs_1a_public_plain"
//   build(root, sanitize, targets)    configures if need be, builds; says for each target how it
//                                     went
//   compile_command(root, ..)         the exact command by which a unit of a target is compiled
//
// Invariants: a target that fails costs only itself. Nothing is configured anew to choose a tree.
// Thread rule: one build at a time in a build folder; a lock file keeps two graders apart.
#pragma once

#include <grader/engine/engine.hpp>
#include <grader/engine/os.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace grader {

// Which code a program is built from.
enum class Code { solutions_on_solutions, labs_on_labs, labs_on_auto };
std::string_view to_string(Code code);

struct Built {
  bool is_ok = false;
  std::filesystem::path program;
  std::string output;  // the compiler's, when it failed
};

struct BuildResult {
  bool is_configured = true;
  std::string output;  // of the configuration, when that failed
  std::map<std::string, Built> programs;
};

std::string program_name(const Lab& lab, const Test& test, Code code);
std::filesystem::path build_folder(const std::filesystem::path& root, Sanitize sanitize);

// `mode` is a folder under build/ and a PATINA_MODE (grader/cmake/modes.cmake).
BuildResult build_in(const std::filesystem::path& root, std::string_view mode,
                     const std::vector<std::string>& targets, int jobs, const Progress& progress);
BuildResult build(const std::filesystem::path& root, Sanitize sanitize,
                  const std::vector<std::string>& targets, int jobs, const Progress& progress);

// The arguments that compile `source` as part of `target`, without launcher, -c, -o and output.
// Empty if there is no such unit.
struct CompileCommand {
  std::vector<std::string> arguments;
  std::filesystem::path folder;
};
CompileCommand compile_command(const std::filesystem::path& root, Sanitize sanitize,
                               const std::string& target, const std::filesystem::path& source);

// Makes the command take the lab's solution from `source` instead of solutions/NN-name/src.
void redirect_includes(CompileCommand& command, const Course& course, const Lab& lab,
                       const std::filesystem::path& source);

}  // namespace grader
