// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Options that several verbs share, worded the same everywhere.
//
// Interface:
//   add_tree_choice(verb, tree)            --tree labs|solutions
//   add_base_choice(verb, base)            --base auto|labs|solutions
//   add_sanitize_choice(verb, sanitize)    --sanitize none|asan|tsan
//
// Thread rule: the main thread.
#pragma once

#include <grader/cli/arguments.hpp>
#include <grader/engine/engine.hpp>

namespace grader {

// The variable must live until the arguments are parsed.
void add_tree_choice(Verb& verb, Tree& tree);
void add_base_choice(Verb& verb, Base& base);
void add_sanitize_choice(Verb& verb, Sanitize& sanitize);

}  // namespace grader
