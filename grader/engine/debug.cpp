// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/debug.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <cctype>

namespace grader {
namespace fs = std::filesystem;
namespace {

struct SourceLine {
  std::string file;  // relative to the root
  unsigned line = 0;
};

std::string break_at(const fs::path& root, const SourceLine& place) {
  return "break " + (root / place.file).string() + ":" + std::to_string(place.line);
}

std::string shown(const SourceLine& place) {
  return place.file + ":" + std::to_string(place.line);
}

// Behind the line of TEST_CASE itself: what that macro makes runs before main, too.
SourceLine start_of(const SourceTest& source, const TestResult& result) {
  if (!result.steps.empty() && result.steps.front().line > 0)
    return {source.file, result.steps.front().line};
  return {source.file, static_cast<unsigned>(source.line) + 1};
}

// The failure's own line, else the step that it happened in, else where the test starts.
SourceLine place_of(const SourceTest& source, const TestResult& result) {
  if (!result.failure) return start_of(source, result);
  const Failure& failure = *result.failure;
  if (!failure.file.empty() && failure.line > 0) return {failure.file, failure.line};
  for (const Step& step : failure.steps)
    if (step.number == failure.failing_step && step.line > 0) return {source.file, step.line};
  return start_of(source, result);
}

// Does the failure come from an exception that no line of the test asked for?
bool is_exception(const TestResult& result) {
  return result.failure && result.failure->expression.empty() && result.failure->line > 0 &&
         result.message.find("exception") != std::string::npos;
}

DebugPlan plan_for_wrong(const fs::path& root, const SourceTest& source, const TestResult& result) {
  const SourceLine place = place_of(source, result);
  DebugPlan plan;
  plan.stops.push_back(break_at(root, place));
  // An assertion blames the line that broke the rule, which may lie before the one that noticed.
  plan.stops.push_back("break patina::fail_assertion");
  if (is_exception(result)) plan.stops.push_back("catch throw");
  plan.sentence = say("debug.stops-at-line", result.id, shown(place));
  return plan;
}

// Breakpoint 1 is passed over in all steps before the failing one. A crash stops gdb by itself.
DebugPlan plan_for_schedule(const TestResult& result) {
  const int step = std::max(result.failure->failing_step, 1);
  DebugPlan plan;
  plan.stops = {"set environment PATINA_CHOICES " + result.choices, "break patina_explored_step",
                "ignore 1 " + std::to_string(step - 1)};
  plan.then = {"backtrace 12"};
  plan.sentence = say("debug.stops-at-step", result.id, step);
  return plan;
}

bool is_plain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("/._-=:,+").find(c) != std::string_view::npos;
}

std::string shell_word(const std::string& word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return word;
  std::string quoted = "'";
  for (const char c : word) c == '\'' ? quoted += "'\\''" : quoted += c;
  return quoted + "'";
}

}  // namespace

DebugPlan plan_debug(const fs::path& root, const SourceTest& source, const TestResult& result) {
  if (result.failure && !result.choices.empty()) return plan_for_schedule(result);
  switch (result.verdict) {
    case Verdict::pass: {
      const SourceLine place = start_of(source, result);
      return {{break_at(root, place)}, {}, say("debug.passes", result.id, shown(place))};
    }
    case Verdict::not_implemented:
      return {{"break patina::not_implemented"}, {}, say("debug.stops-at-stub", result.id)};
    case Verdict::crash:
    case Verdict::memory:  // gdb stops at signals by itself; who threw is the question otherwise
      return {{"catch throw"}, {}, say("debug.stops-at-crash", result.id)};
    case Verdict::premature_exit:
      return {{"break exit", "break _exit", "break quick_exit"},
              {},
              say("debug.stops-at-exit", result.id)};
    case Verdict::timeout:
    case Verdict::deadlock:
    case Verdict::output_limit:
      return {{}, {}, say("debug.never-ends", result.id)};
    default:
      return plan_for_wrong(root, source, result);
  }
}

std::vector<std::string> debug_command(const DebugPlan& plan, const fs::path& program,
                                       const std::string& test) {
  std::vector<std::string> words = {"gdb", "-q", "-iex", "set debuginfod enabled off",
                                    "-ex", "set breakpoint pending on"};
  for (const std::string& stop : plan.stops) words.insert(words.end(), {"-ex", stop});
  words.insert(words.end(), {"-ex", "run"});
  for (const std::string& command : plan.then) words.insert(words.end(), {"-ex", command});
  words.insert(words.end(), {"--args", program.string(), "[" + test + "]"});
  return words;
}

std::string shell_words(const std::vector<std::string>& arguments) {
  std::string line;
  for (const std::string& word : arguments) line += (line.empty() ? "" : " ") + shell_word(word);
  return line;
}

}  // namespace grader
