// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/gate_scan.hpp>
#include <grader/engine/unclosed.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace grader {
namespace {

constexpr std::string_view blanks = " \t\r\n";

struct Opener {
  char bracket = '{';
  unsigned line = 0;
  std::size_t indent = 0;
  bool begins_statement = false;
};

std::size_t indent_of(const ScannedLine& line) {
  return std::min(line.whole.find_first_not_of(blanks), line.whole.size());
}

bool is_directive(const std::string& code, std::string_view name) {
  const std::size_t hash = code.find_first_not_of(blanks);
  if (hash == std::string::npos || code[hash] != '#') return false;
  const std::size_t word = code.find_first_not_of(blanks, hash + 1);
  return word != std::string::npos && code.compare(word, name.size(), name) == 0;
}

// The lines that one of several branches would compile: the first.
std::vector<ScannedLine> first_branches(const std::vector<ScannedLine>& lines) {
  std::vector<ScannedLine> kept;
  int skipped_depth = 0;  // above zero: behind an #else, and that many #if deep
  for (const ScannedLine& line : lines) {
    if (skipped_depth > 0 && is_directive(line.code, "if")) ++skipped_depth;
    if (skipped_depth == 0 && is_directive(line.code, "el")) skipped_depth = 1;
    const bool is_kept = skipped_depth == 0 && !is_directive(line.code, "");
    if (is_kept && line.code.find_first_not_of(blanks) != std::string::npos) kept.push_back(line);
    if (skipped_depth > 0 && is_directive(line.code, "endif")) --skipped_depth;
  }
  return kept;
}

char closer_of(char bracket) { return bracket == '{' ? '}' : bracket == '(' ? ')' : ']'; }

}  // namespace

std::optional<unsigned> unclosed_bracket(std::string_view text) {
  std::vector<Opener> open;
  std::optional<unsigned> suspect;
  bool begins_statement = true;
  for (const ScannedLine& line : first_branches(scan(text))) {
    const std::size_t indent = indent_of(line);
    const std::size_t start = line.code.find_first_not_of(blanks);
    for (std::size_t i = start; i < line.code.size(); ++i) {
      const char c = line.code[i];
      if (c == '{' || c == '(' || c == '[')
        open.push_back({c, line.number, indent, begins_statement});
      if (c != '}' && c != ')' && c != ']') continue;
      if (open.empty()) return std::nullopt;  // one too many: the compiler says that itself
      const Opener opener = open.back();
      if (closer_of(opener.bracket) != c) return opener.line;
      open.pop_back();
      const bool is_alone = i == start && opener.line != line.number;
      if (is_alone && opener.begins_statement && indent < opener.indent && !suspect)
        suspect = opener.line;
    }
    const char last = line.code[line.code.find_last_not_of(blanks)];
    begins_statement = std::string_view(";{}:>").find(last) != std::string_view::npos;
  }
  if (open.empty()) return std::nullopt;
  return suspect ? suspect : open.back().line;
}

}  // namespace grader
