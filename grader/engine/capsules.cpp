// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/capsules.hpp>
#include <grader/engine/sha256.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/told.hpp>

#include <map>

namespace grader {
namespace fs = std::filesystem;
namespace {

void add_folder(const fs::path& root, const fs::path& folder, Sha256& hash) {
  for (const fs::path& file : files_under(root / folder)) {
    hash.add(file.lexically_relative(root).generic_string());
    hash.add(std::string_view("\0", 1));
    hash.add(read_text(file));
    hash.add(std::string_view("\0", 1));
  }
}

// All code that a test of this lab may run: contracts, tests, the judged tree and, where earlier
// tasks may come from the reference, that too; of this lab and those before it.
std::string code_sha(const Course& course, const Request& request, const Lab& lab) {
  Sha256 hash;
  for (const Lab& each : course.labs) {
    add_folder(course.root, fs::path("labs") / each.folder / "include", hash);
    add_folder(course.root, fs::path("labs") / each.folder / "tests", hash);
    if (request.tree == Tree::labs)
      add_folder(course.root, fs::path("labs") / each.folder / "src", hash);
    if (request.tree == Tree::solutions || request.base != Base::labs)
      add_folder(course.root, fs::path("solutions") / each.folder / "src", hash);
    if (each.id == lab.id) break;
  }
  return hash.hex();
}

bool leaves_a_capsule(const TestResult& test) {
  return is_red(test.verdict) && test.visibility == Visibility::open &&
         test.verdict != Verdict::build && test.verdict != Verdict::refused;
}

CapsuleOrigin origin_of(const Course& course, const Request& request, const Test& test) {
  const Lab& lab = course.lab_of(course.task_of(test));
  return {std::string(to_string(request.tree)), std::string(to_string(request.base)),
          std::string(to_string(request.sanitize)), code_sha(course, request, lab)};
}

}  // namespace

std::string_view to_string(Base base) {
  switch (base) {
    case Base::automatic:
      return "auto";
    case Base::labs:
      return "labs";
    case Base::solutions:
      return "solutions";
  }
  return "";
}

void keep_capsules(const Course& course, const Request& request, RunResult& run) {
  for (LabResult& lab : run.labs) {
    CapsuleOrigin origin;  // of all tests of the lab
    for (TaskResult& task : lab.tasks) {
      for (TestResult& test : task.tests) {
        if (!leaves_a_capsule(test)) continue;
        if (origin.code_sha.empty()) origin = origin_of(course, request, *course.test(test.id));
        const fs::path file = fs::path(".grader") / "capsules" / (test.id + ".jsonl");
        try {
          write_text(course.root / file, write_capsule(make_capsule(test, origin)));
          test.capsule = file.generic_string();
        } catch (const CourseError&) {
          // A full disk must not cost the verdict; the report then names no capsule.
        }
      }
    }
  }
}

Capsule capsule_of(const Course& course, const Request& request, const RunResult& run) {
  const TestResult& test = run.labs.front().tasks.front().tests.front();
  return make_capsule(test, origin_of(course, request, *course.test(test.id)));
}

Request request_for(const Course& course, const Capsule& capsule) {
  Request request;
  const Test* const test = course.test(capsule.test);
  if (test == nullptr) throw UsageError(say("capsule.unknown-test", capsule.test));
  request.tests = {test};
  request.seed = capsule.seed;
  request.keep_capsules = false;
  request.choices = capsule.choices;
  const auto choose = [](const std::string& word, auto& value, auto... choices) {
    for (const auto choice : {choices...})
      if (to_string(choice) == word) return void(value = choice);
    throw UsageError(say("capsule.unknown-word", word));
  };
  choose(capsule.tree, request.tree, Tree::labs, Tree::solutions);
  choose(capsule.base, request.base, Base::automatic, Base::labs, Base::solutions);
  choose(capsule.sanitize, request.sanitize, Sanitize::none, Sanitize::asan, Sanitize::tsan);
  return request;
}

}  // namespace grader
