// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/report/layout.hpp>
#include <grader/report/printable.hpp>

#include <algorithm>
#include <array>

namespace grader {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// The blocks of Unicode that terminals draw two columns wide, coarsely.
constexpr std::array<Range, 9> wide{{{0x1100, 0x115F},
                                     {0x2E80, 0xA4CF},
                                     {0xAC00, 0xD7A3},
                                     {0xF900, 0xFAFF},
                                     {0xFE30, 0xFE6F},
                                     {0xFF00, 0xFF60},
                                     {0xFFE0, 0xFFE6},
                                     {0x1F300, 0x1FAFF},
                                     {0x20000, 0x3FFFD}}};

bool is_wide(char32_t c) {
  return std::any_of(wide.begin(), wide.end(),
                     [c](const Range& r) { return c >= r.first && c <= r.last; });
}

std::size_t width_of(char32_t c) {
  const bool is_mark =
      (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200D) || (c >= 0xFE00 && c <= 0xFE0F);
  if (is_mark) return 0;
  return is_wide(c) ? 2 : 1;
}

// The next piece that a line is not broken within: a word with the spaces before it, or one wide
// character.
std::string_view next_piece(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && text[end] == ' ') ++end;
  while (end < text.size() && text[end] != ' ') {
    const std::size_t before = end;
    if (is_wide(next_character(text, end))) {
      const bool is_first = text.substr(0, before).find_first_not_of(' ') == std::string::npos;
      return text.substr(0, is_first ? end : before);
    }
  }
  return text.substr(0, end);
}

// As much of `text` as fits, at least one character.
std::string_view prefix_of_width(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  std::size_t width = 0;
  while (end < text.size()) {
    std::size_t next = end;
    width += width_of(next_character(text, next));
    if (width > columns && end > 0) break;
    end = next;
  }
  return text.substr(0, end);
}

void wrap_line(std::string_view text, std::size_t columns, std::vector<std::string>& lines) {
  std::string line(text.substr(0, std::min(text.find_first_not_of(' '), text.size())));
  text.remove_prefix(line.size());
  while (!text.empty()) {
    std::string_view piece = next_piece(text);
    text.remove_prefix(piece.size());
    const bool is_begun = line.find_first_not_of(' ') != std::string::npos;
    if (is_begun && display_width(line) + display_width(piece) > columns) {
      lines.push_back(std::move(line));
      line.clear();
      piece.remove_prefix(std::min(piece.find_first_not_of(' '), piece.size()));
    }
    while (display_width(line) + display_width(piece) > columns) {  // one word, wider than a line
      const std::size_t room = columns > display_width(line) ? columns - display_width(line) : 1;
      const std::string_view part = prefix_of_width(piece, room);
      if (part.size() == piece.size()) break;
      lines.push_back(line + std::string(part));
      line.clear();
      piece.remove_prefix(part.size());
    }
    line += piece;
  }
  lines.push_back(std::move(line));
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t position = 0; position < text.size();)
    width += width_of(next_character(text, position));
  return width;
}

std::string pad(std::string_view text, std::size_t columns) {
  const std::size_t width = display_width(text);
  return std::string(text) + std::string(width < columns ? columns - width : 0, ' ');
}

std::string shorten(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns <= 3) return std::string(prefix_of_width(text, columns));
  return std::string(prefix_of_width(text, columns - 3)) + "...";
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  for (const std::string& line : lines_of(text)) wrap_line(line, columns, lines);
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string Paint::dye(std::string_view code, std::string_view text) const {
  if (!color_ || text.empty()) return std::string(text);
  std::string dyed = "\x1b[";
  dyed += code;
  dyed += 'm';
  dyed += text;
  dyed += "\x1b[0m";
  return dyed;
}

}  // namespace grader
