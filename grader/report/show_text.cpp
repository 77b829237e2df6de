// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/drawing.hpp>
#include <grader/report/moment_words.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/show.hpp>
#include <grader/report/sim_drawing.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace grader {
namespace {

std::string place_of(const CapsuleEvent& failure) {
  if (failure.file.empty()) return "";
  return failure.line == 0 ? failure.file : fmt::format("{}:{}", failure.file, failure.line);
}

std::string moment_line_of(const CapsuleEvent& event) {
  if (event.kind == "step") return fmt::format("       -- {}\n", event.text);
  const std::string line = moment_line(moment_of(event)) + broke_words(event);
  return fmt::format("{}{:>5}. {}\n", is_broken(event) ? ">>" : "  ", event.step, line);
}

std::string line_of(const CapsuleEvent& event) {
  if (is_moment(event)) return moment_line_of(event);
  if (event.kind == "step" && event.step == 0) return fmt::format("  -- {}\n", event.text);
  if (event.kind == "step") return fmt::format("{:>3}. {}\n", event.step, event.text);
  if (is_operation(event))
    return fmt::format("{}{:>3}. {}\n", is_broken(event) ? ">>" : "  ", event.step,
                       words_of(event));
  const char* const lead = is_broken(event) ? "  >> " : "     ";
  if (event.kind != "fail") return fmt::format("{}{}\n", lead, words_of(event));
  return fmt::format("{}{}\n", lead, say("show.failed-here", event.text));
}

// The other end of "synchronizes with": at the release, which steps it leads to.
std::string arrow_from(const CapsuleEvent& release, const Capsule& capsule) {
  std::string steps;
  for (const CapsuleEvent& event : capsule.events)
    if (is_operation(release) && event.syncs != 0 && event.syncs == release.step)
      steps += (steps.empty() ? "" : ", ") + std::to_string(event.step);
  return steps.empty() ? "" : say("show.arrow-from", steps);
}

// The line of code that an event names. A capsule may come from anybody: no file outside of the
// course is read.
std::string code_of(const CapsuleEvent& event, const std::filesystem::path& root) {
  const std::filesystem::path file = std::filesystem::path(event.file).lexically_normal();
  if (event.line == 0 || file.empty() || file.is_absolute() || *file.begin() == "..") return "";
  if (!std::filesystem::is_regular_file(root / file)) return "";
  const std::vector<std::string> lines = lines_of(read_text(root / file));
  if (event.line > lines.size()) return "";
  const std::string& line = lines[event.line - 1];
  const std::size_t start = line.find_first_not_of(" \t");
  return start == std::string::npos ? "" : printable(line.substr(start));
}

}  // namespace

std::string event_text(const Capsule& capsule, std::size_t index,
                       const std::filesystem::path& root) {
  const CapsuleEvent& event = capsule.events[index];
  std::string text = line_of(event);
  const std::string code = code_of(event, root);
  if (!code.empty()) text += fmt::format("         | {}\n", code);
  return text;
}

std::vector<std::pair<std::string, std::string>> facts_of(const Capsule& capsule,
                                                          const Course& course) {
  std::vector<std::pair<std::string, std::string>> facts;
  const auto add = [&](const std::string& label, const std::string& value) {
    if (!value.empty()) facts.emplace_back(label, value);
  };
  if (const CapsuleEvent* failure = failure_of(capsule)) {
    add(say("report.check"), failure->expression);
    add(say("report.expected"), failure->expected);
    add(say("report.actual"), failure->actual);
    add(say("report.where"), place_of(*failure));
  }
  const auto told = [&](const std::string& id) {
    const Rule* const rule = course.rule(id);
    return rule == nullptr ? id : say("report.rule-value", rule->sentence, rule->id, rule->source);
  };
  const bool is_other = !capsule.broken_rule.empty() && capsule.broken_rule != capsule.rule;
  if (is_other) add(say("report.broken-rule"), told(capsule.broken_rule));
  add(say(is_other ? "report.rule-of-test" : "report.rule"), told(capsule.rule));
  for (const auto& [name, value] : capsule.options) add(name, value);
  add(say("show.seed"), std::to_string(capsule.seed));
  return facts;
}

std::string replay_command(const Capsule& capsule) {
  std::string command = "./grade run " + capsule.test;
  if (capsule.tree != "labs") command += " --tree " + capsule.tree;
  if (capsule.base != "auto") command += " --base " + capsule.base;
  if (capsule.sanitize != "none") command += " --sanitize " + capsule.sanitize;
  if (capsule.seed != 1) command += " --seed " + std::to_string(capsule.seed);
  return command;
}

std::string show_text(const Capsule& capsule, const Course& course) {
  std::string text = fmt::format("{} {}  {}\n", capsule.test, capsule.verdict, capsule.title);
  if (!capsule.message.empty()) text += capsule.message + "\n";
  text += "\n";
  for (const CapsuleEvent& event : capsule.events) {
    std::string line = line_of(event);
    const std::string arrow = arrow_from(event, capsule);
    if (!arrow.empty()) line.insert(line.size() - 1, arrow);
    text += line;
  }
  if (capsule.events.empty()) text += say("show.no-events") + "\n";
  text += "\n";
  for (const auto& [label, value] : facts_of(capsule, course)) {
    std::string shown = value;
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    text += fmt::format("{}: {}\n", label, shown);
  }
  return text + replay_command(capsule) + "\n";
}

}  // namespace grader
