// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a test says besides Catch2's CHECK and REQUIRE.
//
// Interface:
//   step("clone the Rc")        the next step of the story; a failure prints all steps before it
//   check(ok, "sentence")       like CHECK, but callable from any thread and from a destructor
//   broke_rule("sentence")      the test has failed, whatever else it does
//
// Thread rule: all of these may be called from any thread.
#pragma once

#include <cstdint>
#include <source_location>
#include <string_view>

namespace testkit {

void step(std::string_view text, std::source_location where = std::source_location::current());
int current_step();  // number of the last step; 0 before the first

void check(bool ok, std::string_view sentence,
           std::source_location where = std::source_location::current());
void broke_rule(std::string_view sentence,
                std::source_location where = std::source_location::current());

namespace detail {

enum class Rule { check, history };

struct FailedCheck {
  std::string_view expression;  // "box->size() == 9"
  std::string_view expanded;    // "8 == 9"
  std::string_view file;
  unsigned line = 0;
};

// Who is told instead of the supervisor, while the explorer runs a body a thousand times.
struct Watcher {
  void (*step)(std::string_view text, std::source_location where);
  void (*broken)(std::string_view sentence, std::source_location where, Rule rule);
  // Of Catch2's CHECK and REQUIRE: returns true iff it was taken, and is not to be sent. May be
  // null.
  bool (*checked)(const FailedCheck& check) = nullptr;
  // A call of a History begins, or its answer is there. Which call ended before which began is
  // part of what is judged: the explorer takes these for steps that meet. May be null.
  void (*call)(std::string_view name, std::int64_t argument, std::source_location where) = nullptr;
  void (*answer)(std::string_view name, std::int64_t answer, std::source_location where) = nullptr;
};
inline const Watcher* watcher = nullptr;

// Used by History: no order of its calls explains their answers.
void broke_history(std::string_view sentence, std::source_location where);

}  // namespace detail

// The same where the source of the fault has no place of its own: blames the last step.
void broke_rule_in_step(std::string_view sentence);

// Used by check() and explore(): a rule has been asked, however that ends. A test that asks none
// proves nothing.
void ask_rule();

// Used by the runner: how many rules were asked, and how many broke, since the last begin_story(),
// which names the test's place for what happens before its first step.
int asked_rules();
int broken_rules();
void begin_story(const char* file, unsigned line);

}  // namespace testkit
