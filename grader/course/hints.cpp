// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/hints.hpp>
#include <grader/course/text.hpp>

#include <regex>

namespace grader {

namespace {

void trim_blank_lines(std::string& text) {
  const std::size_t first = text.find_first_not_of('\n');
  text.erase(0, first == std::string::npos ? text.size() : first);
  while (!text.empty() && text.back() == '\n') text.pop_back();
}

}  // namespace

std::map<std::string, std::vector<Rung>> read_hints(const std::filesystem::path& root,
                                                    const Lab& lab) {
  static const std::regex task_heading(R"(^## (\d[a-z])\b.*)");
  static const std::regex rung_heading(R"(^### (\d)\. (.+)$)");
  const auto file = root / "labs" / lab.folder / "hints.md";
  std::map<std::string, std::vector<Rung>> hints;
  if (!std::filesystem::exists(file)) return hints;
  std::vector<Rung>* rungs = nullptr;
  for (const std::string& line : lines_of(read_text(file))) {
    std::smatch found;
    if (std::regex_match(line, found, task_heading))
      rungs = &hints[found[1]];
    else if (line.rfind("## ", 0) == 0)
      rungs = nullptr;
    else if (rungs != nullptr && std::regex_match(line, found, rung_heading))
      rungs->push_back({std::stoi(found[1]), found[2], ""});
    else if (rungs != nullptr && !rungs->empty())
      rungs->back().text += line + "\n";
  }
  for (auto& [task, its_rungs] : hints)
    for (Rung& rung : its_rungs) trim_blank_lines(rung.text);
  return hints;
}

}  // namespace grader
