// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/printable.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace grader {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr char escape = '\x1b';
constexpr char bell = '\x07';

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// How many bytes the character that begins with `first` takes; 0 if none begins so.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

// Whether `character`, decoded from `length` bytes, is one: not overlong, no surrogate, in range.
bool is_character(char32_t character, std::size_t length) {
  if (length == 3) return character >= 0x800 && (character < 0xD800 || character > 0xDFFF);
  if (length == 4) return character >= 0x10000 && character <= 0x10FFFF;
  return true;
}

// Controls of the second kind, marks that turn the direction of text, line separators, the
// byte-order mark and non-characters: nobody sees them, and they change what is seen.
bool is_treacherous(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F) ||
         (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x061C || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

std::size_t skip_until_terminator(std::string_view text, std::size_t position) {
  for (; position < text.size(); ++position) {
    if (text[position] == bell) return position + 1;
    if (text[position] == escape)
      return std::min(text.size(), position + 2);  // ESC \, or the start of something new
    if (text[position] == '\n') return position;   // never eat more than a line
  }
  return position;
}

// Where the escape sequence that starts at `position` ends.
std::size_t skip_escape_sequence(std::string_view text, std::size_t position) {
  ++position;
  if (position == text.size()) return position;
  const char kind = text[position];
  if (kind == '[') {
    ++position;
    while (position < text.size() && text[position] >= 0x20 && text[position] < 0x40) ++position;
    const bool has_final = position < text.size() && text[position] >= 0x40;
    return has_final ? position + 1 : position;
  }
  if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_')
    return skip_until_terminator(text, position + 1);
  return kind >= 0x20 && kind < 0x7F ? position + 1 : position;
}

std::string spell_out(char32_t c) {
  if (c < 0x100) return fmt::format("\\x{:02x}", static_cast<unsigned>(c));
  return fmt::format("\\u{{{:x}}}", static_cast<unsigned>(c));
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& position) {
  const auto first = static_cast<unsigned char>(text[position]);
  const std::size_t length = length_of(first);
  if (length == 1) return static_cast<char32_t>(text[position++]);
  if (length == 0 || position + length > text.size()) return ++position, replacement;
  char32_t character = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[position + i])) return ++position, replacement;
    character = (character << 6) | (static_cast<unsigned char>(text[position + i]) & 0x3FU);
  }
  if (!is_character(character, length)) return ++position, replacement;
  position += length;
  return character;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t before = position;
    if (next_character(text, position) == replacement && position - before == 1) return false;
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    if (text[position] == escape) {
      position = skip_escape_sequence(text, position);
      continue;
    }
    if (text[position] == '\r') {  // a line of its own, not one written over another
      ++position;
      if (position == text.size() || text[position] != '\n') clean += '\n';
      continue;
    }
    const std::size_t start = position;
    const char32_t character = next_character(text, position);
    if (character == replacement && position - start == 1)
      clean += "\xEF\xBF\xBD";
    else if (is_treacherous(character))
      clean += spell_out(character);
    else
      clean += text.substr(start, position - start);
  }
  return clean;
}

std::string one_line(std::string_view text) {
  std::string line = printable(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::replace(line.begin(), line.end(), '\t', ' ');
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

Excerpt head_and_tail(std::string_view text, std::size_t head_lines, std::size_t tail_lines) {
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  if (lines <= head_lines + tail_lines + 1) return {std::string(text), "", 0};
  std::size_t head_end = 0;
  for (std::size_t i = 0; i < head_lines; ++i) head_end = text.find('\n', head_end) + 1;
  std::size_t tail_begin = text.size();
  for (std::size_t i = 0; i < tail_lines; ++i)
    tail_begin = text.rfind('\n', tail_begin - (i == 0 ? 0 : 2)) + 1;
  return {std::string(text.substr(0, head_end == 0 ? 0 : head_end - 1)),
          std::string(text.substr(tail_begin)), lines - head_lines - tail_lines};
}

std::string cut_bytes(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return std::string(text);
  while (most_bytes > 0 && is_continuation(text[most_bytes])) --most_bytes;
  return std::string(text.substr(0, most_bytes));
}

std::string escape_markup(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

// The runner reads "::name" at the start of a line, after blanks, and "##[name]" anywhere.
std::string without_workflow_commands(std::string_view text) {
  std::string safe;
  bool is_line_empty = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    safe += text[i];
    if (is_line_empty && rest.starts_with("::")) safe += ' ';
    if (rest.starts_with("##[")) safe += ' ';
    if (text[i] == '\n')
      is_line_empty = true;
    else if (text[i] != ' ' && text[i] != '\t')
      is_line_empty = false;
  }
  return safe;
}

}  // namespace grader
