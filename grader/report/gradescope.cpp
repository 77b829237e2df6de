// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Gradescope's results.json.
//
// The total is given at the top and overrides the sum of the tests, so that it is rounded once and
// holds no bonus: a stretch test is shown with 0 of 0 points. No test is of visibility "hidden",
// because then students would not see their total; what hidden tests may say is already little.
// Whatever a program printed goes out as text, never as HTML, Markdown or ANSI.
#include <grader/report/catalogue.hpp>
#include <grader/report/report.hpp>
#include <grader/report/text_parts.hpp>
#include <grader/report/told.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace grader {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const RunResult& run, const Course& course, const TaskResult& task,
             const TestResult& test) {
  const ReportOptions options;
  const Teller teller{run, course, options, Paint(false), 0};
  const bool is_scored = task.is_core && test.verdict != Verdict::skipped;
  std::string name = headline(teller, test);
  if (!task.is_core) name += " " + say("report.stretch");
  const std::string story = is_red(test.verdict) ? plain_story(run, course, test) : test.message;
  const std::string visibility = test.visibility == Visibility::hidden ? "hidden" : "public";
  const bool is_good = test.verdict == Verdict::pass || test.verdict == Verdict::skipped;
  return {{"number", test.id},
          {"name", name},
          {"name_format", "text"},
          {"score", is_scored ? test.score.rounded() : 0.0},
          {"max_score", is_scored ? test.max.rounded() : 0.0},
          {"status", is_good ? "passed" : "failed"},
          {"output", story},
          {"output_format", "text"},
          {"tags", Json::array({task.id, visibility, to_string(test.verdict)})},
          {"visibility", "visible"},
          {"extra_data", {{"verdict", to_string(test.verdict)}, {"rule", test.rule}}}};
}

}  // namespace

std::string gradescope_report(const RunResult& run, const Course& course) {
  const RunResult clean = told(run);
  const ReportOptions options;
  const Teller teller{clean, course, options, Paint(false), 100000};
  Points score;
  Json bonus = Json::object();
  Json tests = Json::array();
  for (const LabResult& lab : clean.labs) {
    score += lab.score;
    bonus[lab.id] = {{"score", lab.bonus.rounded()}, {"max_score", lab.bonus_max.rounded()}};
    for (const TaskResult& task : lab.tasks)
      for (const TestResult& test : task.tests) tests.push_back(json_of(clean, course, task, test));
  }
  const Json json = {{"score", score.rounded()},
                     {"execution_time", (clean.build_ms + clean.run_ms + 999) / 1000},
                     {"output", task_table(teller) + "\n" + lab_lines(teller)},
                     {"output_format", "text"},
                     {"test_output_format", "text"},
                     {"test_name_format", "text"},
                     {"visibility", "visible"},
                     {"extra_data", {{"patina", PATINA_VERSION}, {"bonus", bonus}}},
                     {"tests", tests}};
  return json.dump(2) + "\n";
}

}  // namespace grader
