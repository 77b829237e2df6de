// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// JUnit's XML as Jenkins, GitLab and Artemis read it: a suite a task, a case a test.
//
// A failure is a judged test that did not pass; an error is a test that could not be judged,
// because nothing was built or the grader failed. XML knows no control characters: told() has
// spelled them out, and escape_markup() does the rest.
#include <grader/report/printable.hpp>
#include <grader/report/report.hpp>
#include <grader/report/text_parts.hpp>
#include <grader/report/told.hpp>

#include <fmt/format.h>

namespace grader {
namespace {

struct Totals {
  int tests = 0;
  int failures = 0;
  int errors = 0;
  int skipped = 0;
  std::int64_t ms = 0;
};

bool is_error(Verdict verdict) {
  return verdict == Verdict::build || verdict == Verdict::refused ||
         verdict == Verdict::grader_error;
}

void add(Totals& totals, const TestResult& test) {
  ++totals.tests;
  totals.ms += test.duration_ms;
  if (is_error(test.verdict))
    ++totals.errors;
  else if (test.verdict == Verdict::skipped)
    ++totals.skipped;
  else if (test.verdict != Verdict::pass)
    ++totals.failures;
}

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, escape_markup(one_line(value)));
}

std::string seconds(std::int64_t ms) { return fmt::format("{}.{:03}", ms / 1000, ms % 1000); }

std::string outcome(const RunResult& run, const Course& course, const TestResult& test) {
  if (test.verdict == Verdict::pass) return "";
  if (test.verdict == Verdict::skipped)
    return fmt::format("      <skipped{}/>\n", attribute("message", test.message));
  const char* const element = is_error(test.verdict) ? "error" : "failure";
  const std::string story = is_red(test.verdict) ? plain_story(run, course, test) : test.message;
  return fmt::format("      <{0}{1}{2}>{3}</{0}>\n", element, attribute("message", test.message),
                     attribute("type", to_string(test.verdict)), escape_markup(story));
}

std::string case_of(const RunResult& run, const Course& course, const LabResult& lab,
                    const TestResult& test) {
  const ReportOptions options;
  const Teller teller{run, course, options, Paint(false), 0};
  std::string body = outcome(run, course, test);
  if (!test.output.empty())
    body += "      <system-out>" + escape_markup(test.output) + "</system-out>\n";
  const std::string begin = "    <testcase" +
                            attribute("name", test.id + " " + headline(teller, test)) +
                            attribute("classname", "patina." + lab.id + "." + test.task) +
                            attribute("time", seconds(test.duration_ms));
  return body.empty() ? begin + "/>\n" : begin + ">\n" + body + "    </testcase>\n";
}

std::string counts(const Totals& totals) {
  return attribute("tests", std::to_string(totals.tests)) +
         attribute("failures", std::to_string(totals.failures)) +
         attribute("errors", std::to_string(totals.errors));
}

}  // namespace

std::string junit_report(const RunResult& run, const Course& course) {
  const RunResult clean = told(run);
  Totals all;
  std::string suites;
  for (const LabResult& lab : clean.labs) {
    for (const TaskResult& task : lab.tasks) {
      Totals totals;
      std::string cases;
      for (const TestResult& test : task.tests) {
        add(totals, test);
        add(all, test);
        cases += case_of(clean, course, lab, test);
      }
      suites += "  <testsuite" + attribute("name", task.id + " " + task.title) + counts(totals) +
                attribute("skipped", std::to_string(totals.skipped)) +
                attribute("time", seconds(totals.ms)) + ">\n" + cases + "  </testsuite>\n";
    }
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "patina") +
         counts(all) + attribute("time", seconds(all.ms)) + ">\n" + suites + "</testsuites>\n";
}

}  // namespace grader
