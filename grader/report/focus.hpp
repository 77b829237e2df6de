// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A run looked at through one test, for verbs that show one thing at a time.
//
// Interface:
//   open_tests(run)        the tests that do not pass yet, in manifest order
//   only_test(run, id)     the same run with nothing in it but that test
//
// Thread rule: pure.
#pragma once

#include <grader/report/result.hpp>

#include <string>
#include <vector>

namespace grader {

std::vector<const TestResult*> open_tests(const RunResult& run);

// REQUIRES: the run holds the test.
RunResult only_test(const RunResult& run, const std::string& id);

}  // namespace grader
