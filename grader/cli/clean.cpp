// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade clean: removes what can be made again, and only if asked to, the learner's records.
#include <grader/cli/arguments.hpp>
#include <grader/cli/ask.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

#include <memory>

namespace grader {

namespace {

namespace fs = std::filesystem;

// A link is removed as a link: what it points to is not ours.
void remove_folder(const fs::path& root, const std::string& name) {
  if (fs::symlink_status(root / name).type() == fs::file_type::not_found) {
    fmt::print("{}\n", say("clean.not-there", name));
    return;
  }
  fs::remove_all(root / name);
  fmt::print("{}\n", say("clean.removed", name));
}

void clean(Context& context, bool all, bool yes) {
  if (all && !confirm(context, say("clean.ask"), yes)) {
    fmt::print("{}\n", say("clean.left"));
    return;
  }
  remove_folder(context.root, "build");
  if (all) remove_folder(context.root, ".grader");
}

}  // namespace

void add_clean(Arguments& arguments, Context& context) {
  auto all = std::make_shared<bool>(false);
  auto yes = std::make_shared<bool>(false);
  arguments.verb("clean", say("clean.about"))
      .flag("--all", *all, say("clean.all"))
      .flag("--yes,-y", *yes, say("ask.yes"))
      .example(say("clean.example"))
      .action([&context, all, yes] { clean(context, *all, *yes); });
}

}  // namespace grader
