// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade lint: clang-tidy's findings and the gate's, each as a plain sentence with its reason.
#include <grader/cli/arguments.hpp>
#include <grader/cli/choices.hpp>
#include <grader/cli/context.hpp>
#include <grader/engine/gate.hpp>
#include <grader/engine/packages.hpp>
#include <grader/engine/practice.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/layout.hpp>
#include <grader/report/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace grader {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string lab;
  Tree tree = Tree::labs;
  bool is_practice = false;
};

class Printer {
 public:
  explicit Printer(Context& context)
      : paint_(context.use_color()), columns_(static_cast<std::size_t>(context.columns())) {}

  // One sentence and reason a check, and below it the places.
  void print(const std::vector<LintFinding>& findings) const {
    std::vector<std::string> told;
    for (const LintFinding& first : findings) {
      if (std::find(told.begin(), told.end(), first.check) != told.end()) continue;
      told.push_back(first.check);
      heading(say("lint." + first.check), say("lint." + first.check + ".why"));
      for (const LintFinding& finding : findings)
        if (finding.check == first.check) place(finding.file, finding.line, finding.message);
      fmt::print("\n");
    }
  }

  void print(const std::vector<GateFinding>& findings) const {
    for (const GateFinding& finding : findings) {
      heading(say("lint.gate"), say("gate." + finding.rule));
      place(finding.file, finding.line, finding.text);
      fmt::print("\n");
    }
  }

 private:
  void heading(const std::string& sentence, const std::string& reason) const {
    fmt::print("{}\n", paint_.strong(sentence));
    for (const std::string& line : wrap(reason, columns_ - 2)) fmt::print("  {}\n", line);
  }

  void place(const std::string& file, unsigned line, const std::string& text) const {
    fmt::print("  {}  {}\n", paint_.calm(fmt::format("{}:{}", file, line)), one_line(text));
  }

  Paint paint_;
  std::size_t columns_;
};

std::vector<const Lab*> labs_named(const Course& course, const std::string& word) {
  std::vector<const Lab*> labs;
  if (word.empty()) {
    for (const Lab& lab : course.labs) labs.push_back(&lab);
  } else {
    const Test& any = *select(course, {word}, false).front();
    labs.push_back(&course.lab_of(course.task_of(any)));
  }
  return labs;
}

void complain(Context& context, int exit_code, const std::string& sentence) {
  fmt::print(stderr, "{}\n", sentence);
  context.exit_code = exit_code;
}

bool is_there(Context& context, const std::string& tool) {
  if (tool.empty())
    complain(context, exit_unavailable,
             say("lint.no-tool", install_command_for(context.root, "clang-tidy")));
  return !tool.empty();
}

void practise(Context& context, const Options& options) {
  const std::string tool = find_clang_tidy();
  if (!is_there(context, tool)) return;
  const Lab& lab = *labs_named(context.course(), options.lab).front();
  const auto files = lay_out_practice(context.course(), lab);
  if (files.empty()) throw UsageError(say("lint.no-practice", lab.id));
  const auto judged = judge_practice(tool, context.root, files);
  const auto is_mended = [](const PracticeFile& one) { return one.is_mended(); };
  const auto mended = std::count_if(judged.begin(), judged.end(), is_mended);
  const auto open = std::find_if_not(judged.begin(), judged.end(), is_mended);
  fmt::print("{}\n\n", say("lint.practice-progress", mended, judged.size()));
  if (open == judged.end()) {
    const fs::path folder = fs::relative(files.front().parent_path(), context.root);
    fmt::print("{}\n", say("lint.practice-all", judged.size(), folder.string()));
    return;
  }
  context.exit_code = exit_failed;
  Printer(context).print(open->findings);
  if (!open->error.empty()) fmt::print("{}\n\n", say("lint.not-built", open->error));
  fmt::print("{}\n", say("lint.practice-next", fs::relative(open->file, context.root).string()));
}

void advise(Context& context, const Options& options) {
  const std::string tool = find_clang_tidy();
  const Printer printer(context);
  std::size_t places = 0;
  for (const Lab* lab : labs_named(context.course(), options.lab)) {
    const auto hostile = gate(context.course(), *lab, options.tree);
    printer.print(hostile);
    LintResult result;
    if (!tool.empty()) result = lint(tool, lint_job(context.course(), *lab, options.tree));
    if (!result.error.empty())
      return complain(context, exit_build, say("lint.not-built", result.error));
    printer.print(result.findings);
    const std::size_t found = hostile.size() + result.findings.size();
    places += found;
    const auto checks = std::count_if(lint_checks().begin(), lint_checks().end(),
                                      [](const LintCheck& check) { return check.is_for_labs; });
    if (found == 0 && !tool.empty()) fmt::print("{}\n", say("lint.clean", lab->folder, checks));
  }
  if (places > 0) fmt::print("{}\n", say("lint.total", places));
  context.exit_code = places > 0 ? exit_failed : exit_ok;
  std::fflush(stdout);
  is_there(context, tool);
}

}  // namespace

void add_lint(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("lint", say("lint.about"));
  verb.example(say("lint.example")).operand("lab", options->lab, say("lint.lab"), "[LAB]");
  add_tree_choice(verb, options->tree);
  verb.flag("--practice", options->is_practice, say("lint.practice"))
      .action([&context, options] {
        options->is_practice ? practise(context, *options) : advise(context, *options);
      });
}

}  // namespace grader
