// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a run found out: the one type that the engine fills in and every report is written from.
//
// Interface:
//   Verdict, to_string, verdict_of    one word each, the same everywhere (GRADER.md)
//   Points                            an exact fraction; rounded once, by rounded()
//   Failure                           the story of one red test, ready to be told
//   TestResult, TaskResult, LabResult, RunResult
//
// Invariants: a TaskResult holds every test of the task that was asked for, in manifest order.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// In order of precedence: the first that matches is the verdict (GRADER.md, "Words").
enum class Verdict {
  grader_error,
  tamper,
  not_implemented,
  output_limit,
  memory,
  race,
  ub,
  leak,
  deadlock,
  timeout,
  crash,
  wrong,
  premature_exit,
  pass,
  build,    // the program could not be built: nothing ran
  refused,  // the gate refused the submission: nothing was built
  skipped,  // not judged in this mode
};

std::string_view to_string(Verdict verdict);  // "NOT_IMPLEMENTED"
std::optional<Verdict> verdict_of(std::string_view word);

// An exact, reduced, non-negative fraction of points.
class Points {
 public:
  Points() = default;
  Points(std::int64_t numerator, std::int64_t denominator = 1);

  Points& operator+=(const Points& other);
  friend bool operator==(const Points&, const Points&) = default;
  bool is_zero() const { return numerator_ == 0; }
  double rounded() const;    // to two decimals, half up
  std::string text() const;  // "12.5", "100"; two decimals at most, no trailing zeros

 private:
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

struct Step {
  int number = 0;
  std::string text;
  unsigned line = 0;  // in the test's file
};

// One operation of an explored execution (testkit/explore).
struct ThreadEvent {
  int step = 0;
  int thread = 0;
  std::string name;    // "store"
  std::string object;  // "atomic 1"
  std::string words;   // "store atomic 1 = 1 (release)"
  int other = -1;      // the thread that it learns from, or starts; -1 if there is none
  int syncs = 0;       // the step of that thread that it synchronizes with
  bool is_broken = false;
  std::string file;
  unsigned line = 0;
};

// One event of a simulated run (testkit/sim): what happens to an actor, or between two.
struct Moment {
  int step = 0;             // its number in the run
  std::int64_t at_us = 0;   // virtual microseconds since the run began
  std::string kind;         // "send", "deliver", "crash", ...; "step": what the test does
  std::string actor;        // its name; empty: the world
  std::string other;
  std::int64_t message = 0;  // one number for send, deliver, lose and duplicate; 0: none
  std::string words;         // what the message says, or the event
  std::string lane;          // the actor's state after it: "role=leader; term=3"
  bool is_new_state = false; // another one than the one told before
  std::string fate;          // of a message: "delivered", "lost", "cut", "down", "under way"
  std::string cuts;          // of cut: all links that are cut then, "n1>n2 n2>n1"
  bool is_decided = false;   // the world drew it: a shrunk run might have left it out
  bool is_broken = false;
};

// One event in the life of a tracked object (testkit/life.hpp).
struct LifeEvent {
  int step = 0;
  std::string event;   // make copy move copy-assign move-assign read destroy leak
  std::string object;  // "a", "a.2"
  std::string from;    // copy, move: the object it came from
  std::string broken;  // the rule that this event broke; empty for an ordinary one
};

struct Failure {
  std::vector<Step> steps;
  int failing_step = 0;    // 0: before the first step
  std::string sentence;    // what went wrong, in one sentence
  std::string expression;  // the source of the failed check: "box->size() == 9"
  std::string expected;    // may be empty
  std::string actual;      // may be empty
  std::string file;        // where, relative to the root
  unsigned line = 0;
  std::string detail;  // a sanitizer's report, a compiler's first error, stacks; may be long
};

// Many runs of one simulated test, each with a seed of its own.
struct Campaign {
  std::int64_t seeds = 0;   // that were run; the last one failed, if any did
  bool is_asked = false;    // the learner said how many
  bool has_failed = false;
};

enum class Visibility { open, hidden };  // "public" is a keyword

struct TestResult {
  std::string id;
  std::string title;  // without the id; empty if the program could not tell it
  std::string task;
  Visibility visibility = Visibility::open;
  Verdict verdict = Verdict::grader_error;
  Points score;
  Points max;
  std::string message;  // one sentence; empty for PASS
  std::string rule;     // id
  std::string misconception;
  std::string capsule;  // path relative to the root; empty if none was written
  std::int64_t duration_ms = 0;
  std::uint64_t seed = 1;

  std::optional<Failure> failure;              // for red tests that got as far as running
  std::vector<Step> steps;                     // all steps, green runs too
  std::vector<LifeEvent> life;                 // the life log, green runs too
  std::vector<ThreadEvent> threads;            // the execution that the explorer found
  std::vector<Moment> moments;                 // of a simulated run
  std::optional<Campaign> campaign;            // of many simulated runs
  std::string broken_rule;                     // id; empty: the test's own, or none
  std::map<std::string, std::string> options;  // what was drawn from the seed
  std::string choices;                         // of the explorer, to be followed again
  std::string output;                          // what the program printed, capped
  std::string needs;                           // an earlier task that this test ran into: "1a"
  std::string stub_file;                       // of NOT_IMPLEMENTED: where the stub stands
  unsigned stub_line = 0;
};

struct TaskResult {
  std::string id;
  std::string title;
  bool is_core = true;
  Points score;
  Points max;
  std::string base;  // "solutions" if any earlier task that it ran on came from there, or "labs"
  std::vector<TestResult> tests;
};

struct LabResult {
  std::string id;
  std::string title;
  Points score;  // core tasks
  Points max;    // 100 when every core task was asked for
  Points bonus;  // stretch tasks
  Points bonus_max;
  Points not_judged;                     // of tests that this mode skips
  std::vector<std::string> added_files;  // the learner's own files in src/
  std::vector<TaskResult> tasks;
};

struct RunResult {
  std::string mode = "learn";
  std::string sanitize = "none";
  std::string tree = "labs";
  std::string asked_base = "auto";          // or "labs", or "solutions"
  std::map<std::string, std::string> base;  // task id -> tree, for tasks that use earlier ones
  std::uint64_t seed = 1;
  std::vector<LabResult> labs;
  int exit = 0;
  std::int64_t build_ms = 0;
  std::int64_t run_ms = 0;
};

}  // namespace grader
