// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/check.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace grader {

namespace {

using Keys = std::set<std::string>;

std::string manifest_of(const Lab& lab) { return "labs/" + lab.folder + "/lab.json"; }

// A misspelt optional field would otherwise be ignored in silence.
void check_keys(const nlohmann::json& object, const Keys& known, const std::string& place,
                CheckReport& report) {
  for (const auto& [key, value] : object.items())
    if (known.count(key) == 0) report.add(place, say("check.unknown-key", key));
}

void check_all_keys(const Course& course, const Lab& lab, CheckReport& report) {
  const std::string place = manifest_of(lab);
  const auto document = nlohmann::json::parse(read_text(course.root / place));
  check_keys(
      document,
      {"format", "id", "title", "minutes", "editable", "is_growing", "tasks", "tests", "rules",
       "workshop", "refuses"},
      place, report);
  for (const auto& task : document["tasks"])
    check_keys(task,
               {"id", "title", "kind", "points", "minutes", "measured", "files", "uses", "chapter"},
               place, report);
  for (const auto& test : document["tests"])
    check_keys(
        test,
        {"id", "task", "visibility", "weight", "flavour", "modes", "timeout_s", "rule", "sibling"},
        place, report);
  for (const auto& rule : document["rules"])
    check_keys(rule, {"id", "sentence", "source", "is_referees"}, place, report);
}

void check_points(const Lab& lab, CheckReport& report) {
  int points = 0;
  for (const Task& task : lab.tasks) points += task.is_core ? task.points : 0;
  if (points == 100 && lab.is_growing)
    report.add(manifest_of(lab), say("check.grown"));
  else if (points < 100 && lab.is_growing)
    report.notes.push_back(say("check.growing", lab.id, points));
  else if (points != 100)
    report.add(manifest_of(lab), say("check.points", points));
}

void check_hidden_share(const Course& course, const Task& task, CheckReport& report) {
  int hidden = 0;
  int all = 0;
  for (const Test* test : course.tests_of(task)) {
    all += test->weight;
    hidden += test->is_hidden ? test->weight : 0;
  }
  if (all == 0) report.add(task.id, say("check.no-tests"));
  if (hidden * 100 > all * 40) report.add(task.id, say("check.hidden-share", hidden, all));
}

void check_rules(const Course& course, const Lab& lab, CheckReport& report) {
  Keys used, shown;
  for (const Test& test : lab.tests) (test.is_hidden ? used : shown).insert(test.rule);
  for (const std::string& rule : used)
    if (shown.count(rule) == 0) report.add(rule, say("check.rule-hidden-only"));
  for (const Rule& rule : lab.rules)
    if (!rule.is_referees && used.count(rule.id) + shown.count(rule.id) == 0)
      report.add(rule.id, say("check.rule-unused"));
  for (const Test& test : lab.tests) {
    if (!test.is_hidden) continue;
    const Test& sibling = *course.test(test.sibling);
    if (sibling.task != test.task || sibling.rule != test.rule)
      report.add(test.id, say("check.sibling", sibling.id));
  }
  for (const std::string& id : lab.workshop)
    if (course.test(id)->is_hidden) report.add(id, say("check.workshop-hidden"));
}

// ThreadSanitizer sees no race between fibers: what the explorer runs is never built under it, and
// a test that claims that mode, or all modes, would wait there for ever to be judged.
void check_modes(const Lab& lab, CheckReport& report) {
  for (const Test& test : lab.tests) {
    if (test.flavour != Flavour::explore) continue;
    const bool lists_tsan =
        std::find(test.modes.begin(), test.modes.end(), "tsan") != test.modes.end();
    if (test.modes.empty() || lists_tsan) report.add(test.id, say("check.explore-modes"));
  }
}

}  // namespace

void check_manifest(const Course& course, CheckReport& report) {
  for (const Lab& lab : course.labs) {
    check_all_keys(course, lab, report);
    check_points(lab, report);
    for (const Task& task : lab.tasks) check_hidden_share(course, task, report);
    check_rules(course, lab, report);
    check_modes(lab, report);
  }
}

}  // namespace grader
