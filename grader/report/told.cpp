// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/told.hpp>

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
  clean(test.output, output_bytes_max);
  clean(test.steps);
  clean(test.life);
  if (test.failure) clean(*test.failure);
}

bool is_learners_file(std::string_view file) {
  return file.starts_with("labs/") && file.find("/src/") != std::string_view::npos;
}

void redact(TestResult& test) {
  test.title.clear();
  test.capsule.clear();
  test.output.clear();
  test.steps.clear();
  test.life.clear();
  if (test.verdict != Verdict::pass) test.message = verdict_sentence(test.verdict);
  if (!test.failure) return;
  Failure told;
  told.sentence = test.message;
  if (is_learners_file(test.failure->file)) {
    told.file = test.failure->file;
    told.line = test.failure->line;
  }
  test.failure = told;
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

bool is_red(Verdict verdict) {
  return verdict != Verdict::pass && verdict != Verdict::not_implemented &&
         verdict != Verdict::skipped && verdict != Verdict::grader_error;
}

}  // namespace grader
