// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A small course and runs of it, for the tests of the reports.
//
// Interface:
//   sample_course()       one lab with two core tasks, a stretch task, hidden tests
//   passing_run()         everything passes
//   failing_run()         one test of each kind of trouble
//   untouched_run()       nothing is done yet
//   hostile_run()         a learner's program that prints commands to whoever reads the report
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/result.hpp>

namespace grader::tests {

Course sample_course();
RunResult passing_run();
RunResult failing_run();
RunResult untouched_run();
RunResult hostile_run();

}  // namespace grader::tests
