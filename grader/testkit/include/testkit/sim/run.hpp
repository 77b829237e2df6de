// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A simulated test: one story, or a campaign of many, each a function of its seed.
//
// Interface:
//   simulate(body)                 one run of body, with seed()
//   simulate(options, body)        options.seeds runs, with seeds derived from seed()
//   simulate(seeds(20), body)      twenty of them
//   Run                            what body is given: the world, and ways to say what went wrong
//   Following run("sim; ...")      makes the run of these choices first
//
// A run that fails is made smaller before it is reported: decisions of the world (a loss, a
// duplicate, a fault that a nemesis drew, a client's request) are overruled as long as the same
// rule breaks. What is left is reported as numbered events with the state of each actor, and as
// choices, with which ./grade replay makes the same run again.
//
// Body makes everything anew each time and owns nothing outside. It is left by an exception when a
// rule breaks, and may be run again any number of times.
// Thread rule: one simulation at a time.
#pragma once

#include <testkit/check.hpp>
#include <testkit/sim.hpp>

#include <functional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::sim {

struct RunOptions {
  std::uint64_t seeds = 1;
  bool is_checked_twice = false;  // runs each seed twice; names the first event that differs
  Options world;
};

// So many runs, of whatever else is the default.
inline RunOptions seeds(std::uint64_t count) {
  RunOptions options;
  options.seeds = count;
  return options;
}

// The state of an actor, for pictures: "leader", term 3, "1..7", ...; in order, by name.
using Lane = std::vector<std::pair<std::string, std::string>>;

class Run {
 public:
  virtual ~Run() = default;
  virtual std::uint64_t seed() const = 0;
  virtual World& world() = 0;

  // Something that was drawn from the seed; stands in the report and in the capsule.
  virtual void tell(std::string_view name, std::string_view value) = 0;
  // May decision number `nth` of `stream` ("nemesis", "client/2") take place? Ask before doing it:
  // the answer is no where a shrunk run leaves it out. The world asks itself for its own
  // ("net/1-2").
  virtual bool allows(std::string_view stream, std::uint64_t nth) = 0;
  // What to show of an actor; asked after each event that is reported.
  virtual void show(std::function<Lane(ActorId)> lane_of) = 0;
  // A rule is broken: `rule` is its id in lab.json or a checker's word ("raft.election-safety"),
  // the sentence says what was seen, `events` which ones broke it together. Ends the run.
  [[noreturn]] virtual void fail(std::string_view rule, std::string_view sentence,
                                 std::vector<std::uint64_t> events = {}) = 0;
  // What the test has waited for since event number `since` has not come. No event is to blame; the
  // report tells what was tried first.
  [[noreturn]] virtual void fail_in_vain(std::string_view rule, std::string_view sentence,
                                         std::uint64_t since) = 0;
};

// While it lives, the next simulate() makes this run first: choices as a capsule has them,
// "sim; call 1; seed 7; only; net/1-2 loss: 3". For tests that are kept (./grade show --script).
class Following {
 public:
  explicit Following(std::string choices);
  ~Following();
  Following(const Following&) = delete;
  Following& operator=(const Following&) = delete;

 private:
  const std::string choices_;
  const std::string* const before_;
  const int calls_before_;
};

struct Result {
  std::uint64_t runs = 0;
  std::uint64_t events = 0;
  bool has_failed = false;
  std::string rule;
  std::string sentence;
  std::uint64_t seed = 0;  // of the failing run
};

Result simulate(const RunOptions& options, const std::function<void(Run&)>& body,
                std::source_location where = std::source_location::current());
inline Result simulate(const std::function<void(Run&)>& body,
                       std::source_location where = std::source_location::current()) {
  return simulate(RunOptions{}, body, where);
}

}  // namespace testkit::sim
