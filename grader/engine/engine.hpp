// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Judging: intake, gate, build, sandbox, run, judge, score, in that order, one file a step.
//
// Interface:
//   judge(course, request, progress)     everything that `grader run` does between reading its
//                                        arguments and writing its report
//
// A fault of the grader is never blamed on the learner: it comes out as GRADER_ERROR.
// Thread rule: one judge() at a time in a process; it uses threads of its own.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/result.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace grader {

enum class Tree { labs, solutions };
enum class Base { automatic, labs, solutions };
enum class Sanitize { none, asan, tsan };

std::string_view to_string(Tree tree);          // "labs"
std::string_view to_string(Sanitize sanitize);  // "none"
std::string_view build_folder(Sanitize sanitize);  // "plain", "asan", "tsan" under build/

struct Request {
  std::vector<const Test*> tests;
  Tree tree = Tree::labs;
  Base base = Base::automatic;
  Sanitize sanitize = Sanitize::none;
  std::uint64_t seed = 1;
  int seeds = 0;      // 0: each test's own: many of a campaign, one of any other
  int jobs = 0;       // 0: as many as there are processors
  int timeout_s = 0;  // 0: each test's own
  bool keep_capsules = true;
  bool wants_trace = false;  // green simulated runs are told too
  bool wants_shrinking = true;  // failing simulated runs are made smaller, which takes seconds
  std::string choices;  // of an explored execution that is to be followed first
};

// Told what is going on, from one thread: a stage ("configure", "build", "run"), how far, of how
// many, and what.
using Progress =
    std::function<void(std::string_view stage, int done, int total, std::string_view what)>;

RunResult judge(const Course& course, const Request& request, const Progress& progress);

}  // namespace grader
