// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Tests of flavour `compile`: code that must not compile, and the sentence that says why.
//
// A compile test is one file with one TEST_CASE. Where PATINA_TWIN is defined it holds the right
// way to do the thing; that twin is compiled, linked and run like any other test. Only once it
// passes is the file compiled without PATINA_TWIN: that must fail, and for the reason that the
// file's EXPECT lines name, so that a typing error elsewhere cannot pass for a rule.
//
// Interface: judge_faulty_twin() does that second half and changes the verdict if it fails.
// The outcome is remembered until the twin is linked anew (its program depends on the same files).
// Thread rule: may be called for several tests at once.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/engine.hpp>
#include <grader/engine/run.hpp>

namespace grader {

void judge_faulty_twin(const Course& course, Sanitize sanitize, const Program& program,
                       const Test& test, TestResult& result);

// The file of a compile test: its name starts with the test's id and a hyphen.
std::filesystem::path compile_test_file(const Course& course, const Test& test);
// The regular expressions of the file's "// EXPECT:" lines.
std::vector<std::string> expected_diagnostics(const std::filesystem::path& file);

}  // namespace grader
