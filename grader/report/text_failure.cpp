// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/tally.hpp>
#include <grader/report/text_parts.hpp>
#include <grader/report/told.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace grader {
namespace {

constexpr std::size_t detail_head_lines = 24;
constexpr std::size_t detail_tail_lines = 12;
constexpr std::size_t output_head_lines = 8;
constexpr std::size_t output_tail_lines = 8;
constexpr std::size_t line_columns_max = 500;

// Labels and their values, the values aligned and wrapped under themselves.
class Fields {
 public:
  explicit Fields(const Teller& teller) : teller_(teller) {}

  void add(const std::string& label, const std::string& value) {
    if (!value.empty()) fields_.push_back({label, value});
  }

  std::string text() const {
    std::size_t width = 0;
    for (const auto& [label, value] : fields_) width = std::max(width, display_width(label));
    const std::size_t indent = width + 4;
    const std::size_t room = std::max<std::size_t>(teller_.columns, indent + 20) - indent;
    std::string text;
    for (const auto& [label, value] : fields_) {
      std::string begin = "  " + teller_.paint.calm(pad(label, width)) + "  ";
      for (const std::string& line : wrap(value, room)) {
        text += begin + line + "\n";
        begin = std::string(indent, ' ');
      }
    }
    return text;
  }

 private:
  const Teller& teller_;
  std::vector<std::pair<std::string, std::string>> fields_;
};

std::string place_of(const Failure& failure) {
  if (failure.file.empty()) return "";
  return failure.line == 0 ? failure.file : fmt::format("{}:{}", failure.file, failure.line);
}

std::string rule_of(const Teller& teller, const std::string& id) {
  const Rule* rule = teller.course.rule(id);
  if (rule == nullptr) return id;
  return say("report.rule-value", rule->sentence, rule->id, rule->source);
}

const TestResult* result_of(const RunResult& run, const std::string& id) {
  for (const TestResult* test : tests_of(run))
    if (test->id == id) return test;
  return nullptr;
}

// The public test of the same rule, and what this run knows of it.
std::string sibling_of(const Teller& teller, const TestResult& test) {
  const Test* const entry = teller.course.test(test.id);
  if (test.visibility != Visibility::hidden || entry == nullptr) return "";
  const TestResult* const sibling = result_of(teller.run, entry->sibling);
  if (sibling == nullptr) return say("report.sibling-unknown", entry->sibling);
  if (sibling->verdict == Verdict::pass) return say("report.sibling-passes", entry->sibling);
  if (is_red(sibling->verdict))
    return say("report.sibling-fails", entry->sibling, to_string(sibling->verdict));
  return say("report.sibling-unknown", entry->sibling);
}

// A long text with a bar before each line, so that it can't be taken for ours.
std::string quoted(const Teller& teller, const std::string& heading, const std::string& body,
                   std::size_t head_lines, std::size_t tail_lines) {
  if (body.find_first_not_of(" \n\t") == std::string::npos) return "";
  const Excerpt cut = head_and_tail(body, head_lines, tail_lines);
  std::string text = "\n  " + teller.paint.strong(heading) + "\n";
  const auto append = [&](const std::string& part) {
    for (const std::string& line : lines_of(part))
      text += "    | " + shorten(line, line_columns_max) + "\n";
  };
  append(cut.head);
  if (cut.left_out_lines > 0) text += "    | " + say("report.left-out", cut.left_out_lines) + "\n";
  append(cut.tail);
  return text;
}

// The title's sentence and the failure's are one thing to the reader; the check says it a third
// time unless it adds a place.
std::string facts(const Teller& teller, const TestResult& test) {
  Fields fields(teller);
  if (test.failure) {
    const Failure& failure = *test.failure;
    fields.add(say("report.check"), failure.expression);
    fields.add(say("report.expected"), failure.expected);
    fields.add(say("report.actual"), failure.actual);
    fields.add(say("report.where"), place_of(failure));
  }
  const bool is_other = !test.broken_rule.empty() && test.broken_rule != test.rule;
  if (is_other) fields.add(say("report.broken-rule"), rule_of(teller, test.broken_rule));
  if (test.verdict != Verdict::build)
    fields.add(say(is_other ? "report.rule-of-test" : "report.rule"), rule_of(teller, test.rule));
  fields.add(say("report.sibling"), sibling_of(teller, test));
  fields.add(say("report.misconception"), test.misconception);
  return fields.text();
}

std::string again(const Teller& teller, const TestResult& test) {
  const auto commands = commands_for(teller, test);
  if (commands.empty()) return "";
  std::size_t width = 0;
  for (const AgainCommand& entry : commands) width = std::max(width, entry.command.size());
  std::string text = "\n  " + teller.paint.strong(say("report.again")) + "\n";
  for (const AgainCommand& entry : commands)
    text += fmt::format("    {}  {}\n", pad(entry.command, width), entry.about);
  return text;
}

}  // namespace

std::vector<AgainCommand> commands_for(const Teller& teller, const TestResult& test) {
  std::string code = teller.run.tree == "labs" ? "" : " --tree " + teller.run.tree;
  if (teller.run.asked_base != "auto") code += " --base " + teller.run.asked_base;
  std::string options = code;
  if (teller.run.sanitize != "none") options += " --sanitize " + teller.run.sanitize;
  if (test.seed != 1) options += " --seed " + std::to_string(test.seed);
  std::vector<AgainCommand> commands;
  // Every verb has a sentence about itself, and a verb that is not there has none.
  const auto add = [&](const std::string& verb, const std::string& what) {
    if (has_sentence(verb + ".about"))
      commands.push_back({"./grade " + verb + " " + what, say("report.again-" + verb)});
  };
  const Test* const entry = teller.course.test(test.id);
  const bool is_hidden = test.visibility == Visibility::hidden && teller.run.tree != "solutions";
  const bool has_run = test.verdict != Verdict::build && test.verdict != Verdict::refused;
  const bool is_compiled_only = entry != nullptr && entry->flavour == Flavour::compile;
  add("run", test.id + options);
  if (!is_hidden && has_run) add("show", test.id + options);
  if (!is_hidden && has_run && !is_compiled_only) add("debug", test.id + code);
  if (!test.capsule.empty()) add("replay", test.capsule);
  add("hint", test.task);
  return commands;
}

std::string headline(const Teller& teller, const TestResult& test) {
  if (!test.title.empty()) return test.title;
  const Test* entry = teller.course.test(test.id);
  if (test.visibility == Visibility::hidden && entry != nullptr)
    return say("report.hidden-title", test.rule, entry->sibling);
  return test.rule;
}

std::string failure_story(const Teller& teller, const TestResult& test) {
  std::string text = fmt::format("{} {} {}  ", mark(teller, test.verdict),
                                 teller.paint.strong(test.id), to_string(test.verdict));
  const std::size_t indent = 7 + test.id.size() + to_string(test.verdict).size();
  const std::size_t room = std::max<std::size_t>(teller.columns, indent + 20) - indent;
  const auto title = wrap(headline(teller, test), room);
  for (std::size_t i = 0; i < title.size(); ++i)
    text += (i == 0 ? "" : std::string(indent, ' ')) + teller.paint.strong(title[i]) + "\n";
  text += "\n";
  for (const std::string& line : wrap(test.message, std::max<std::size_t>(teller.columns - 2, 20)))
    text += "  " + line + "\n";
  text += steps_block(teller, test);
  text += life_block(teller, test);
  text += "\n" + facts(teller, test);
  const bool is_build = test.verdict == Verdict::build;
  if (test.failure)
    text += quoted(teller, say(is_build ? "report.compiler" : "report.detail"),
                   test.failure->detail, detail_head_lines, detail_tail_lines);
  text += quoted(teller, say("report.printed"), test.output, output_head_lines, output_tail_lines);
  return text + again(teller, test);
}

std::string plain_story(const RunResult& run, const Course& course, const TestResult& test) {
  constexpr std::size_t no_wrapping = 100000;
  ReportOptions options;
  options.is_plain = true;
  return failure_story({run, course, options, Paint(false), no_wrapping}, test);
}

}  // namespace grader
