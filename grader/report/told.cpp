// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/told.hpp>

#include <algorithm>
#include <string_view>

namespace grader {
namespace {

constexpr std::size_t sentence_bytes_max = 4000;
constexpr std::size_t detail_bytes_max = 64 * 1024;
constexpr std::size_t output_bytes_max = 16 * 1024;
constexpr std::size_t events_max = 2000;

void clean(std::string& text, std::size_t most_bytes) {
  std::string whole = printable(text);
  text = cut_bytes(whole, most_bytes);
  if (text.size() < whole.size()) text += "...";
}

void clean_line(std::string& text) {
  text = one_line(text);
  clean(text, sentence_bytes_max);
}

void clean(std::vector<Step>& steps) {
  if (steps.size() > events_max) steps.erase(steps.begin(), steps.end() - events_max);
  for (Step& step : steps) clean_line(step.text);
}

// The last events tell the end of the story, which is where it went wrong.
void clean(std::vector<LifeEvent>& life) {
  if (life.size() > events_max) life.erase(life.begin(), life.end() - events_max);
  for (LifeEvent& event : life) {
    clean_line(event.event);
    clean_line(event.object);
    clean_line(event.from);
    clean_line(event.broken);
  }
}

void clean(Failure& failure) {
  clean(failure.steps);
  clean(failure.sentence, sentence_bytes_max);
  clean(failure.expression, sentence_bytes_max);
  clean(failure.expected, sentence_bytes_max);
  clean(failure.actual, sentence_bytes_max);
  clean_line(failure.file);
  clean(failure.detail, detail_bytes_max);
}

void clean(TestResult& test) {
  clean_line(test.title);
  clean(test.message, sentence_bytes_max);
  clean(test.misconception, sentence_bytes_max);
  clean_line(test.capsule);
  clean_line(test.stub_file);
  clean(test.output, output_bytes_max);
  clean(test.steps);
  clean(test.life);
  if (test.failure) clean(*test.failure);
}

// A sentence may quote a line of the hidden test, as one about a conflict of borrows does.
std::string without_hidden_places(const std::string& sentence) {
  static constexpr std::string_view folder = "grader/hidden/";
  std::string text = sentence;
  for (std::size_t at = 0; (at = text.find(folder)) != std::string::npos;) {
    const std::size_t begin = text.find_last_of(" \n(\"'", at) + 1;  // 0 if there is none
    const std::size_t end = std::min(text.find_first_of(" \n;,)\"'", at), text.size());
    text.replace(begin, end - begin, say("report.hidden-place"));
  }
  return text;
}

// The words of the last step are a sentence of the specification, and values are what the learner's
// code made; the checks that were written around them are the test's own.
void redact(Failure& failure, const std::string& sentence) {
  Failure told;
  told.sentence = sentence;
  for (const Step& step : failure.steps)
    if (step.number == failure.failing_step) told.steps = {{step.number, step.text, 0}};
  told.failing_step = failure.failing_step;
  const bool has_values = failure.actual != "false" && failure.actual != "true";
  if (has_values) {  // alone, a truth value says nothing
    told.expected = without_hidden_places(failure.expected);
    told.actual = without_hidden_places(failure.actual);
  }
  if (is_learners_file(failure.file)) {
    told.file = failure.file;
    told.line = failure.line;
  }
  failure = told;
}

void redact(TestResult& test) {
  test.title.clear();
  test.capsule.clear();
  test.output.clear();
  test.steps.clear();
  test.life.clear();
  test.moments.clear();
  const std::string check = test.failure ? test.failure->expression : "";
  const bool quotes_check = !check.empty() && test.message.find(check) != std::string::npos;
  test.message = quotes_check ? say("report.hidden-check") : without_hidden_places(test.message);
  if (test.failure) redact(*test.failure, test.message);
}

}  // namespace

RunResult told(const RunResult& run) {
  RunResult copy = run;
  for (LabResult& lab : copy.labs) {
    for (std::string& file : lab.added_files) clean_line(file);
    for (TaskResult& task : lab.tasks) {
      for (TestResult& test : task.tests) {
        if (test.visibility == Visibility::hidden && run.tree != "solutions") redact(test);
        clean(test);
      }
    }
  }
  return copy;
}

std::string verdict_sentence(Verdict verdict) {
  return say("explain.verdict-" + std::string(to_string(verdict)) + "-means");
}

bool is_learners_file(std::string_view file) {
  return file.starts_with("labs/") && file.find("/src/") != std::string_view::npos;
}

bool is_red(Verdict verdict) {
  return verdict != Verdict::pass && verdict != Verdict::not_implemented &&
         verdict != Verdict::skipped && verdict != Verdict::grader_error;
}

}  // namespace grader
