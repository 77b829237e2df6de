// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Reads labs/NN-name/lab.json. A fault is told with the file, the entry and the field.
#include <grader/course/manifest.hpp>
#include <grader/course/validate.hpp>
#include <grader/report/catalogue.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <limits>
#include <set>
#include <tuple>

namespace grader {

namespace {

using nlohmann::json;

// One JSON object and where it stands: "labs/01-ownership/lab.json, tests[3]".
class Entry {
 public:
  Entry(const json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object_.is_object()) fail("", "course.want-object");
  }

  [[noreturn]] void fail(const std::string& field, std::string_view want) const {
    const std::string place = field.empty() ? where_ : where_ + "." + field;
    throw CourseError(say("course.bad-manifest", place, say(want)));
  }

  std::string text(const std::string& field) const {
    const json& value = at(field);
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
      fail(field, "course.want-text");
    return value.get<std::string>();
  }
  std::string text_or_empty(const std::string& field) const {
    return object_.contains(field) ? text(field) : std::string();
  }
  std::string one_of(const std::string& field, const std::set<std::string>& words) const {
    const std::string word = text(field);
    if (words.count(word) == 0) fail(field, "course.want-known-word");
    return word;
  }
  int number(const std::string& field) const { return to_number(field, at(field)); }
  bool truth(const std::string& field) const {
    if (!at(field).is_boolean()) fail(field, "course.want-truth");
    return at(field).get<bool>();
  }
  bool optional_truth(const std::string& field) const {
    return object_.contains(field) && truth(field);
  }
  std::vector<std::string> texts(const std::string& field) const {
    std::vector<std::string> result;
    for (const json& value : array(field)) {
      if (!value.is_string()) fail(field, "course.want-texts");
      result.push_back(value.get<std::string>());
    }
    return result;
  }
  std::vector<std::string> optional_texts(const std::string& field) const {
    return object_.contains(field) ? texts(field) : std::vector<std::string>();
  }
  std::pair<int, int> range(const std::string& field) const {
    const json& values = array(field);
    if (values.size() != 2) fail(field, "course.want-range");
    return {to_number(field, values[0]), to_number(field, values[1])};
  }
  std::vector<Entry> entries(const std::string& field) const {
    std::vector<Entry> result;
    for (const json& value : array(field))
      result.emplace_back(value, where_ + ", " + field + "[" + std::to_string(result.size()) + "]");
    return result;
  }

 private:
  const json& at(const std::string& field) const {
    const auto found = object_.find(field);
    if (found == object_.end()) fail(field, "course.want-field");
    return *found;
  }
  const json& array(const std::string& field) const {
    if (!at(field).is_array()) fail(field, "course.want-list");
    return at(field);
  }
  int to_number(const std::string& field, const json& value) const {
    if (!value.is_number_unsigned() ||
        value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<int>::max()))
      fail(field, "course.want-number");
    return value.get<int>();
  }

  const json& object_;
  std::string where_;
};

constexpr Flavour flavours[] = {Flavour::plain, Flavour::threads, Flavour::explore,
                                Flavour::sim,   Flavour::compile, Flavour::process};

Flavour read_flavour(const Entry& entry) {
  const std::string word = entry.text("flavour");
  for (const Flavour flavour : flavours)
    if (to_string(flavour) == word) return flavour;
  entry.fail("flavour", "course.want-known-word");
}

Task read_task(const Entry& entry) {
  Task task;
  task.id = entry.text("id");
  task.title = entry.text("title");
  task.is_core = entry.one_of("kind", {"core", "stretch"}) == "core";
  task.points = entry.number("points");
  std::tie(task.minutes_low, task.minutes_high) = entry.range("minutes");
  task.is_measured = entry.truth("measured");
  task.files = entry.texts("files");
  task.uses = entry.texts("uses");
  task.chapter = entry.text("chapter");
  return task;
}

Test read_test(const Entry& entry) {
  Test test;
  test.id = entry.text("id");
  test.task = entry.text("task");
  test.is_hidden = entry.one_of("visibility", {"public", "hidden"}) == "hidden";
  test.weight = entry.number("weight");
  test.flavour = read_flavour(entry);
  test.modes = entry.texts("modes");
  test.timeout_s = entry.number("timeout_s");
  test.rule = entry.text("rule");
  test.sibling = entry.text_or_empty("sibling");
  return test;
}

json parse_file(const std::filesystem::path& file, const std::string& name) {
  std::ifstream in(file);
  if (!in) throw CourseError(say("course.bad-manifest", name, say("course.want-readable")));
  try {
    return json::parse(in);
  } catch (const json::parse_error& error) {
    throw CourseError(say("course.bad-manifest", name, error.what()));
  }
}

Lab read_lab(const std::filesystem::path& folder) {
  const std::string name = "labs/" + folder.filename().string() + "/lab.json";
  const json document = parse_file(folder / "lab.json", name);
  const Entry entry(document, name);
  if (entry.number("format") != 1) entry.fail("format", "course.want-format-1");
  Lab lab;
  lab.id = entry.text("id");
  lab.folder = folder.filename().string();
  lab.title = entry.text("title");
  lab.minutes = entry.number("minutes");
  lab.editable = entry.texts("editable");
  for (const Entry& task : entry.entries("tasks")) lab.tasks.push_back(read_task(task));
  for (const Entry& test : entry.entries("tests")) lab.tests.push_back(read_test(test));
  for (const Entry& rule : entry.entries("rules"))
    lab.rules.push_back({rule.text("id"), rule.text("sentence"), rule.text("source"),
                         rule.optional_truth("is_referees")});
  lab.workshop = entry.texts("workshop");
  lab.is_growing = entry.optional_truth("is_growing");
  lab.refuses = entry.optional_texts("refuses");
  return lab;
}

}  // namespace

Course load_course(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> folders;
  for (const auto& item : std::filesystem::directory_iterator(root / "labs"))
    if (std::filesystem::exists(item.path() / "lab.json")) folders.push_back(item.path());
  std::sort(folders.begin(), folders.end());

  Course course;
  course.root = root;
  for (const auto& folder : folders) course.labs.push_back(read_lab(folder));
  if (course.labs.empty()) throw CourseError(say("course.no-labs", root.string()));
  validate(course);
  return course;
}

}  // namespace grader
