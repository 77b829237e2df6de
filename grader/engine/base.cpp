// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/base.hpp>
#include <grader/engine/overlay.hpp>

#include <fstream>

namespace grader {
namespace {

// Is a stub left, in a line of its own? Builds and tests would take minutes to find out.
bool has_stub(const Course& course, const Task& task) {
  const std::string call = "not_implemented(\"" + task.id + "\"";
  const std::string whole = "PATINA_TODO(" + task.id + ")";
  for (const std::string& file : task.files) {
    std::ifstream stream(course.root / "labs" / course.lab_of(task).folder / file);
    for (std::string line; std::getline(stream, line);) {
      line.erase(0, line.find_first_not_of(' '));
      if (line.starts_with(call) || line.starts_with(whole)) return true;
    }
  }
  return false;
}

// Does the learner's `task` pass all its public tests?
bool is_done(const Course& course, const Request& request, const Task& task,
             const Progress& progress) {
  if (has_stub(course, task)) return false;
  Request question = request;
  question.tests.clear();
  question.seeds = 0;
  question.keep_capsules = false;
  for (const Test* test : course.tests_of(task))
    if (!test->is_hidden) question.tests.push_back(test);
  return judge(course, question, progress).exit == 0;
}

}  // namespace

Code code_for(const Request& request, const Task& task) {
  if (request.tree == Tree::solutions) return Code::solutions_on_solutions;
  if (task.uses.empty() || request.base == Base::labs) return Code::labs_on_labs;
  return Code::labs_on_auto;
}

std::map<std::string, Code> choose_base(const Course& course, const Request& request,
                                        RunResult& run, const Progress& progress) {
  std::map<std::string, Code> codes;
  std::map<std::string, std::string> trees;  // what each used task was found to be
  for (LabResult& lab : run.labs) {
    for (TaskResult& result : lab.tasks) {
      const Task& task = *course.task(result.id);
      codes[task.id] = code_for(request, task);
      if (!task.uses.empty()) result.base = to_string(request.tree);
      if (codes[task.id] != Code::labs_on_auto) continue;
      std::map<std::string, std::string> chosen;
      for (const std::string& used : task.uses) {
        if (!trees.contains(used)) {
          const bool own = request.base == Base::automatic &&
                           is_done(course, request, *course.task(used), progress);
          trees[used] = own ? "labs" : "solutions";
        }
        chosen[used] = trees[used];
        run.base[used] = trees[used];
        if (trees[used] == "solutions") result.base = "solutions";
      }
      write_overlay(course, build_folder(course.root, request.sanitize), course.lab_of(task),
                    task.id, chosen);
    }
  }
  return codes;
}

}  // namespace grader
