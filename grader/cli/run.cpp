// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// run: build and judge what is asked for, and report.
#include <grader/cli/arguments.hpp>
#include <grader/cli/choices.hpp>
#include <grader/cli/context.hpp>
#include <grader/cli/progress.hpp>
#include <grader/engine/engine.hpp>
#include <grader/engine/os.hpp>
#include <grader/gradebook/progress.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/report.hpp>

#include <fmt/format.h>

#include <map>
#include <memory>

namespace grader {
namespace {

struct Options {
  std::vector<std::string> what;
  Request request;
  bool public_only = false;
  bool verbose = false;
  Format format = Format::text;
  std::string out;
};

const std::map<std::string, Format> formats = {
    {"text", Format::text},           {"json", Format::json},
    {"junit", Format::junit},         {"gradescope", Format::gradescope},
    {"exercism", Format::exercism},   {"github", Format::github}};

template <class Value>
void add_choice(Verb& verb, const char* name, Value& value,
                const std::map<std::string, Value>& choices, const char* about) {
  std::vector<std::string> words;
  for (const auto& [word, ignored] : choices) words.push_back(word);
  verb.choice(name, words, [&](const std::string& word) { value = choices.at(word); }, say(about));
}

void run(Context& context, Options& options) {
  const Course& course = context.course();
  options.request.tests = select(course, options.what, options.public_only);
  os::become_subreaper();
  const RunResult result = judge(course, options.request, progress_line(context));
  clear_progress();
  const bool is_shown = options.out.empty() && context.is_terminal();
  const ReportOptions report{context.use_color() && options.out.empty(), options.verbose,
                             context.columns(), !is_shown};
  deliver(write_report(options.format, result, course, report), options.out);
  const std::string notice = record_run(course.root, result);
  if (!notice.empty()) fmt::print(stderr, "{}\n", notice);
  context.exit_code = result.exit;
}

}  // namespace

void add_run(Arguments& arguments, Context& context) {
  const auto options = std::make_shared<Options>();
  Verb verb = arguments.verb("run", say("run.about"));
  verb.example(say("run.example")).operand("what", options->what, say("run.what"), "[WHAT...]");
  add_tree_choice(verb, options->request.tree);
  add_base_choice(verb, options->request.base);
  add_sanitize_choice(verb, options->request.sanitize);
  add_choice(verb, "--format", options->format, formats, "run.format");
  verb.flag("--public-only", options->public_only, say("run.public-only"))
      .flag("--verbose,-v", options->verbose, say("run.verbose"))
      .option("--seed", options->request.seed, say("run.seed"))
      .option("--seeds", options->request.seeds, say("run.seeds"))
      .option("--jobs,-j", options->request.jobs, say("run.jobs"))
      .option("--timeout", options->request.timeout_s, say("run.timeout"))
      .option("--out,-o", options->out, say("run.out"))
      .action([&context, options] { run(context, *options); });
}

}  // namespace grader
