// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An exploration: which searches run, for how long, and what becomes of a failure.
#include <testkit/arena.hpp>
#include <testkit/channel.hpp>

#include <memory>

#include "hooks.hpp"
#include "report.hpp"
#include "search.hpp"
#include "shrink.hpp"

namespace testkit::explore {
namespace {

class Exploration {
 public:
  Exploration(const Options& options, Program program) : options_(options), program_(program) {
    world.options = options;
    world.lives = mark_lives();
    world.is_undone = false;
  }

  Result run() {
    const bool is_weak = options_.memory == Memory::weak;
    if (!follow_choices()) search(is_weak);
    if (found_) tell();
    return std::move(result_);
  }

 private:
  // A replay: the execution that was found before, if it still fails.
  bool follow_choices() {
    std::optional<Finding> before = finding_of(choices());
    if (!before) return false;
    follow(program_, *before, false);
    ++result_.executions;
    result_.steps += world.steps;
    if (!world.has_failed) return false;
    found_ = Finding{world.failure, world.trail, before->is_weak, current_cost()};
    is_shrunk_ = true;
    return true;
  }

  void search(bool is_weak) {
    switch (options_.plan) {
      case Plan::portfolio:
        portfolio(is_weak);
        break;
      case Plan::random:
        run_random(is_weak, options_.executions_max);
        break;
      case Plan::pct:
        run_pct(is_weak, options_.depth, options_.executions_max);
        break;
      case Plan::exhaustive: {
        ExhaustiveSearch search(options_.preemptions_max);
        result_.is_exhausted = run_search(search, is_weak, options_.executions_max);
      }
    }
  }

  // Everything, if that is little; else what finds most bugs soonest; then ever more.
  void portfolio(bool is_weak) {
    const std::uint64_t share = options_.executions_max / 20;
    ExhaustiveSearch everything(-1);
    result_.is_exhausted = run_search(everything, is_weak, share);
    if (is_over()) return;
    run_random(false, share);
    run_pct(false, 2, share);
    run_pct(false, 3, share);
    if (is_weak) {
      run_random(true, 4 * share);
      run_pct(true, 3, 2 * share);
    }
    for (const int preemptions : {2, 3}) {
      ExhaustiveSearch bounded(preemptions);
      run_search(bounded, is_weak, 3 * share);
    }
    if (!is_over()) result_.is_exhausted = run_search(everything, is_weak, 4 * share);
  }

  void run_random(bool is_weak, std::uint64_t executions) {
    RandomSearch search(next_seed());
    run_search(search, is_weak, executions);
  }
  void run_pct(bool is_weak, int depth, std::uint64_t executions) {
    PctSearch search(next_seed(), depth);
    run_search(search, is_weak, executions);
  }

  // Returns true iff the search came to its end without a failure.
  bool run_search(Search& search, bool is_weak, std::uint64_t executions) {
    if (is_over()) return false;
    world.is_weak = is_weak;
    use_search(&search);
    for (std::uint64_t i = 0; i < executions; ++i) {
      if (result_.steps >= options_.steps_total_max) return false;
      search.begin();
      run_execution(program_.body, program_.argument);
      result_.steps += world.steps;
      ++(world.is_pruned ? result_.pruned : result_.executions);
      if (world.has_failed) found_ = Finding{world.failure, world.trail, is_weak, current_cost()};
      if (is_over()) return false;
      if (!search.advance()) return true;
    }
    return false;
  }

  bool is_over() const { return found_.has_value() || world.is_undone || result_.is_exhausted; }
  std::uint64_t next_seed() {
    return patina::base::splitmix64(seed() + 0x9e3779b97f4a7c15u * ++streams_);
  }

  void tell() {
    if (!options_.is_quiet && !is_shrunk_) shrink(program_, *found_);
    follow(program_, *found_, true);
    result_.failure = found_->failure;
    result_.choices = choices_of(*found_);
    if (!options_.is_quiet) report(result_, *found_);
  }

  const Options& options_;
  const Program program_;
  Result result_;
  std::optional<Finding> found_;
  std::uint64_t streams_ = 0;
  bool is_shrunk_ = false;
};

std::set<std::string>* outcomes = nullptr;

}  // namespace

void outcome(std::string_view text) {
  const OutsideArena outside;
  if (outcomes != nullptr) outcomes->emplace(text);
}

namespace detail {

Result explore(const Options& options, void (*body)(void*), void* argument, Where where) {
  if (world.is_running) misused("explore() inside of explore()", where);
  std::set<std::string> found;
  outcomes = &found;
  Result result;
  {
    const Hooked hooked;
    result = Exploration(options, {body, argument, where}).run();
  }
  outcomes = nullptr;
  result.outcomes = std::move(found);
  if (result.has_failed() && !options.is_quiet)
    broke_rule(result.failure.text,
               result.failure.where.line() != 0 ? result.failure.where : where);
  return result;
}

}  // namespace detail
}  // namespace testkit::explore
