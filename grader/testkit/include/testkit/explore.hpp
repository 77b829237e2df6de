// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The schedule explorer: runs a small multi-threaded program again and again, each time with
// another choice of who goes next and of what a load sees, until a rule breaks or the budget ends.
//
// Interface:
//   explore(body)                 fails the test if some execution of body breaks a rule
//   explore(options, body)
//   Result::failure, ::outcomes   what was found; what the executions said by outcome()
//   outcome("0 1")                in body: this execution ended so
//   History<Model>                in body: calls and answers, compared with a sequential model
//
// body makes its objects of patina::rt anew each time, starts threads and joins them. It is found
// by itself: data race, deadlock (who waits on what), lost wakeup, livelock, use after free, double
// free, leak, misuse of a lock, a failed check() or assertion, an escaped exception, a crash.
//
// Memory: first as if all threads shared one memory (sequentially consistent), then as C++ promises
// and no better: a load may see any store that coherence, happens-before and the order of seq_cst
// operations leave it, a store may be put before others in modification order, a weak compare
// exchange may fail for no reason. A race on a cell is found by happens-before in both. What is
// not modelled: a load that sees a store which has not been made yet (load buffering), and consume.
//
// Searches, in this order, until the budget is spent or everything was seen: depth first with sleep
// sets, random walks, PCT with two and three threads of priority changes, depth first with at most
// two and three preemptions. Every choice comes from seed() alone. No clock is looked at: the
// budget counts executions and steps.
//
// What is allocated in body is taken from an arena that is dropped with the execution: what lies
// outside of body must not grow within it. Use outcome(), or OutsideArena (testkit/arena.hpp).
// In body use testkit::check, not CHECK. No thread of the system runs beside the fibers.
// Thread rule: one exploration at a time.
#pragma once

#include <testkit/check.hpp>

#include <cstdint>
#include <set>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace testkit::explore {

enum class Kind {
  none,
  race,
  use_after_free,
  double_free,
  misuse,
  leak,
  deadlock,
  lost_wakeup,
  livelock,
  crash,
  check,
  assertion,
  exception,
  history,
};
std::string_view name_of(Kind kind);     // "data race"
std::string_view verdict_of(Kind kind);  // "RACE": the words of GRADER.md

struct Failure {
  Kind kind = Kind::none;
  std::string text;                   // one sentence
  std::source_location where;         // line 0 if unknown
  std::vector<std::uint32_t> events;  // in the trace: those that broke the rule together
  int thread = -1;
};

enum class Memory { sequential, weak };
enum class Plan { portfolio, random, pct, exhaustive };

struct Options {
  Plan plan = Plan::portfolio;
  Memory memory = Memory::weak;  // the strongest suspicion that the search may have
  std::uint64_t executions_max = 40'000;
  std::uint64_t steps_total_max = 4'000'000;
  std::uint32_t steps_max = 10'000;  // of one execution; then it is a livelock
  int preemptions_max = -1;          // Plan::exhaustive; -1: no bound
  int depth = 3;                     // Plan::pct
  int spurious_max = 1;              // wakeups and failures for no reason, an execution
  bool finds_leaks = true;
  bool is_quiet = false;  // the explorer's own tests: report nothing, just return it
};

struct Result {
  Failure failure;
  std::uint64_t executions = 0;  // those that came to their end
  std::uint64_t pruned = 0;      // those that were left, since the rest was known
  std::uint64_t steps = 0;
  bool is_exhausted = false;  // nothing is left to see (within the bound that was set)
  std::set<std::string> outcomes;
  std::string choices;  // of the failing execution, to be followed again

  bool has_failed() const { return failure.kind != Kind::none; }
};

namespace detail {
Result explore(const Options& options, void (*body)(void*), void* argument,
               std::source_location where);
}  // namespace detail

template <class Body>
Result explore(const Options& options, Body&& body,
               std::source_location where = std::source_location::current()) {
  using Plain = std::remove_reference_t<Body>;
  ask_rule();
  return detail::explore(
      options, [](void* held) { (*static_cast<Plain*>(held))(); },
      const_cast<std::remove_const_t<Plain>*>(&body), where);
}

template <class Body>
Result explore(Body&& body, std::source_location where = std::source_location::current()) {
  return explore(Options{}, std::forward<Body>(body), where);
}

void outcome(std::string_view text);

}  // namespace testkit::explore
