// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/report/compiler_output.hpp>
#include <grader/report/layout.hpp>

#include <array>
#include <cctype>

namespace grader {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Reads digits and the colon after them; 0 if there are none.
unsigned take_number(std::string_view& text) {
  unsigned number = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 8 &&
         std::isdigit(static_cast<unsigned char>(text[digits])))
    number = number * 10 + static_cast<unsigned>(text[digits++] - '0');
  if (digits == 0 || digits == text.size() || text[digits] != ':') return 0;
  text.remove_prefix(digits + 1);
  return number;
}

// "path:12:5: rest" or "path:12: rest".
std::optional<SourcePlace> take_place(std::string_view& text) {
  if (text.empty() || text.front() == ' ') return std::nullopt;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  std::string_view rest = text.substr(colon + 1);
  SourcePlace place{std::string(text.substr(0, colon)), 0, 0};
  place.line = take_number(rest);
  if (place.line == 0) return std::nullopt;
  place.column = take_number(rest);
  text = rest;
  return place;
}

// The sentence of "error: sentence", wherever the line has it. Paths hold no "error: ".
std::optional<std::string> error_sentence(std::string_view rest) {
  for (const std::string_view word : {"fatal error: ", "error: ", "internal compiler error: "}) {
    if (rest.starts_with(word)) return std::string(rest.substr(word.size()));
  }
  return std::nullopt;
}

enum class Kind { error, link_error, tool_error, way, note, other };

struct Line {
  Kind kind = Kind::other;
  Diagnostic diagnostic;
};

bool leads_here(std::string_view rest) {
  static constexpr std::array<std::string_view, 6> phrases = {
      "required from",  "required by substitution", "' expansion of",
      "’ expansion of", "in instantiation of",      "in evaluation of exception"};
  for (const std::string_view phrase : phrases)
    if (has(rest, phrase)) return true;
  return false;
}

// A linker names no kind. Of its lines only those that say what is missing are of use.
bool is_link_error(std::string_view line) {
  return has(line, "undefined reference to") || has(line, "multiple definition of");
}

Line read_line(const std::string& text) {
  Line line;
  std::string_view rest = text;
  line.diagnostic.place = take_place(rest);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  line.diagnostic.sentence = rest;
  if (line.diagnostic.place) {
    if (const auto sentence = error_sentence(rest)) {
      line.kind = Kind::error;
      line.diagnostic.sentence = *sentence;
    } else if (is_link_error(rest)) {
      line.kind = Kind::link_error;
    } else if (leads_here(rest)) {
      line.kind = Kind::way;
    } else if (rest.starts_with("note: ")) {
      line.kind = Kind::note;
      line.diagnostic.sentence = rest.substr(6);
    }
    return line;
  }
  const std::size_t colon = rest.find(": ");
  if (is_link_error(rest)) {
    line.kind = Kind::link_error;
    line.diagnostic.sentence =
        rest.substr(std::min(rest.find("undefined reference"), rest.find("multiple definition")));
  } else if (colon != std::string_view::npos && text.front() != ' ') {
    if (const auto sentence = error_sentence(rest.substr(colon + 2))) {
      line.kind = Kind::tool_error;
      line.diagnostic.sentence = *sentence;
    }
  }
  return line;
}

// Does this line begin what belongs to another message?
bool begins_anew(const std::string& text) {
  return text.starts_with("In file included from") || text.starts_with("In module imported") ||
         has(text, ": In ") || has(text, ": At ") || has(text, ": warning: ");
}

// What follows the error, up to the next one.
void read_sequel(const std::vector<std::string>& lines, std::size_t next, ErrorReport& report) {
  Diagnostic* current = &report.error;
  for (; next < lines.size(); ++next) {
    Line line = read_line(lines[next]);
    if (line.kind == Kind::error || line.kind == Kind::tool_error) return;
    if (line.kind == Kind::link_error || has(lines[next], ": warning: ")) return;
    // GCC's "required from" lines would be of the next error; Clang's are notes of this one.
    if (line.kind == Kind::way && !line.diagnostic.sentence.starts_with("note: ")) {
      current = nullptr;
    } else if (line.kind == Kind::note || line.kind == Kind::way) {
      auto& list = line.kind == Kind::note ? report.notes : report.led_here;
      list.push_back(std::move(line.diagnostic));
      current = &list.back();
    } else if (begins_anew(lines[next])) {
      current = nullptr;  // GCC goes on with notes of the same error after such a line
    } else if (current != nullptr) {
      current->snippet.push_back(lines[next]);
    }
  }
}

}  // namespace

std::optional<ErrorReport> parse_first_error(std::string_view output) {
  const std::vector<std::string> lines = lines_of(output);
  ErrorReport report;
  std::optional<Diagnostic> tool_error;  // the compiler driver's, after all others
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line line = read_line(lines[i]);
    switch (line.kind) {
      case Kind::error:
        report.error = std::move(line.diagnostic);
        read_sequel(lines, i + 1, report);
        return report;
      case Kind::link_error:
        report.error = std::move(line.diagnostic);
        return report;
      case Kind::tool_error:
        if (!tool_error) tool_error = std::move(line.diagnostic);
        break;
      case Kind::way:
        report.led_here.push_back(std::move(line.diagnostic));
        break;
      case Kind::note:
        break;
      case Kind::other:
        if (begins_anew(lines[i])) report.led_here.clear();
        break;
    }
  }
  if (!tool_error) return std::nullopt;
  report.error = std::move(*tool_error);
  return report;
}

}  // namespace grader
