// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What was typed, turned into tests.
#include <grader/course/manifest.hpp>
#include <grader/course/nearest.hpp>
#include <grader/report/catalogue.hpp>

#include <set>

namespace grader {

namespace {

// "01", "1", "01-ownership" and "labs/01-ownership/" all name the lab.
const Lab* lab_named(const Course& course, std::string word) {
  while (!word.empty() && word.back() == '/') word.pop_back();
  if (word.rfind("labs/", 0) == 0) word.erase(0, 5);
  if (word.size() == 1) word.insert(0, "0");
  for (const Lab& lab : course.labs)
    if (lab.id == word || lab.folder == word) return &lab;
  return nullptr;
}

[[noreturn]] void fail_unknown(const Course& course, const std::string& word) {
  std::vector<std::string> known;
  for (const Lab& lab : course.labs) {
    known.push_back(lab.id);
    for (const Task& task : lab.tasks) known.push_back(task.id);
    for (const Test& test : lab.tests) known.push_back(test.id);
  }
  throw UsageError(say("usage.unknown-word", word, did_you_mean(word, known)));
}

bool is_named_by(const Test& test, const Course& course, const std::string& word) {
  if (test.id == word || test.task == word) return true;
  const Lab* lab = lab_named(course, word);
  return lab != nullptr && &course.lab_of(course.task_of(test)) == lab;
}

}  // namespace

std::vector<const Test*> select(const Course& course, const std::vector<std::string>& words,
                                bool public_only) {
  for (const std::string& word : words)
    if (course.test(word) == nullptr && course.task(word) == nullptr && !lab_named(course, word))
      fail_unknown(course, word);

  std::vector<const Test*> selected;
  for (const Lab& lab : course.labs) {
    for (const Test& test : lab.tests) {
      bool is_wanted = words.empty();
      for (const std::string& word : words) is_wanted |= is_named_by(test, course, word);
      if (is_wanted && !(public_only && test.is_hidden)) selected.push_back(&test);
    }
  }
  return selected;
}

}  // namespace grader
