// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Look-up in a loaded course. A course has some hundred entries: walking them is fast enough.
#include <grader/course/manifest.hpp>

#include <algorithm>
#include <cassert>

namespace grader {

namespace {

template <class Entry>
const Entry* find_by_id(const std::vector<Entry>& entries, std::string_view id) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_string(Flavour flavour) {
  switch (flavour) {
    case Flavour::plain:
      return "plain";
    case Flavour::threads:
      return "threads";
    case Flavour::explore:
      return "explore";
    case Flavour::sim:
      return "sim";
    case Flavour::compile:
      return "compile";
    case Flavour::process:
      return "process";
  }
  return "";
}

const Lab* Course::lab(std::string_view id) const { return find_by_id(labs, id); }

const Task* Course::task(std::string_view id) const {
  for (const Lab& lab : labs)
    if (const Task* found = find_by_id(lab.tasks, id)) return found;
  return nullptr;
}

const Test* Course::test(std::string_view id) const {
  for (const Lab& lab : labs)
    if (const Test* found = find_by_id(lab.tests, id)) return found;
  return nullptr;
}

const Rule* Course::rule(std::string_view id) const {
  for (const Lab& lab : labs)
    if (const Rule* found = find_by_id(lab.rules, id)) return found;
  return nullptr;
}

const Lab& Course::lab_of(const Task& task) const {
  for (const Lab& lab : labs)
    if (find_by_id(lab.tasks, task.id) != nullptr) return lab;
  throw CourseError("task " + task.id + " belongs to no lab");
}

const Task& Course::task_of(const Test& test) const {
  const Task* found = task(test.task);
  assert(found != nullptr);  // load_course checked it
  return *found;
}

std::vector<const Test*> Course::tests_of(const Task& task) const {
  std::vector<const Test*> tests;
  for (const bool hidden : {false, true})
    for (const Test& test : lab_of(task).tests)
      if (test.task == task.id && test.is_hidden == hidden) tests.push_back(&test);
  return tests;
}

}  // namespace grader
