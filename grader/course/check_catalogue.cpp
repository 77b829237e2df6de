// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A literal "room.slug" in a room's source, where the catalogue has ids of that room, must be an
// id; an id must stand in a source, whole or begun by a literal that ends with a hyphen or a dot
// ("explain.verdict-" + word). Comments are not read.
#include <grader/course/check.hpp>
#include <grader/course/pattern.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <set>

namespace grader {

namespace {

namespace fs = std::filesystem;

struct Use {
  std::string literal;
  std::string place;
};

bool is_file_name(const std::string& literal) {
  static const Pattern file(
      R"(.*\.(cpp|hpp|go|json|md|txt|diff|sqlite3|cmake|ninja|html|log|pch))");
  return file.matches(literal);
}

std::vector<Use> literals_of(const fs::path& root) {
  static const Pattern literal(R"re("([a-z][a-z-]*\.[A-Za-z0-9_-]*)")re");
  std::vector<Use> uses;
  for (const char* const room : {"cli", "course", "engine", "report", "gradebook", "workshop"}) {
    for (const fs::path& file : files_under(root / "grader" / room)) {
      if (file.extension() != ".cpp" && file.extension() != ".hpp") continue;
      int number = 0;
      for (const std::string& line : lines_of(read_text(file))) {
        ++number;
        if (line.find_first_not_of(' ') == line.find("//")) continue;
        for (const Pattern::Found& found : literal.all(line))
          if (!is_file_name(found[1]))
            uses.push_back({found[1], fs::relative(file, root).generic_string() + ":" +
                                             std::to_string(number)});
      }
    }
  }
  return uses;
}

bool is_beginning(const std::string& literal) {
  return literal.back() == '-' || literal.back() == '.';
}

bool is_used(const std::string& id, const std::set<std::string>& literals) {
  if (literals.count(id) != 0) return true;
  for (const std::string& literal : literals)
    if (is_beginning(literal) && id.rfind(literal, 0) == 0) return true;
  return false;
}

}  // namespace

void check_catalogue(const Course& course, CheckReport& report) {
  const std::string place = "grader/report/messages/en.json";
  if (!fs::exists(course.root / place)) return;
  const auto catalogue = nlohmann::json::parse(read_text(course.root / place));
  std::set<std::string> ids, rooms, literals;
  for (const auto& [id, text] : catalogue.items()) {
    ids.insert(id);
    rooms.insert(id.substr(0, id.find('.')));
  }
  for (const Use& use : literals_of(course.root)) {
    literals.insert(use.literal);
    const bool is_of_a_room = rooms.count(use.literal.substr(0, use.literal.find('.'))) != 0;
    if (!is_beginning(use.literal) && is_of_a_room && ids.count(use.literal) == 0)
      report.add(use.place, say("check.no-sentence", use.literal));
  }
  for (const std::string& id : ids)
    if (!is_used(id, literals)) report.add(place, say("check.unused-sentence", id));
}

}  // namespace grader
