// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>
#include <grader/course/validate.hpp>
#include <grader/report/catalogue.hpp>

#include <set>

namespace grader {

namespace {

void demand(bool ok, const std::string& entry, std::string_view sentence_id,
            const std::string& detail = "") {
  if (!ok) throw CourseError(say("course.bad-manifest", entry, say(sentence_id, detail)));
}

void check_task(const Lab& lab, const Task& task, const std::set<std::string>& earlier) {
  const std::string number = std::to_string(std::stoi(lab.id));
  demand(Pattern(number + "[a-z]").matches(task.id), task.id, "course.want-task-id",
         number);
  demand(earlier.count(task.id) == 0, task.id, "course.want-unique-id");
  demand(task.points > 0, task.id, "course.want-positive", "points");
  demand(task.minutes_low > 0, task.id, "course.want-positive", "minutes");
  demand(task.minutes_low <= task.minutes_high, task.id, "course.want-range");
  demand(!task.files.empty(), task.id, "course.want-files");
  for (const std::string& used : task.uses)
    demand(earlier.count(used) != 0, task.id, "course.want-earlier-task", used);
}

void check_test(const Course& course, const Test& test) {
  demand(course.task(test.task) != nullptr, test.id, "course.want-known-task", test.task);
  const std::string form = test.task + (test.is_hidden ? "\\.h\\d\\d" : "\\.\\d\\d");
  demand(Pattern(form).matches(test.id), test.id, "course.want-test-id", test.task);
  demand(test.weight > 0, test.id, "course.want-positive", "weight");
  demand(test.timeout_s > 0, test.id, "course.want-positive", "timeout_s");
  demand(course.rule(test.rule) != nullptr, test.id, "course.want-known-rule", test.rule);
  for (const std::string& mode : test.modes)
    demand(mode == "none" || mode == "asan" || mode == "tsan", test.id, "course.want-known-word");
  const Test* sibling = test.sibling.empty() ? nullptr : course.test(test.sibling);
  demand(test.is_hidden == (sibling != nullptr), test.id, "course.want-sibling");
  demand(sibling == nullptr || !sibling->is_hidden, test.id, "course.want-sibling");
}

}  // namespace

void validate(const Course& course) {
  std::set<std::string> tasks, tests, rules, labs;
  for (const Lab& lab : course.labs) {
    demand(Pattern("\\d\\d").matches(lab.id), lab.folder, "course.want-lab-id");
    demand(lab.folder.rfind(lab.id + "-", 0) == 0, lab.folder, "course.want-lab-id");
    demand(labs.insert(lab.id).second, lab.folder, "course.want-unique-id");
    for (const Task& task : lab.tasks) {
      check_task(lab, task, tasks);
      tasks.insert(task.id);
    }
    for (const Rule& rule : lab.rules)
      demand(rules.insert(rule.id).second, rule.id, "course.want-unique-id");
  }
  for (const Lab& lab : course.labs) {
    for (const Test& test : lab.tests) {
      demand(tests.insert(test.id).second, test.id, "course.want-unique-id");
      check_test(course, test);
    }
    for (const std::string& id : lab.workshop)
      demand(course.test(id) != nullptr, lab.folder, "course.want-known-test", id);
  }
}

}  // namespace grader
