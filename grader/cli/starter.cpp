// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade starter: for authors; compares the starters with the solutions, or derives them anew.
#include <grader/cli/arguments.hpp>
#include <grader/cli/context.hpp>
#include <grader/course/starter_files.hpp>
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

#include <memory>

namespace grader {

namespace {

// Returns whether the starter is what its solution makes of it; says so if it isn't.
bool check(const std::filesystem::path& root, const Starter& starter) {
  if (!std::filesystem::exists(root / starter.path)) {
    fmt::print("{}\n", say("starter.missing", starter.path, starter.solution));
    return false;
  }
  const std::string text = read_text(root / starter.path);
  const int line = first_difference(text, starter.text);
  if (line != 0) fmt::print("{}\n", say("starter.differs", starter.path, line, starter.solution));
  return line == 0;
}

bool write(const std::filesystem::path& root, const Starter& starter) {
  switch (write_starter(root, starter)) {
    case Written::same:
      return true;
    case Written::written:
      fmt::print("{}\n", say("starter.written", starter.path));
      return true;
    case Written::kept:
      fmt::print("{}\n", say("starter.kept", starter.path));
      return false;
  }
  return false;
}

void run_starter(Context& context, const std::string& lab_id, bool should_write) {
  const Course& course = context.course();
  if (!lab_id.empty() && course.lab(lab_id) == nullptr)
    throw UsageError(say("usage.unknown-lab", lab_id));
  std::size_t files = 0;
  for (const Lab& lab : course.labs) {
    if (!lab_id.empty() && lab.id != lab_id) continue;
    for (const Starter& starter : derive_starters(course.root, lab)) {
      ++files;
      const bool ok = should_write ? write(course.root, starter) : check(course.root, starter);
      if (ok) continue;
      context.exit_code = exit_failed;
      if (!should_write) return;  // the first difference is enough
    }
  }
  if (context.exit_code == exit_ok) fmt::print("{}\n", say("starter.all-same", files));
}

}  // namespace

void add_starter(Arguments& arguments, Context& context) {
  auto lab = std::make_shared<std::string>();
  auto should_check = std::make_shared<bool>(false);  // done anyway: said for scripts
  auto should_write = std::make_shared<bool>(false);
  arguments.verb("starter", say("starter.about"))
      .operand("lab", *lab, say("starter.lab"), "[LAB]")
      .flag("--check", *should_check, say("starter.check"))
      .flag("--write", *should_write, say("starter.write"))
      .example(say("starter.example"))
      .action([&context, lab, should_check, should_write] {
        if (*should_check && *should_write) throw UsageError(say("starter.either"));
        run_starter(context, *lab, *should_write);
      });
}

}  // namespace grader
