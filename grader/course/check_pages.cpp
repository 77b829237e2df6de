// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/check.hpp>
#include <grader/course/hints.hpp>
#include <grader/course/pages.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <set>

namespace grader {

namespace {

namespace fs = std::filesystem;

std::set<std::string> anchors_of(const Course& course, const std::string& file) {
  return read_page(file, read_text(course.root / file)).anchors;
}

void check_hints(const Task& task, const std::vector<Rung>& rungs, const std::string& place,
                 CheckReport& report) {
  bool is_good = rungs.size() == rungs_of_a_task;
  for (std::size_t i = 0; i < rungs.size(); ++i)
    is_good = is_good && rungs[i].number == static_cast<int>(i) + 1 && !rungs[i].text.empty();
  if (!is_good) report.add(place, say("check.hints", task.id, rungs_of_a_task));
}

void check_lab_page(const Course& course, const Lab& lab, CheckReport& report) {
  const std::string place = "labs/" + lab.folder + "/README.md";
  if (!fs::exists(course.root / place)) {
    report.add(place, say("check.no-page"));
    return;
  }
  const auto anchors = anchors_of(course, place);
  for (const Task& task : lab.tasks) {
    bool has_section = false;
    for (const std::string& anchor : anchors) has_section |= anchor.starts_with(task.id);
    if (!has_section) report.add(place, say("check.no-section", task.id));
  }
}

void check_chapter(const Course& course, const Task& task, CheckReport& report) {
  const std::size_t hash = task.chapter.find('#');
  const std::string file = task.chapter.substr(0, hash);
  if (!fs::exists(course.root / file)) {
    report.add(task.id, say("check.no-chapter", file));
    return;
  }
  const std::string anchor = hash == std::string::npos ? "" : task.chapter.substr(hash + 1);
  if (!anchors_of(course, file).contains(anchor))
    report.add(task.id, say("check.no-anchor", file, anchor));
}

}  // namespace

void check_pages(const Course& course, CheckReport& report) {
  for (const Lab& lab : course.labs) {
    auto hints = read_hints(course.root, lab);
    for (const Task& task : lab.tasks) {
      check_hints(task, hints[task.id], "labs/" + lab.folder + "/hints.md", report);
      hints.erase(task.id);
      check_chapter(course, task, report);
    }
    for (const auto& [task, rungs] : hints)
      if (!rungs.empty())
        report.add("labs/" + lab.folder + "/hints.md", say("check.hints-of-nothing", task));
    check_lab_page(course, lab, report);
  }
}

}  // namespace grader
