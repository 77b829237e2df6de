// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Capsules: one run of one test in one file, to be replayed, compared and drawn (docs/grader.md,
// "Capsules"; GRADER.md, "Capsules, format 1").
//
// Interface:
//   make_capsule(result, origin)   what a judged test leaves
//   write_capsule(capsule)         as text: a header, the options, the events, the choices
//   read_capsule(text)             back again; fields and events that it doesn't know are skipped,
//                                  what can't be a capsule is a UsageError
//   mark_parts(events)             which ones broke a rule with others (make and read call it)
//   compare(before, after)         where two runs of a test part
//
// Invariants: events are in order of their step; a step comes before what happened during it, the
// failure last. All texts are printable.
// Thread rule: plain values, pure functions.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/report/result.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// An operation of an explored execution has its name as kind, its words as text, its thread as
// object and the thread that it learns from as from. An event of a simulated run has its actor as
// object and its peer as from (see Moment).
struct CapsuleEvent {
  int step = 0;
  std::string kind;  // "step", "fail", or what happened to an object: "make", "move", ...
  std::string text;  // step: what is done; fail: what went wrong
  std::string object;
  std::string from;
  std::string broken;
  std::string expression;  // fail: the check, what it expected, what it got, where
  std::string expected;
  std::string actual;
  std::string file;
  unsigned line = 0;
  std::int64_t at_us = -1;  // of a simulated run: virtual time; -1: it is no such event
  std::int64_t message = 0;
  int syncs = 0;     // of an explored run: the step that it synchronizes with, which `from` did
  std::string lane;  // the state of `object` after it
  std::string fate;
  std::string cuts;
  bool is_decided = false;
  bool is_new_state = false;
  bool is_part = false;  // `broken` with others, as was found out later; not in the file

  friend bool operator==(const CapsuleEvent&, const CapsuleEvent&) = default;
};

struct Capsule {
  std::string test;
  std::uint64_t seed = 1;
  std::string scenario;
  std::string tree = "labs";
  std::string base = "auto";
  std::string sanitize = "none";
  std::string code_sha;
  std::string rule;
  std::string broken_rule;  // where it is another one
  std::string title;
  std::string verdict = "PASS";
  std::string message;
  std::map<std::string, std::string> options;  // drawn from the seed
  std::vector<CapsuleEvent> events;
  std::string choices;  // of the explorer: memory; thread x steps ...; branches ...; of a
                        // simulation: sim; call; seed; only; decisions ...
};

// What the judged test doesn't know about itself.
struct CapsuleOrigin {
  std::string tree = "labs";
  std::string base = "auto";
  std::string sanitize = "none";
  std::string code_sha;
};

Capsule make_capsule(const TestResult& result, const CapsuleOrigin& origin);
std::string write_capsule(const Capsule& capsule);
Capsule read_capsule(std::string_view text);

// Sets `is_part` of those events of a simulated run that broke a rule before the test found it out.
void mark_parts(std::vector<CapsuleEvent>& events);

// The failure that a capsule tells of; null if it tells of none.
const CapsuleEvent* failure_of(const Capsule& capsule);

struct Comparison {
  bool is_same = false;         // the same events to the end
  bool fails_the_same = false;  // the same rule, the same sentence, in the same step
  int diverged_step = 0;        // if not is_same
  std::size_t diverged_at = 0;  // the index of the first event that differs
};
// Line numbers don't count: an edit above a line moves it and changes nothing.
Comparison compare(const Capsule& before, const Capsule& after);

}  // namespace grader
