// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/choices.hpp>
#include <grader/report/catalogue.hpp>

namespace grader {

void add_tree_choice(Verb& verb, Tree& tree) {
  verb.choice(
      "--tree", {"labs", "solutions"},
      [&tree](const std::string& word) { tree = word == "labs" ? Tree::labs : Tree::solutions; },
      say("run.tree"));
}

void add_base_choice(Verb& verb, Base& base) {
  verb.choice(
      "--base", {"auto", "labs", "solutions"},
      [&base](const std::string& word) {
        base = word == "auto"   ? Base::automatic
               : word == "labs" ? Base::labs
                                : Base::solutions;
      },
      say("run.base"));
}

void add_sanitize_choice(Verb& verb, Sanitize& sanitize) {
  verb.choice(
      "--sanitize", {"none", "asan", "tsan"},
      [&sanitize](const std::string& word) {
        sanitize = word == "none" ? Sanitize::none
                   : word == "asan" ? Sanitize::asan
                                    : Sanitize::tsan;
      },
      say("run.sanitize"));
}

}  // namespace grader
