// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/sources.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/kept_test.hpp>
#include <grader/report/moment_words.hpp>
#include <grader/report/sim_drawing.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace grader {
namespace {

std::string commented(const std::string& text) {
  std::string comment;
  for (const std::string& line : lines_of(text)) comment += "// " + line + "\n";
  return comment;
}

// As a C++ literal: what a capsule holds may come from anybody.
std::string literal(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return quoted + "\"";
}

std::string story_of(const Capsule& capsule) {
  std::string story;
  for (const CapsuleEvent& event : capsule.events) {
    if (event.kind == "step")
      story += fmt::format("  -- {}\n", event.text);
    else if (is_moment(event))
      story += fmt::format("{:>5}. {}\n", event.step, moment_line(moment_of(event)));
  }
  return story;
}

bool begins_test(const std::string& line) { return line.starts_with("TEST_CASE("); }

}  // namespace

// The unit's beginning, which has its includes and its words, then this one test by another name.
// The run of the capsule is made first; what the test does otherwise, it does after that.
std::string kept_test(const Capsule& capsule, const Course& course) {
  const SourceTests tests = scan_tests(course.root, course.labs);
  const SourceTest* const source = tests.find(capsule.test);
  const bool is_run = is_simulated(capsule) && capsule.choices.starts_with("sim;");
  if (!is_run) throw UsageError(say("show.no-run", capsule.test));
  if (source == nullptr || source->is_hidden)
    throw UsageError(say("capsule.unknown-test", capsule.test));
  const std::vector<std::string> lines = lines_of(read_text(course.root / source->file));
  const auto first = std::find_if(lines.begin(), lines.end(), begins_test);
  const auto own = lines.begin() + std::max(source->line - 1, 0);
  const std::string about = say("show.kept", capsule.test, capsule.message, source->file);
  std::string text = commented(about + "\n" + story_of(capsule)) + "\n";
  for (auto line = lines.begin(); line < first; ++line) text += *line + "\n";
  text += fmt::format("TEST_CASE({}, \"[kept]\") {{\n",
                      literal("kept: " + capsule.test + ", " + capsule.message));
  text += fmt::format("  const testkit::sim::Following run({});\n", literal(capsule.choices));
  auto line = own;
  while (line != lines.end() && !line->ends_with("{")) ++line;  // its head may be two lines
  for (++line; line < lines.end(); ++line) {
    text += *line + "\n";
    if (*line == "}") break;
  }
  return text;
}

}  // namespace grader
