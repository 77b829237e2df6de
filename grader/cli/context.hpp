// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What every verb is handed, and how a verb is made.
//
// Interface:
//   Context                    the course, the terminal, the exit code
//   add_run(arguments, ..) ..  one function a verb, in the file of its name: declares the verb and
//                              its options, with an action that sets context.exit_code
//
// A verb reads its arguments and calls a room; it holds no logic of its own. Usage errors are
// thrown as UsageError and come out as one sentence and exit code 2.
// Thread rule: the main thread alone.
#pragma once

#include <grader/course/manifest.hpp>

#include <memory>
#include <optional>
#include <string>

namespace grader {

class Arguments;

// Exit codes (GRADER.md, "Words").
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_build = 3;
inline constexpr int exit_refused = 4;
inline constexpr int exit_fault = 70;
inline constexpr int exit_unavailable = 75;

struct Context {
  std::filesystem::path root;
  std::string color = "auto";  // auto, always, never
  int exit_code = exit_ok;

  const Course& course();       // loaded on first use
  bool use_color() const;       // --color, NO_COLOR, TERM=dumb and whether stdout is a terminal
  bool is_interactive() const;  // stdin and stdout are terminals
  bool is_terminal() const;     // stdout is one
  int columns() const;          // of that terminal; 100 where nobody says

 private:
  std::unique_ptr<Course> course_;
};

void add_bench(Arguments& arguments, Context& context);
void add_clean(Arguments& arguments, Context& context);
void add_course_check(Arguments& arguments, Context& context);
void add_debug(Arguments& arguments, Context& context);
void add_doctor(Arguments& arguments, Context& context);
void add_explain(Arguments& arguments, Context& context);
void add_hint(Arguments& arguments, Context& context);
void add_lint(Arguments& arguments, Context& context);
void add_list(Arguments& arguments, Context& context);
void add_next(Arguments& arguments, Context& context);
void add_play(Arguments& arguments, Context& context);
void add_prove(Arguments& arguments, Context& context);
void add_reset(Arguments& arguments, Context& context);
void add_replay(Arguments& arguments, Context& context);
void add_run(Arguments& arguments, Context& context);
void add_show(Arguments& arguments, Context& context);
void add_solution(Arguments& arguments, Context& context);
void add_starter(Arguments& arguments, Context& context);
void add_watch(Arguments& arguments, Context& context);

void show_standing(Context& context);  // what is done without a verb
void show_hint(Context& context, const std::string& task);  // the next rung, taken and printed

}  // namespace grader
