// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/context.hpp>
#include <grader/cli/debugger.hpp>
#include <grader/engine/base.hpp>
#include <grader/engine/debug.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/packages.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

namespace grader {

void start_debugger(Context& context, const Request& request, const TestResult& result,
                    bool only_prints) {
  const Course& course = context.course();
  const Test& test = *request.tests.front();
  const SourceTests sources = scan_tests(course.root, course.labs);
  const SourceTest* const source = sources.find(test.id);
  if (source == nullptr) throw UsageError(say("debug.no-source", test.id));
  const DebugPlan plan = plan_debug(course.root, *source, result);
  const Code code = code_for(request, course.task_of(test));
  const std::string target = program_name(course.lab_of(course.task_of(test)), test, code);
  const auto program = build_folder(course.root, request.sanitize) / "bin" / target;
  const std::vector<std::string> command = debug_command(plan, program, test.id);
  fmt::print("{}\n", plan.sentence);
  if (only_prints || !context.is_interactive()) {
    fmt::print("{}\n", shell_words(command));
    return;
  }
  std::fflush(stdout);
  if (is_in_path("gdb")) os::become(command, course.root);
  fmt::print("{}\n", say("debug.no-gdb", install_command_for(context.root, "gdb")));
  context.exit_code = exit_unavailable;
}

}  // namespace grader
