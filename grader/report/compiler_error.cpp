// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/catalogue.hpp>
#include <grader/report/compiler_error.hpp>
#include <grader/report/compiler_output.hpp>
#include <grader/report/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <vector>

namespace grader {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t sentence_bytes_max = 400;
constexpr std::size_t notes_max = 3;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Whose line is it? The less, the better it is to show it to the learner.
enum class Owner { learner, test, course, system };

struct Place {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  Owner owner = Owner::system;
};

Owner owner_of(const std::string& file) {
  const bool is_course = file.starts_with("labs/") || file.starts_with("solutions/");
  if (is_course && has(file, "/src/")) return Owner::learner;
  if ((is_course && has(file, "/tests/")) || file.starts_with("grader/hidden/")) return Owner::test;
  if (is_course || file.starts_with("grader/")) return Owner::course;
  return Owner::system;
}

std::string relative_path(const std::string& path, const fs::path& root) {
  const std::string normal = fs::path(path).lexically_normal().generic_string();
  std::error_code ignored;
  for (const fs::path& base : {root, fs::weakly_canonical(root, ignored)}) {
    const std::string prefix = base.lexically_normal().generic_string() + "/";
    if (prefix.size() > 1 && normal.starts_with(prefix)) return normal.substr(prefix.size());
  }
  std::string_view rest = normal;  // relative to a build folder: "../../labs/..."
  while (rest.starts_with("../")) rest.remove_prefix(3);
  return std::string(rest);
}

Place place_of(const Diagnostic& diagnostic, const fs::path& root) {
  if (!diagnostic.place) return {};
  Place place{relative_path(diagnostic.place->path, root), diagnostic.place->line,
              diagnostic.place->column, Owner::system};
  place.owner = owner_of(place.file);
  return place;
}

std::string source_line(const fs::path& file, unsigned number) {
  std::ifstream in(file);
  std::string line;
  for (unsigned i = 0; i < number; ++i)
    if (!std::getline(in, line)) return "";
  return line;
}

bool is_caret_line(std::string_view line) {
  return has(line, "^") && line.find_first_not_of(" \t^~") == std::string_view::npos;
}

// The source and its caret, in GCC's form, whichever compiler drew it.
std::vector<std::string> framed_snippet(const Diagnostic& diagnostic, unsigned line_number) {
  const auto& snippet = diagnostic.snippet;
  if (snippet.size() < 2) return {};
  const bool is_gcc = has(snippet[0], " | ") && has(snippet[1], " | ");
  if (is_gcc) return {snippet[0], snippet[1]};
  if (!is_caret_line(snippet[1])) return {};
  return {fmt::format("{:>5} | {}", line_number, snippet[0]),
          fmt::format("      | {}", snippet[1])};
}

// Where the compiler drew nothing, as for GCC's "required from here".
std::vector<std::string> drawn_snippet(const Place& place, const fs::path& root) {
  const std::string line = source_line(root / place.file, place.line);
  if (line.empty()) return {};
  std::vector<std::string> drawn{fmt::format("{:>5} | {}", place.line, line)};
  if (place.column == 0 || place.column > line.size() + 1) return drawn;
  std::string indent = line.substr(0, place.column - 1);
  std::replace_if(
      indent.begin(), indent.end(), [](char c) { return c != '\t'; }, ' ');
  drawn.push_back("      | " + indent + "^");
  return drawn;
}

void append_snippet(std::string& text, const Diagnostic& diagnostic, const Place& place,
                    const fs::path& root) {
  auto lines = framed_snippet(diagnostic, place.line);
  if (lines.empty()) lines = drawn_snippet(place, root);
  for (const std::string& line : lines) text += line + "\n";
}

bool is_same(const Place& a, const Place& b) { return a.file == b.file && a.line == b.line; }

struct Blamed {
  const Diagnostic* diagnostic = nullptr;
  Place place;
};

// "note: to match this '{'" is part of the way too: the brace is missing there, not at the end.
Blamed choose(const ErrorReport& report, const fs::path& root) {
  Blamed best{&report.error, place_of(report.error, root)};
  const auto consider = [&](const Diagnostic& diagnostic) {
    const Place place = place_of(diagnostic, root);
    if (place.owner < best.place.owner) best = {&diagnostic, place};
  };
  for (const Diagnostic& diagnostic : report.led_here) consider(diagnostic);
  for (const Diagnostic& note : report.notes)
    if (note.sentence.starts_with("to match this")) consider(note);
  return best;
}

std::string heading_of(const Place& place) {
  if (place.column == 0) return fmt::format("{}:{}\n", place.file, place.line);
  return fmt::format("{}:{}:{}\n", place.file, place.line, place.column);
}

// Of several notes about one line the last says most: "candidate", "deduction failed", the reason.
std::vector<const Diagnostic*> helpful_notes(const ErrorReport& report, const fs::path& root) {
  std::vector<const Diagnostic*> helpful;
  for (const Diagnostic& note : report.notes) {
    const Place place = place_of(note, root);
    if (place.owner == Owner::system) continue;
    if (!helpful.empty() && is_same(place_of(*helpful.back(), root), place))
      helpful.back() = &note;
    else if (helpful.size() < notes_max)
      helpful.push_back(&note);
  }
  return helpful;
}

std::string excerpt_of(const ErrorReport& report, const Blamed& blamed, const fs::path& root) {
  if (blamed.place.line == 0) return "";
  std::string text = heading_of(blamed.place);
  append_snippet(text, *blamed.diagnostic, blamed.place, root);
  const Place stopped = place_of(report.error, root);
  if (blamed.diagnostic != &report.error)
    text += say("compiler.stopped-at", stopped.file, stopped.line) + "\n";
  for (const Diagnostic& way : report.led_here) {
    const Place place = place_of(way, root);
    if (place.owner > Owner::test || is_same(place, blamed.place)) continue;
    text += say("compiler.asked-for-by", place.file, place.line) + "\n";
    append_snippet(text, way, place, root);
  }
  for (const Diagnostic* note : helpful_notes(report, root)) {
    const Place place = place_of(*note, root);
    const std::string words = cut_bytes(note->sentence, sentence_bytes_max);
    if (is_same(place, blamed.place)) {
      text += say("compiler.note-here", words) + "\n";
      continue;
    }
    text += say("compiler.note", place.file, place.line, words) + "\n";
    append_snippet(text, *note, place, root);
  }
  return text;
}

}  // namespace

CompilerError first_error(std::string_view output, const fs::path& root) {
  const std::string clean = printable(output);
  CompilerError error;
  const auto report = parse_first_error(clean);
  if (!report) {
    const Excerpt cut = head_and_tail(clean, 10, 10);
    error.sentence = say("compiler.no-error-found");
    error.excerpt = cut.head + (cut.left_out_lines > 0 ? "\n...\n" : "") + cut.tail;
    return error;
  }
  const Blamed blamed = choose(*report, root);
  error.sentence = cut_bytes(report->error.sentence, sentence_bytes_max);
  if (error.sentence.size() < report->error.sentence.size()) error.sentence += "...";
  error.file = blamed.place.file;
  error.line = blamed.place.line;
  error.column = blamed.place.column;
  error.excerpt = excerpt_of(*report, blamed, root);
  return error;
}

}  // namespace grader
