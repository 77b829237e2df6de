// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/hints.hpp>
#include <grader/course/pattern.hpp>
#include <grader/course/text.hpp>


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
  static const Pattern task_heading(R"(^## (\d[a-z])\b.*)");
  static const Pattern rung_heading(R"(^### (\d)\. (.+)$)");
  const auto file = root / "labs" / lab.folder / "hints.md";
  std::map<std::string, std::vector<Rung>> hints;
  if (!std::filesystem::exists(file)) return hints;
  std::vector<Rung>* rungs = nullptr;
  for (const std::string& line : lines_of(read_text(file))) {
    if (const auto task = task_heading.match(line))
      rungs = &hints[(*task)[1]];
    else if (line.rfind("## ", 0) == 0)
      rungs = nullptr;
    else if (const auto rung = rung_heading.match(line); rungs != nullptr && rung)
      rungs->push_back({std::stoi((*rung)[1]), (*rung)[2], ""});
    else if (rungs != nullptr && !rungs->empty())
      rungs->back().text += line + "\n";
  }
  for (auto& [task, its_rungs] : hints)
    for (Rung& rung : its_rungs) trim_blank_lines(rung.text);
  return hints;
}

}  // namespace grader
