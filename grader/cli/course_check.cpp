// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade course-check: for authors; is the course consistent with itself?
#include <grader/cli/arguments.hpp>
#include <grader/cli/context.hpp>
#include <grader/course/check.hpp>
#include <grader/course/snippets.hpp>
#include <grader/engine/os.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

namespace grader {

namespace {

// What this very program says of itself: the pages are held against that.
std::string help_of(const std::string& verb) {
  std::vector<std::string> words = {std::filesystem::read_symlink("/proc/self/exe").string()};
  if (!verb.empty()) words.push_back(verb);
  words.push_back("--help");
  return os::run_process({words, {}, {}, {}}).output;
}

void course_check(Context& context) {
  CheckReport report = check_course(context.course());
  for (Finding& finding : check_commands(context.course(), help_of))
    report.findings.push_back(std::move(finding));
  for (const Finding& finding : report.findings)
    fmt::print("{}: {}\n", finding.place, finding.sentence);
  for (const std::string& note : report.notes) fmt::print("{}\n", note);
  for (const std::string& total : report.totals) fmt::print("{}\n", total);
  if (report.findings.empty()) {
    fmt::print("{}\n", say("check.clean"));
  } else {
    fmt::print("{}\n", say("check.findings", report.findings.size()));
    context.exit_code = exit_failed;
  }
}

}  // namespace

void add_course_check(Arguments& arguments, Context& context) {
  arguments.verb("course-check", say("check.about"))
      .example(say("check.example"))
      .action([&context] { course_check(context); });
}

}  // namespace grader
