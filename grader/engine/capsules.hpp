// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a run leaves behind to be replayed: one capsule a red public test,
// .grader/capsules/ID.jsonl.
//
// Interface:
//   keep_capsules(course, request, run)   writes them and notes their paths in the run
//   capsule_of(course, request, run)      of a run of one test, whatever its verdict
//   request_for(course, capsule)          what to judge to see it again; a UsageError if its test
//                                         or its words are unknown here
//
// A test that did not run (BUILD, REFUSED) leaves none, nor does a hidden one: it would tell its
// case. A capsule stays when its test passes later, so that "does it still fail?" can be asked.
// Thread rule: after all tests have run.
#pragma once

#include <grader/engine/engine.hpp>
#include <grader/report/capsule.hpp>

namespace grader {

std::string_view to_string(Base base);  // "auto"
void keep_capsules(const Course& course, const Request& request, RunResult& run);
Capsule capsule_of(const Course& course, const Request& request, const RunResult& run);
Request request_for(const Course& course, const Capsule& capsule);

}  // namespace grader
