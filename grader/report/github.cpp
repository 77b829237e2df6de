// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// For GitHub Actions: one annotation a red test, at its line where that is known, then a summary
// in Markdown, which reads well in a log too.
//
// What a learner's program said stands in annotations only, where the escapes below keep it inside
// its command; no other line can begin one.
#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/report.hpp>
#include <grader/report/tally.hpp>
#include <grader/report/text_parts.hpp>
#include <grader/report/told.hpp>

#include <fmt/format.h>

namespace grader {
namespace {

std::string escape_data(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '%':
        escaped += "%25";
        break;
      case '\r':
        escaped += "%0D";
        break;
      case '\n':
        escaped += "%0A";
        break;
      default:
        escaped += c;
    }
  }
  return without_workflow_commands(escaped);
}

std::string escape_property(std::string_view text) {
  std::string escaped;
  for (const char c : escape_data(text)) {
    if (c == ':')
      escaped += "%3A";
    else if (c == ',')
      escaped += "%2C";
    else
      escaped += c;
  }
  return escaped;
}

std::string escape_markdown(std::string_view text) {
  std::string escaped;
  for (const char c : one_line(text)) {
    if (std::string_view("\\`*_{}[]<>#|~!&@:").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string annotation(const Teller& teller, const TestResult& test) {
  std::string properties;
  if (test.failure && !test.failure->file.empty()) {
    properties += "file=" + escape_property(test.failure->file) + ",";
    if (test.failure->line > 0) properties += fmt::format("line={},", test.failure->line);
  }
  const std::string title =
      fmt::format("{} {}: {}", test.id, to_string(test.verdict), headline(teller, test));
  const std::string body =
      is_red(test.verdict) ? plain_story(teller.run, teller.course, test) : test.message;
  return fmt::format("::{} {}title={}::{}\n", is_red(test.verdict) ? "error" : "warning",
                     properties, escape_property(title), escape_data(body));
}

std::string ratio(const Count& count) {
  return fmt::format("{}/{}", count.passed, count.is_whole() ? count.judged : count.all);
}

std::string summary(const Teller& teller) {
  std::string text;
  for (const LabResult& lab : teller.run.labs) {
    text += fmt::format("\n## {} {}  {}/{}", escape_markdown(lab.id), escape_markdown(lab.title),
                        lab.score.text(), lab.max.text());
    if (!lab.bonus_max.is_zero())
      text += "  " + say("report.bonus", lab.bonus.text(), lab.bonus_max.text());
    text += fmt::format("\n\n| | {} | {} | {} | {} |\n|---|---|---:|---:|---:|\n",
                        say("report.column-task"), say("report.column-tests"),
                        say("report.column-hidden"), say("report.column-points"));
    for (const TaskResult& task : lab.tasks)
      text += fmt::format("| {} | {} {} | {} | {} | {}/{} |\n",
                          one_line(mark(teller, verdict_of(task))), escape_markdown(task.id),
                          escape_markdown(task.title),
                          ratio(count(teller.course, task, Visibility::open)),
                          ratio(count(teller.course, task, Visibility::hidden)), task.score.text(),
                          task.max.text());
    if (!lab.not_judged.is_zero())
      text += "\n" + say("github.not-judged", lab.not_judged.text()) + "\n";
  }
  return text;
}

std::string red_list(const Teller& teller) {
  std::string text;
  for (const TestResult* test : tests_of(teller.run))
    if (is_red(test->verdict))
      text += fmt::format("- {} {}: {}\n", escape_markdown(test->id),
                          escape_markdown(to_string(test->verdict)),
                          escape_markdown(headline(teller, *test)));
  return text.empty() ? "" : "\n" + text;
}

}  // namespace

std::string github_report(const RunResult& run, const Course& course) {
  const RunResult clean = told(run);
  const ReportOptions options;
  const Teller teller{clean, course, options, Paint(false), 100000};
  std::string text;
  for (const TestResult* test : tests_of(clean))
    if (is_red(test->verdict) || test->verdict == Verdict::grader_error)
      text += annotation(teller, *test);
  return text + without_workflow_commands(summary(teller) + red_list(teller));
}

}  // namespace grader
