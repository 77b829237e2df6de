// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/blame.hpp>
#include <grader/engine/gate.hpp>
#include <grader/engine/unclosed.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/compiler_error.hpp>
#include <grader/report/told.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace grader {
namespace fs = std::filesystem;
namespace {

// The first file of the task, or of those that it uses, with a bracket that stays open.
std::optional<CompilerError> unfinished_file(const Course& course, Tree tree, const Task& task) {
  std::vector<const Task*> tasks{&task};
  for (const std::string& used : task.uses)
    if (const Task* const found = course.task(used)) tasks.push_back(found);
  for (const Task* const one : tasks) {
    for (const std::string& file : one->files) {
      const fs::path path = fs::path(to_string(tree)) / course.lab_of(*one).folder / file;
      if (!fs::exists(course.root / path)) continue;
      const std::string text = read_text(course.root / path);
      const auto line = unclosed_bracket(text);
      if (!line) continue;
      CompilerError error;
      error.sentence = say("engine.unclosed");
      error.file = path.generic_string();
      error.line = *line;
      error.excerpt = fmt::format("{}:{}\n", error.file, *line);
      const auto lines = lines_of(text);  // a brace alone says little without those above
      for (unsigned i = *line > 2 ? *line - 2 : 1; i <= *line; ++i)
        error.excerpt += fmt::format("{:>5} | {}\n", i, lines[i - 1]);
      return error;
    }
  }
  return std::nullopt;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// Is the file of a finding one that the programs of `task` are built from? One that belongs to no
// task may be of any.
bool concerns(const Lab& lab, const Task& task, const RunResult& run, const std::string& file) {
  const std::string name = fs::path(file).lexically_relative(fs::path(run.tree) / lab.folder);
  if (has(task.files, name)) return true;
  for (const Task& owner : lab.tasks) {
    if (!has(owner.files, name)) continue;
    const auto base = run.base.find(owner.id);
    return has(task.uses, owner.id) && (base == run.base.end() || base->second == run.tree);
  }
  return true;
}

void refuse_task(TaskResult& task, const GateFinding& finding) {
  for (TestResult& test : task.tests) {
    test.verdict = Verdict::refused;
    test.message = say("engine.refused", finding.text, say("gate." + finding.rule));
    test.failure.emplace();
    test.failure->sentence = test.message;
    test.failure->file = finding.file;
    test.failure->line = finding.line;
  }
}

}  // namespace

void blame_build(const Course& course, Tree tree, Program& program) {
  CompilerError error = first_error(program.built.output, course.root);
  const Task& task = course.task_of(*program.tests.front());
  if (auto unfinished = unfinished_file(course, tree, task)) {
    // What stands above the bracket, or in another file of the learner's, is an error of its own.
    const bool is_same_file = error.file == unfinished->file;
    if (is_same_file ? error.line >= unfinished->line : !is_learners_file(error.file)) {
      if (!error.file.empty())
        unfinished->excerpt += say("compiler.stopped-at", error.file, error.line) + "\n";
      error = *unfinished;
    }
  }
  for (TestResult* result : program.results) {
    result->verdict = Verdict::build;
    result->message = say("engine.build", error.sentence);
    Failure failure;
    failure.sentence = error.sentence;
    failure.file = error.file;
    failure.line = error.line;
    failure.detail = error.excerpt;
    result->failure = std::move(failure);
  }
}

void refuse(const Course& course, Tree tree, RunResult& run) {
  for (LabResult& result : run.labs) {
    const Lab& lab = *course.lab(result.id);
    if (lab.refuses.empty()) continue;
    std::vector<GateFinding> found = gate(course, lab, tree);
    std::erase_if(found, [&](const GateFinding& one) { return !has(lab.refuses, one.rule); });
    for (TaskResult& task : result.tasks) {
      const auto first = std::find_if(found.begin(), found.end(), [&](const GateFinding& one) {
        return concerns(lab, *course.task(task.id), run, one.file);
      });
      if (first != found.end()) refuse_task(task, *first);
    }
  }
}

void blame_redefinitions(const Course& course, RunResult& run) {
  for (LabResult& lab : run.labs) {
    std::optional<std::optional<GateFinding>> found;  // looked for once, and only if need be
    for (TaskResult& task : lab.tasks) {
      for (TestResult& test : task.tests) {
        if (test.verdict != Verdict::grader_error) continue;
        if (!found) {
          found.emplace();
          for (const GateFinding& finding : gate(course, *course.lab(lab.id), Tree::labs))
            if (finding.rule.starts_with("redefined-") && !*found) *found = finding;
        }
        if (!*found) return;
        test.verdict = Verdict::refused;
        test.message = say("engine.redefined", (**found).text);
        test.failure.emplace();
        test.failure->sentence = test.message;
        test.failure->file = (**found).file;
        test.failure->line = (**found).line;
      }
    }
  }
}

}  // namespace grader
