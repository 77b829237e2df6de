// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade reset FILE|TASK: back to the starter; what was there is kept under .grader/backup.
#include <grader/cli/arguments.hpp>
#include <grader/cli/ask.hpp>
#include <grader/course/reset.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <memory>

#include <ctime>

namespace grader {

namespace {

bool is_starter(const std::filesystem::path& root, const Starter& starter) {
  return std::filesystem::exists(root / starter.path) &&
         read_text(root / starter.path) == starter.text;
}

void run_reset(Context& context, const std::string& word, bool yes) {
  const Course& course = context.course();
  std::vector<Starter> starters = files_named(course, word, std::filesystem::current_path());
  std::erase_if(starters, [&](const Starter& one) { return is_starter(course.root, one); });
  if (starters.empty()) {
    fmt::print("{}\n", say("reset.nothing", word));
    return;
  }
  for (const Starter& starter : starters) fmt::print("{}\n", say("reset.will", starter.path));
  if (!confirm(context, say("reset.ask"), yes)) {
    fmt::print("{}\n", say("reset.left"));
    return;
  }
  const auto folder = backup_folder(
      course.root, fmt::format("{:%Y%m%d-%H%M%S}", fmt::localtime(std::time(nullptr))));
  for (const Starter& starter : starters) {
    reset(course.root, starter, folder);
    const std::string kept =
        std::filesystem::relative(folder / starter.path, course.root).generic_string();
    const bool has_backup = std::filesystem::exists(folder / starter.path);
    fmt::print("{}\n", has_backup ? say("reset.done", starter.path, kept)
                                  : say("reset.made", starter.path));
  }
}

}  // namespace

void add_reset(Arguments& arguments, Context& context) {
  auto what = std::make_shared<std::string>();
  auto yes = std::make_shared<bool>(false);
  arguments.verb("reset", say("reset.about"))
      .operand("what", *what, say("reset.what"), "FILE|TASK", true)
      .flag("--yes,-y", *yes, say("ask.yes"))
      .example(say("reset.example"))
      .action([&context, what, yes] { run_reset(context, *what, *yes); });
}

}  // namespace grader
