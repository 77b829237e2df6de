// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The steps of a test and the lives of its objects, with the one that broke the rule marked.
#include <grader/report/catalogue.hpp>
#include <grader/report/life_words.hpp>
#include <grader/report/text_parts.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace grader {
namespace {

constexpr std::size_t lines_max = 24;  // of one block, unless --verbose
constexpr std::size_t moments_max = 48;  // what a shrunk run comes to, with the test's own steps
constexpr std::size_t opening_lines = 3;
constexpr std::size_t object_columns_max = 24;

std::string lead(const Teller& teller, bool is_marked) {
  return is_marked ? "  " + teller.paint.bad(">>") + " " : "     ";
}

std::string tag(const Teller& teller, const std::string& words) {
  return "  " + teller.paint.bad("<- " + words);
}

// Which of `count` lines to show so that all that must stay do: the opening, what is wanted, and
// as much before it as there is room for.
std::set<std::size_t> chosen(std::size_t count, const std::set<std::size_t>& wanted) {
  std::set<std::size_t> lines;
  for (std::size_t i = 0; i < std::min(count, opening_lines); ++i) lines.insert(i);
  for (const std::size_t i : wanted)
    if (lines.size() < lines_max) lines.insert(i);
  const std::size_t last = wanted.empty() ? count - 1 : *wanted.rbegin();
  if (last + 1 < count) lines.insert(last + 1);
  for (std::size_t i = last + 1; i-- > 0 && lines.size() < lines_max;) lines.insert(i);
  return lines;
}

template <class LineOf>
std::string block(const Teller& teller, std::size_t count, const std::set<std::size_t>& wanted,
                  LineOf line_of, std::size_t most = lines_max) {
  std::string text;
  const bool is_whole = count <= most || teller.options.verbose;
  const std::set<std::size_t> shown = is_whole ? std::set<std::size_t>() : chosen(count, wanted);
  std::size_t left_out = 0;
  const auto tell_gap = [&] {
    if (left_out > 0) text += "     " + say("report.left-out", left_out) + "\n";
    left_out = 0;
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_whole && !shown.contains(i)) {
      ++left_out;
      continue;
    }
    tell_gap();
    text += line_of(i) + "\n";
  }
  tell_gap();
  return text;
}

// Events of the objects that the broken ones came from or went to.
std::set<std::size_t> related(const std::vector<LifeEvent>& life) {
  std::set<std::string> objects;
  for (std::size_t i = life.size(); i-- > 0;) {
    const bool concerns = !life[i].broken.empty() || objects.contains(life[i].object);
    if (!concerns) continue;
    objects.insert(life[i].object);
    if (!life[i].from.empty()) objects.insert(life[i].from);
  }
  std::set<std::size_t> indices;
  for (std::size_t i = 0; i < life.size(); ++i)
    if (objects.contains(life[i].object) || objects.contains(life[i].from)) indices.insert(i);
  while (indices.size() > lines_max - opening_lines - 2) indices.erase(indices.begin());
  for (std::size_t i = 0; i < life.size(); ++i)
    if (!life[i].broken.empty()) indices.insert(i);
  return indices;
}

// So that the numbers of all steps stand below each other.
std::size_t number_width(const std::vector<Step>& steps) {
  std::size_t width = 3;
  for (const Step& step : steps) width = std::max(width, std::to_string(step.number).size());
  return width;
}

std::string step_line(const Teller& teller, const Step& step, std::size_t width, bool is_marked,
                      bool is_failing) {
  // In a simulated run the test's own steps stand between numbered events.
  const std::string begin =
      step.number == 0 ? std::string(width - 1, ' ') + "-- "
                       : fmt::format("{:>{}}. ", step.number, width);
  const std::size_t indent = 5 + begin.size();
  const auto lines = wrap(step.text, std::max<std::size_t>(teller.columns, indent + 30) - indent);
  std::string text = lead(teller, is_marked) + begin + lines.front();
  for (std::size_t i = 1; i < lines.size(); ++i) text += "\n" + std::string(indent, ' ') + lines[i];
  return is_failing ? text + tag(teller, say("report.failed-here")) : text;
}

std::string life_line(const Teller& teller, const LifeEvent& event, std::size_t step_width,
                      std::size_t object_width) {
  const bool is_broken = !event.broken.empty();
  const std::string line =
      lead(teller, is_broken) + pad(say("report.step", event.step), step_width) + "  " +
      pad(shorten(event.object, object_width), object_width) + "  " + life_words(event);
  return is_broken ? line + tag(teller, say("report.broke-rule", event.broken)) : line;
}

}  // namespace

std::string steps_block(const Teller& teller, const TestResult& test) {
  const bool has_failed = test.failure.has_value();
  const std::vector<Step>& steps =
      has_failed && !test.failure->steps.empty() ? test.failure->steps : test.steps;
  if (steps.empty()) return "";
  const int failing = has_failed ? test.failure->failing_step : 0;
  std::set<std::size_t> wanted;
  const auto is_failing = [&](std::size_t i) {
    return has_failed && steps[i].number == failing && failing != 0;
  };
  std::set<int> broken;  // both accesses of a race; what broke a rule together in a simulated run
  for (const ThreadEvent& operation : test.threads)
    if (operation.is_broken) broken.insert(operation.step);
  for (const Moment& moment : test.moments)
    if (moment.is_broken) broken.insert(moment.step);
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (is_failing(i) || broken.contains(steps[i].number)) wanted.insert(i);
  const bool is_one_of_many = test.visibility == Visibility::hidden && test.steps.empty();
  const std::string words = say(is_one_of_many ? "report.hidden-step" : "report.steps");
  const std::string heading = "\n  " + teller.paint.strong(words) + "\n";
  const std::size_t width = number_width(steps);
  return heading + block(teller, steps.size(), wanted, [&](std::size_t i) {
           return step_line(teller, steps[i], width, wanted.contains(i), is_failing(i));
         }, test.moments.empty() ? lines_max : moments_max);
}

std::string life_block(const Teller& teller, const TestResult& test) {
  const std::vector<LifeEvent>& life = test.life;
  if (life.empty()) return "";
  std::size_t object_width = 0;
  std::size_t step_width = 0;
  for (const LifeEvent& event : life) {
    object_width = std::max(object_width, display_width(event.object));
    step_width = std::max(step_width, display_width(say("report.step", event.step)));
  }
  object_width = std::min(object_width, object_columns_max);
  const std::string heading = "\n  " + teller.paint.strong(say("report.life")) + "\n";
  return heading + block(teller, life.size(), related(life), [&](std::size_t i) {
           return life_line(teller, life[i], step_width, object_width);
         });
}

}  // namespace grader
