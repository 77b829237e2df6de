// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/git.hpp>
#include <grader/course/starter_files.hpp>
#include <grader/course/text.hpp>

namespace grader {

namespace fs = std::filesystem;

namespace {

fs::path record_of(const fs::path& root, const std::string& path) {
  return root / ".grader/starter" / path;
}

bool is_ours(const fs::path& root, const std::string& path, const std::string& text) {
  if (committed_text(root, path) == text) return true;
  const fs::path record = record_of(root, path);
  return fs::exists(record) && read_text(record) == text;
}

}  // namespace

std::vector<Starter> derive_starters(const fs::path& root, const Lab& lab) {
  const fs::path folder = root / "solutions" / lab.folder / "src";
  std::vector<Starter> starters;
  for (const fs::path& file : files_under(folder)) {
    Starter starter;
    const std::string inside = fs::relative(file, folder).generic_string();
    starter.solution = "solutions/" + lab.folder + "/src/" + inside;
    starter.path = "labs/" + lab.folder + "/src/" + inside;
    Stripped stripped = strip(read_text(file), starter.solution);
    starter.text = std::move(stripped.text);
    starter.regions = std::move(stripped.regions);
    starters.push_back(std::move(starter));
  }
  return starters;
}

int first_difference(std::string_view text, std::string_view other) {
  if (text == other) return 0;
  const auto lines = lines_of(text);
  const auto others = lines_of(other);
  std::size_t at = 0;
  while (at < lines.size() && at < others.size() && lines[at] == others[at]) ++at;
  return static_cast<int>(at) + 1;
}

Written write_starter(const fs::path& root, const Starter& starter) {
  const fs::path file = root / starter.path;
  if (fs::exists(file)) {
    const std::string text = read_text(file);
    if (text == starter.text) return Written::same;
    if (!is_ours(root, starter.path, text)) return Written::kept;
  }
  restore_starter(root, starter);
  return Written::written;
}

void restore_starter(const fs::path& root, const Starter& starter) {
  write_text(root / starter.path, starter.text);
  write_text(record_of(root, starter.path), starter.text);
}

}  // namespace grader
