// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a test program said over its channel, in order (testkit/channel.hpp).
//
// Interface: parse_records(lines, root) turns the lines into a Story. A line that is no record, or
// comes out of order, is noted as tampering: nobody but the runner writes to that channel.
// Thread rule: pure.
#pragma once

#include <grader/report/result.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace grader {

struct StoryFailure {
  std::string kind;  // check, exception, rule, assert
  Failure failure;
};

struct Todo {
  std::string task;
  std::string what;
  std::string file;  // where it stands, relative to the root
  unsigned line = 0;
};

// What the explorer or a simulation found: the verdict that it proves, and the failure.
struct Explored {
  Verdict verdict = Verdict::wrong;
  Failure failure;
  std::string kind;  // "data race", "assertion", ...
  std::string rule;  // that broke; empty: the test's own
  std::map<std::string, std::string> options;
  std::string choices;
};

struct Story {
  std::string nonce;
  bool said_hello = false;
  bool began = false;
  bool ended = false;
  bool is_seeded = true;  // the test asked for its seed: another one may have another end
  std::string title;
  std::int64_t assertions = 0;
  std::int64_t failed = 0;
  std::vector<Step> steps;
  std::vector<LifeEvent> life;
  std::vector<ThreadEvent> threads;
  std::vector<Moment> moments;
  int told_call = 0;  // which simulation of the test they are of
  std::map<std::string, std::string> drawn;  // of a simulated run, green or red
  std::optional<Campaign> campaign;
  std::optional<Explored> explored;
  std::vector<StoryFailure> failures;
  std::optional<StoryFailure> assertion;  // of the learner's code; the process then aborts
  std::vector<Todo> todos;       // stubs that were reached
  std::vector<Todo> todo_lines;  // PATINA_TODO lines that stand, of whatever task
  std::string tampering;         // what was wrong with the records; empty if nothing was
};

Story parse_records(const std::string& lines, const std::string& test,
                    const std::filesystem::path& root);

// "box->size() == 9" and its expansion "8 == 9" give expected "9" and actual "8".
void split_comparison(Failure& failure, const std::string& expanded);

}  // namespace grader
