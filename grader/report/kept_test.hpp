// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A capsule in other clothes: as a test to keep, and as a log for ShiViz.
//
// Interface:
//   kept_test(capsule, course)   a C++ file: the test of the capsule, which makes its run first;
//                                a UsageError where the capsule is of no simulated run, or where
//                                the test's source is not here
//   shiviz_log(capsule)          events with vector clocks (https://bestchai.bitbucket.io/shiviz)
// Thread rule: pure, but for reading the test's source.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/capsule.hpp>

#include <string>

namespace grader {

std::string kept_test(const Capsule& capsule, const Course& course);
std::string shiviz_log(const Capsule& capsule);

}  // namespace grader
