// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/check.hpp>
#include <grader/course/pattern.hpp>
#include <grader/course/sources.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <map>

namespace grader {

namespace {

std::string place_of(const SourceTest& source) {
  return source.file + ":" + std::to_string(source.line);
}

void check_source(const Course& course, const SourceTest& source, CheckReport& report) {
  const std::string place = place_of(source);
  if (source.prefix != source.id) report.add(place, say("check.title", source.id, source.prefix));
  const Test* test = course.test(source.id);
  if (test == nullptr) {
    report.add(place, say("check.not-in-manifest", source.id));
    return;
  }
  if (test->task != source.task) report.add(place, say("check.task-folder", source.id, test->task));
  if (test->is_hidden != source.is_hidden) report.add(place, say("check.visibility", source.id));
  if (test->flavour != source.flavour) report.add(place, say("check.flavour", source.id));
}

// In a handout the hidden tests are absent, and that is no fault.
bool is_absent_by_design(const Course& course, const Test& test) {
  const Lab& lab = course.lab_of(course.task_of(test));
  return test.is_hidden && !std::filesystem::exists(course.root / "grader/hidden" / lab.folder);
}

void check_stray(const Course& course, const std::filesystem::path& folder, CheckReport& report) {
  static const Pattern expected(
      R"(subject\.cpp|transcripts/[^/]+\.txt|)"
      R"(\d[a-z]/(?:(?:compile|threads|explore|sim|process)/)?[^/]+\.cpp)");
  for (const auto& file : files_under(folder)) {
    const std::string inside = std::filesystem::relative(file, folder).generic_string();
    if (!expected.matches(inside))
      report.add(std::filesystem::relative(file, course.root).generic_string(),
                 say("check.stray-test"));
  }
}

}  // namespace

void check_tests(const Course& course, CheckReport& report) {
  const SourceTests sources = scan_tests(course.root, course.labs);
  std::map<std::string, const SourceTest*> seen;
  for (const SourceTest& source : sources.tests) {
    check_source(course, source, report);
    const auto [first, is_new] = seen.emplace(source.id, &source);
    if (!is_new)
      report.add(place_of(source), say("check.twice", source.id, place_of(*first->second)));
  }
  for (const Lab& lab : course.labs) {
    std::size_t hidden = 0;
    for (const Test& test : lab.tests) {
      hidden += test.is_hidden ? 1U : 0U;
      if (seen.count(test.id) == 0 && !is_absent_by_design(course, test))
        report.add(test.id, say("check.not-in-sources", "labs/" + lab.folder + "/lab.json"));
    }
    report.totals.push_back(
        say("check.total-tests", lab.id, lab.tests.size() - hidden, hidden, lab.rules.size()));
    check_stray(course, course.root / "labs" / lab.folder / "tests", report);
    check_stray(course, course.root / "grader/hidden" / lab.folder, report);
  }
}

}  // namespace grader
