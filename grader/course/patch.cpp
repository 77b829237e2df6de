// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/manifest.hpp>
#include <grader/course/patch.hpp>
#include <grader/course/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace grader {
namespace {

using Lines = std::vector<std::string>;

// "+++ b/solutions/x.hpp<tab>date": the path without its first folder.
std::string path_in(const std::string& line) {
  const std::string path = line.substr(4, line.find('\t') - 4);
  const std::size_t slash = path.find('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

// A line of a hunk. An empty one is an empty line of context whose blank an editor took away.
bool add_line(Hunk& hunk, const std::string& line) {
  const char mark = line.empty() ? ' ' : line.front();
  const std::string text = line.empty() ? "" : line.substr(1);
  if (mark != ' ' && mark != '-' && mark != '+') return false;
  if (mark != '+') hunk.original.push_back(text);
  if (mark != '-') hunk.changed.push_back(text);
  return true;
}

bool fits(const Lines& lines, std::size_t at, const Lines& part) {
  return at + part.size() <= lines.size() &&
         std::equal(part.begin(), part.end(), lines.begin() + static_cast<std::ptrdiff_t>(at));
}

// The place nearest to `wanted`, at or after `first`, where `part` stands; npos if there is none.
std::size_t find_place(const Lines& lines, std::size_t first, std::size_t wanted,
                       const Lines& part) {
  for (std::size_t distance = 0; distance <= lines.size(); ++distance) {
    if (fits(lines, wanted + distance, part)) return wanted + distance;
    if (wanted >= first + distance && fits(lines, wanted - distance, part))
      return wanted - distance;
  }
  return std::string::npos;
}

}  // namespace

std::vector<FileChange> read_patch(std::string_view text) {
  std::vector<FileChange> changes;
  bool is_in_hunk = false;
  int original_left = 0;
  int changed_left = 0;
  for (const std::string& line : lines_of(text)) {
    if (is_in_hunk) {
      Hunk& hunk = changes.back().hunks.back();
      if (line.starts_with("\\")) continue;  // "\ No newline at end of file"
      if (!add_line(hunk, line))
        throw CourseError(fmt::format("a patch of {} has a line that is no part of one: {}",
                                      changes.back().file, line));
      is_in_hunk = static_cast<int>(hunk.original.size()) < original_left ||
                   static_cast<int>(hunk.changed.size()) < changed_left;
    } else if (line.starts_with("+++ ")) {
      changes.push_back({path_in(line), {}});
    } else if (line.starts_with("@@ ") && !changes.empty()) {
      Hunk hunk;
      original_left = changed_left = 1;
      if (std::sscanf(line.c_str(), "@@ -%d,%d +%*d,%d", &hunk.line, &original_left,
                      &changed_left) != 3)
        throw CourseError(fmt::format("a patch of {} has a hunk that I cannot read: {}",
                                      changes.back().file, line));
      changes.back().hunks.push_back(hunk);
      is_in_hunk = true;
    }
  }
  if (changes.empty() || is_in_hunk) throw CourseError("a patch is empty, or ends too early");
  return changes;
}

std::string apply_patch(const FileChange& change, std::string_view original) {
  const Lines lines = lines_of(original);
  std::string result;
  std::size_t next = 0;      // the first line that is not copied yet
  std::ptrdiff_t shift = 0;  // how far the hunks so far stood from where they say
  const auto append = [&result](const std::string& line) { result += line + '\n'; };
  for (const Hunk& hunk : change.hunks) {
    const std::ptrdiff_t wanted = std::max<std::ptrdiff_t>(hunk.line - 1 + shift, 0);
    const std::size_t place =
        find_place(lines, next, std::max(next, static_cast<std::size_t>(wanted)), hunk.original);
    if (place == std::string::npos)
      throw CourseError(fmt::format("a patch does not fit {}: its hunk for line {} stands nowhere",
                                    change.file, hunk.line));
    for (; next < place; ++next) append(lines[next]);
    for (const std::string& line : hunk.changed) append(line);
    next = place + hunk.original.size();
    shift = static_cast<std::ptrdiff_t>(place) - (hunk.line - 1);
  }
  for (; next < lines.size(); ++next) append(lines[next]);
  return result;
}

}  // namespace grader
