// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Step 6, judge: from the evidence of one run to one verdict and its story.
//
// Interface: judge_evidence(evidence, result) fills in verdict, message, failure, steps, life.
// The order in which evidence counts is GRADER.md's: the first that matches is the verdict.
// Thread rule: pure.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/records.hpp>
#include <grader/engine/sandbox.hpp>
#include <grader/report/result.hpp>

#include <string>

namespace grader {

struct Evidence {
  const Course& course;
  const Test& test;
  const os::Ended& ended;
  const Proof& proof;
  Story story;
  std::string sanitizer_log;
};

void judge_evidence(const Evidence& evidence, TestResult& result);

// Was the program gone, or stuck, before it greeted? Then it is tried once more.
bool ended_before_main(const Evidence& evidence);

}  // namespace grader
