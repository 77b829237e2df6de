// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/check.hpp>
#include <grader/course/git.hpp>
#include <grader/course/pattern.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <map>
#include <sstream>

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t columns_max = 100;
constexpr std::size_t file_lines_max = 300;
constexpr std::size_t function_lines_max = 70;
constexpr const char* ratchet_file = "grader/course/ratchet.txt";

bool is_cpp(const std::string& path) {
  const fs::path extension = fs::path(path).extension();
  return extension == ".cpp" || extension == ".hpp";
}

// Inputs of tests are faulty on purpose, in their style too.
bool is_test_data(const std::string& path) { return path.rfind("grader/tests/data/", 0) == 0; }

bool needs_header(const std::string& path) {
  const fs::path name(path);
  return is_cpp(path) || name.extension() == ".cmake" || name.filename() == "CMakeLists.txt" ||
         path == "grade" || path == "test";
}

void check_header(const std::string& path, const std::vector<std::string>& lines,
                  CheckReport& report) {
  const std::size_t first = !lines.empty() && lines[0].rfind("#!", 0) == 0 ? 1 : 0;
  const auto holds = [&](std::size_t at, const char* text) {
    return at < lines.size() && lines[at].find(text) != std::string::npos;
  };
  if (!holds(first, "SPDX-License-Identifier: Apache-2.0") ||
      !holds(first + 1, "Copyright The Patina Authors"))
    report.add(path, say("check.header"));
}

std::size_t columns_of(const std::string& line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void check_columns(const std::string& path, const std::vector<std::string>& lines,
                   CheckReport& report) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (columns_of(lines[i]) > columns_max)
      report.add(path + ":" + std::to_string(i + 1),
                 say("check.columns", columns_of(lines[i]), columns_max));
}

// As clang-format leaves it, a function opens with a line that ends in "{" and closes with "}" at
// the same indentation. Types and namespaces open so too, and are told by their first word; a line
// that begins with ":" initialises what the function before it is about.
void check_functions(const std::string& path, const std::vector<std::string>& lines,
                     CheckReport& report) {
  static const Pattern opens(
      R"(^(\s*)(?!namespace|class|struct|enum|union|extern|\}).*[^=,]\s*\{$)");
  static const Pattern type(R"(^\s*((template.*\s)?(class|struct|enum|union|namespace)\b|:).*)");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto found = opens.match(lines[i]);
    if (!found || type.matches(lines[i])) continue;
    const std::string closing = (*found)[1] + "}";
    std::size_t end = i + 1;
    while (end < lines.size() && lines[end].rfind(closing, 0) != 0) ++end;
    if (end < lines.size() && end - i - 1 > function_lines_max) {
      report.add(path + ":" + std::to_string(i + 1),
                 say("check.function", end - i - 1, function_lines_max));
      i = end;
    }
  }
}

// Files longer than the limit, each with the length that it may not exceed: it only ever shrinks.
std::map<std::string, std::size_t> read_ratchet(const fs::path& root) {
  std::map<std::string, std::size_t> ratchet;
  if (!fs::exists(root / ratchet_file)) return ratchet;
  for (const std::string& line : lines_of(read_text(root / ratchet_file))) {
    std::istringstream words(line);
    std::string path;
    std::size_t limit = 0;
    if (line.rfind('#', 0) != 0 && words >> path >> limit) ratchet[path] = limit;
  }
  return ratchet;
}

void check_length(const std::string& path, std::size_t lines,
                  std::map<std::string, std::size_t>& ratchet, CheckReport& report) {
  const auto listed = ratchet.find(path);
  const std::size_t limit = listed == ratchet.end() ? file_lines_max : listed->second;
  if (lines > limit) report.add(path, say("check.file-length", lines, limit));
  if (listed == ratchet.end()) return;
  if (lines < limit) report.add(ratchet_file, say("check.ratchet", path, lines, limit));
  ratchet.erase(listed);
}

}  // namespace

void check_style(const Course& course, CheckReport& report) {
  const auto tracked = tracked_files(course.root);
  if (!tracked) {
    report.notes.push_back(say("check.no-git"));
    return;
  }
  auto ratchet = read_ratchet(course.root);
  for (const std::string& path : *tracked) {
    if (!needs_header(path) || is_test_data(path)) continue;
    if (!fs::is_regular_file(course.root / path)) continue;
    const auto lines = lines_of(read_text(course.root / path));
    check_header(path, lines, report);
    if (!is_cpp(path)) continue;
    check_columns(path, lines, report);
    check_functions(path, lines, report);
    check_length(path, lines.size(), ratchet, report);
  }
  for (const auto& [path, limit] : ratchet)
    report.add(ratchet_file, say("check.ratchet-gone", path));
}

}  // namespace grader
