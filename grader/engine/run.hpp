// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Step 5, run: every test of one program, each in a process of its own.
//
// Interface: run_program(program, results) fills in the results of the tests of one program.
//
// Invariants: a program that dies or stalls before it greets is tried once more, with the next
// test; after the second time all its tests get that verdict. After three tests that ran into
// their time limit the rest of the program gets a fifth of it, so that a run stays bounded.
// Thread rule: several programs may be run at once.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/build.hpp>
#include <grader/engine/engine.hpp>
#include <grader/report/result.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace grader {

struct Program {
  std::string target;
  Code code = Code::labs_on_labs;
  Built built;
  std::vector<const Test*> tests;
  std::vector<TestResult*> results;  // parallel to tests; owned by the caller
  std::filesystem::path variant_source;  // instead of the solution's src/, when proving
};

void run_program(const Course& course, const Request& request, Program& program,
                 const std::function<void(const TestResult&)>& on_test);

}  // namespace grader
