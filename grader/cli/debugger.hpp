// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// From a judged test to the debugger that stands where it fails.
//
// Interface: start_debugger(context, request, result, only_prints) says where it stops, and becomes
// gdb. Where only_prints, or where there is no terminal or no gdb, it prints the command instead.
// Thread rule: the main thread alone.
#pragma once

#include <grader/engine/engine.hpp>
#include <grader/report/result.hpp>

namespace grader {

struct Context;

// REQUIRES: `request` asked for the one test of `result`, and its program is built.
void start_debugger(Context& context, const Request& request, const TestResult& result,
                    bool only_prints);

}  // namespace grader
