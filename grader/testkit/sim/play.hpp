// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// One run of the body of a simulated test.
//
// Interface:
//   play(plan, body, recorder)   runs it, and says how it ended; never throws but what an undone
//                                task throws
//   note_breach, leave_run, note_step      from hooks: of the run that is going on
// Thread rule: one thread; one run at a time, apart from the runs that a doomed one makes.
#pragma once

#include <testkit/sim/run.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace testkit::sim {

class Recorder;

// A broken rule: what, where in the run, where in the sources.
struct Breach {
  std::string kind;  // "rule", "check", "assertion", "exception"
  std::string rule;  // its id; empty: the test's own
  std::string sentence;
  std::string expression;  // of a CHECK, and what it came to
  std::string expanded;
  std::string file;
  unsigned line = 0;
  std::vector<std::uint64_t> events;  // that broke it together
  std::uint64_t step = 0;             // the event during which it broke
  Time at{};
  bool is_between = false;  // no event: the test found it after the one before `step`
  std::optional<std::uint64_t> since;  // the event after which it was waited for, in vain
};
// Would a learner say that both are the same fault?
bool is_same(const Breach& a, const Breach& b);

struct Plan {
  std::uint64_t seed = 1;
  Options world;
};

using Drawn = std::vector<std::pair<std::string, std::string>>;

struct Outcome {
  std::optional<Breach> breach;
  std::vector<Decision> taken;  // in order
  Drawn drawn;                  // what the body told of its seed
  std::uint64_t events = 0;
  std::uint64_t trace_hash = 0;
};

using Body = std::function<void(Run&)>;
Outcome play(const Plan& plan, const Body& body, Recorder* recorder);

// Of the run that is going on. note_breach() keeps its first breach and returns how it stands;
// leave_run() throws its way to the end of the body, unless that is on its way already.
bool is_playing();
Outcome note_breach(Breach breach);
void leave_run();
void note_step(std::string_view text);

}  // namespace testkit::sim
