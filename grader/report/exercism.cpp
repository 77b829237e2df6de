// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Exercism's results.json, version 3 of the test runner interface.
//
// Only the first failure is shown there, so the order of the tests is that of the course. A test
// that this mode does not judge is left out: the format has no word for it. A test is "fail" where
// it came to a wrong answer and "error" where it came to none. test_code is left out: it is
// optional for exercises that are practised rather than taught.
#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/report.hpp>
#include <grader/report/tally.hpp>
#include <grader/report/text_parts.hpp>
#include <grader/report/told.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace grader {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t message_bytes_max = 65535;
constexpr std::size_t output_bytes_max = 500;

bool never_ran(Verdict verdict) {
  return verdict == Verdict::build || verdict == Verdict::refused ||
         verdict == Verdict::grader_error;
}

const char* status_of(Verdict verdict) {
  if (verdict == Verdict::pass) return "pass";
  const bool came_to_an_answer = verdict == Verdict::wrong || verdict == Verdict::not_implemented ||
                                 verdict == Verdict::race || verdict == Verdict::ub ||
                                 verdict == Verdict::leak;
  return came_to_an_answer ? "fail" : "error";
}

std::string cut_output(const std::string& output) {
  const std::string note = "\n" + say("exercism.output-cut");
  if (output.size() <= output_bytes_max) return output;
  return cut_bytes(output, output_bytes_max - note.size()) + note;
}

Json json_of(const RunResult& run, const Course& course, const TestResult& test, int task_id) {
  const ReportOptions options;
  const Teller teller{run, course, options, Paint(false), 0};
  Json json = {{"name", test.id + " " + headline(teller, test)},
               {"status", status_of(test.verdict)}};
  if (test.verdict == Verdict::not_implemented || test.verdict == Verdict::grader_error)
    json["message"] = test.message;
  else if (test.verdict != Verdict::pass)
    json["message"] = plain_story(run, course, test);
  if (!test.output.empty()) json["output"] = cut_output(test.output);
  json["task_id"] = task_id;
  return json;
}

}  // namespace

std::string exercism_report(const RunResult& run, const Course& course) {
  const RunResult clean = told(run);
  std::vector<const TestResult*> judged = tests_of(clean);
  std::erase_if(judged, [](const TestResult* t) { return t->verdict == Verdict::skipped; });
  const bool is_error = std::all_of(judged.begin(), judged.end(),
                                    [](const TestResult* t) { return never_ran(t->verdict); });
  const bool is_pass = std::all_of(judged.begin(), judged.end(),
                                   [](const TestResult* t) { return t->verdict == Verdict::pass; });
  Json json = {{"version", 3}, {"status", is_error ? "error" : is_pass ? "pass" : "fail"}};
  if (is_error) {
    const std::string message = judged.empty() ? say("exercism.nothing-judged")
                                               : plain_story(clean, course, *judged.front());
    json["message"] = cut_bytes(message, message_bytes_max);
    return json.dump(2) + "\n";
  }
  json["message"] = nullptr;
  json["tests"] = Json::array();
  int task_id = 0;
  for (const LabResult& lab : clean.labs) {
    for (const TaskResult& task : lab.tasks) {
      ++task_id;
      for (const TestResult& test : task.tests)
        if (test.verdict != Verdict::skipped)
          json["tests"].push_back(json_of(clean, course, test, task_id));
    }
  }
  return json.dump(2) + "\n";
}

}  // namespace grader
