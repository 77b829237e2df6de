// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/check.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/result.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace grader {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int mutants_min = 3;

struct Counts {
  int mutants = 0;
  int killed_by_public = 0;
  int alternates = 0;
};

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> folders;
  if (!fs::is_directory(folder)) return folders;
  for (const auto& item : fs::directory_iterator(folder))
    if (item.is_directory()) folders.push_back(item.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::string text_in(const json& note, const char* key) {
  const auto found = note.find(key);
  return found != note.end() && found->is_string() ? found->get<std::string>() : "";
}

// The note of a mutant or an alternate; null, with a finding, if there is no good one.
json note_of(const Course& course, const fs::path& folder, CheckReport& report) {
  const std::string place = fs::relative(folder, course.root).generic_string() + "/note.json";
  if (!fs::exists(course.root / place)) {
    report.add(place, say("check.no-note"));
    return nullptr;
  }
  const json note = json::parse(read_text(course.root / place), nullptr, false);
  if (!note.is_object()) {
    report.add(place, say("check.bad-note"));
    return nullptr;
  }
  if (text_in(note, "id") != folder.filename().string())
    report.add(place, say("check.note-id", folder.filename().string()));
  if (course.task(text_in(note, "task")) == nullptr)
    report.add(place, say("check.note-task", text_in(note, "task")));
  if (text_in(note, "what").empty()) report.add(place, say("check.note-field", "what"));
  return note;
}

void check_killers(const Course& course, const json& note, const std::string& place, Counts& counts,
                   CheckReport& report) {
  const json killers = note.value("killed_by", json::array());
  bool by_public = false;
  for (const json& killer : killers) {
    const std::string id = killer.is_string() ? killer.get<std::string>() : "";
    const Test* test = course.test(id);
    if (test == nullptr) report.add(place, say("check.killer", id));
    by_public |= test != nullptr && !test->is_hidden;
  }
  if (killers.empty()) report.add(place, say("check.no-killer"));
  ++counts.mutants;
  counts.killed_by_public += by_public ? 1 : 0;
}

void check_mutant(const Course& course, const fs::path& folder,
                  std::map<std::string, Counts>& counts, CheckReport& report) {
  const std::string place = fs::relative(folder, course.root).generic_string();
  if (!fs::exists(folder / "patch.diff")) report.add(place, say("check.no-patch"));
  const json note = note_of(course, folder, report);
  if (note.is_null()) return;
  const std::string mode = text_in(note, "mode");
  if (mode != "plain" && mode != "asan" && mode != "tsan" && mode != "explore")
    report.add(place, say("check.mutant-mode", mode));
  if (!verdict_of(text_in(note, "verdict")))
    report.add(place, say("check.mutant-verdict", text_in(note, "verdict")));
  if (course.rule(text_in(note, "rule")) == nullptr)
    report.add(place, say("check.mutant-rule", text_in(note, "rule")));
  if (text_in(note, "source").empty()) report.add(place, say("check.note-field", "source"));
  check_killers(course, note, place, counts[text_in(note, "task")], report);
}

void check_alternate(const Course& course, const fs::path& folder,
                     std::map<std::string, Counts>& counts, CheckReport& report) {
  const json note = note_of(course, folder, report);
  if (note.is_null()) return;
  ++counts[text_in(note, "task")].alternates;
  const std::string place = fs::relative(folder, course.root).generic_string();
  if (files_under(folder / "src").empty()) report.add(place, say("check.alternate-empty"));
  for (const fs::path& file : files_under(folder / "src"))
    if (read_text(file).find("BEGIN SOLUTION") != std::string::npos)
      report.add(fs::relative(file, course.root).generic_string(), say("check.alternate-marker"));
}

void check_task(const Task& task, const Counts& counts, CheckReport& report) {
  if (counts.mutants < mutants_min)
    report.add(task.id, say("check.few-mutants", counts.mutants, mutants_min));
  if (counts.killed_by_public * 3 < counts.mutants * 2)
    report.add(task.id, say("check.hidden-kills", counts.killed_by_public, counts.mutants));
  if (task.is_core && counts.alternates == 0) report.add(task.id, say("check.no-alternate"));
}

}  // namespace

void check_proofs(const Course& course, CheckReport& report) {
  if (!fs::exists(course.root / "grader/mutants")) {
    report.notes.push_back(say("check.no-proofs"));
    return;
  }
  for (const Lab& lab : course.labs) {
    std::map<std::string, Counts> counts;
    for (const fs::path& folder : folders_in(course.root / "grader/mutants" / lab.folder))
      check_mutant(course, folder, counts, report);
    for (const fs::path& folder : folders_in(course.root / "grader/alternates" / lab.folder))
      check_alternate(course, folder, counts, report);
    Counts sum;
    for (const Task& task : lab.tasks) {
      check_task(task, counts[task.id], report);
      sum.mutants += counts[task.id].mutants;
      sum.killed_by_public += counts[task.id].killed_by_public;
      sum.alternates += counts[task.id].alternates;
    }
    report.totals.push_back(
        say("check.total-proofs", lab.id, sum.mutants, sum.killed_by_public, sum.alternates));
  }
}

}  // namespace grader
