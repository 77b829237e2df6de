// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "shrink.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <sstream>

#include "search.hpp"

namespace testkit::explore {
namespace {

constexpr int searches_max = 3000;  // executions of one search with a bound on preemptions
constexpr std::uint64_t steps_max = 200'000;  // of the search for the same in plain memory
constexpr int trials_max = 2000;    // executions in which something was taken away

bool is_same(const Failure& a, const Failure& b) {
  if (a.kind != b.kind) return false;
  const bool has_place = a.kind == Kind::check || a.kind == Kind::assertion;
  return !has_place || a.where.line() == b.where.line();
}

// Runs one execution; takes it over if it fails in the same way at less cost.
bool try_search(const Program& program, Search& search, bool is_weak, Finding& best) {
  world.is_weak = is_weak;
  use_search(&search);
  search.begin();
  run_execution(program.body, program.argument);
  if (!world.has_failed || !is_same(world.failure, best.failure)) return false;
  const Cost cost = current_cost();
  if (cost >= best.cost) return false;
  best = {world.failure, world.trail, is_weak, cost};
  return true;
}

// The same failure in plain memory, if it is found there soon: whatever that costs, it is the
// easier story.
void search_sequential(const Program& program, Finding& best) {
  Finding plain = best;
  plain.cost.preemptions = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t steps = 0;
  for (int preemptions = 0; preemptions <= 3; ++preemptions) {
    ExhaustiveSearch search(preemptions);
    for (int i = 0; i < searches_max && steps < steps_max; ++i) {
      if (try_search(program, search, false, plain)) {
        best = std::move(plain);
        return;
      }
      steps += world.steps;
      if (!search.advance()) break;
    }
  }
}

// Depth first with no preemption, then one, then two; in plain memory before weak memory.
void search_plainer(const Program& program, Finding& best) {
  const int limit = static_cast<int>(std::min<std::uint32_t>(best.cost.preemptions, 3));
  for (int preemptions = 0; preemptions <= limit; ++preemptions) {
    for (const bool is_weak : {false, true}) {
      if (is_weak && !best.is_weak) continue;
      ExhaustiveSearch search(preemptions);
      for (int i = 0; i < searches_max; ++i) {
        if (try_search(program, search, is_weak, best)) return;
        if (!search.advance()) break;
      }
    }
  }
}

// The part of the schedule that begins at `at` is one thread's. Moves it behind the next part of
// whoever ran before it, so that the two parts of that one meet.
bool take_away_switch(PlainVector<std::uint8_t>& schedule, std::size_t at) {
  const std::uint8_t before = schedule[at - 1];
  const auto next = std::find(schedule.begin() + static_cast<long>(at), schedule.end(), before);
  if (next == schedule.end()) return false;
  const auto end = std::find_if(next, schedule.end(), [&](std::uint8_t t) { return t != before; });
  std::rotate(schedule.begin() + static_cast<long>(at), next, end);
  return true;
}

bool try_trail(const Program& program, const Trail& trail, Finding& best, int& trials) {
  if (++trials > trials_max) return false;
  GuidedSearch search(trail);
  return try_search(program, search, best.is_weak, best);
}

bool take_one_away(const Program& program, Finding& best, int& trials) {
  for (std::size_t i = best.trail.branches.size(); i-- > 0;) {
    if (best.trail.branches[i] == 0) continue;
    Trail trail = best.trail;
    trail.branches[i] = 0;
    if (try_trail(program, trail, best, trials)) return true;
  }
  for (std::size_t i = best.trail.schedule.size(); i-- > 1;) {
    if (best.trail.schedule[i] == best.trail.schedule[i - 1]) continue;
    Trail trail = best.trail;
    if (!take_away_switch(trail.schedule, i)) trail.schedule.resize(i);
    if (try_trail(program, trail, best, trials)) return true;
  }
  return false;
}

}  // namespace

Cost current_cost() {
  const auto odd = std::count_if(world.trail.branches.begin(), world.trail.branches.end(),
                                 [](std::uint8_t choice) { return choice != 0; });
  return {world.preemptions, static_cast<std::uint32_t>(odd), world.switches, world.steps};
}

bool follow(const Program& program, Finding& finding, bool traces) {
  GuidedSearch search(finding.trail);
  world.is_weak = finding.is_weak;
  world.is_tracing = traces;
  use_search(&search);
  search.begin();
  run_execution(program.body, program.argument);
  world.is_tracing = false;
  const bool is_again = world.has_failed && is_same(world.failure, finding.failure);
  if (is_again) finding.failure = world.failure;  // now with its events
  return is_again;
}

void shrink(const Program& program, Finding& finding) {
  if (finding.is_weak) search_sequential(program, finding);
  search_plainer(program, finding);
  int trials = 0;
  while (take_one_away(program, finding, trials) && trials <= trials_max) {
  }
  if (finding.is_weak && finding.cost.oddities == 0) {  // is it one in plain memory too?
    ++finding.cost.steps;
    Trail trail;
    trail.schedule = finding.trail.schedule;
    GuidedSearch search(trail);
    if (!try_search(program, search, false, finding)) --finding.cost.steps;
  }
}

std::string choices_of(const Finding& finding) {
  std::string text = finding.is_weak ? "weak;" : "sequential;";
  const PlainVector<std::uint8_t>& schedule = finding.trail.schedule;
  for (std::size_t i = 0; i < schedule.size();) {
    std::size_t end = i;
    while (end < schedule.size() && schedule[end] == schedule[i]) ++end;
    text += " " + std::to_string(schedule[i]) + "x" + std::to_string(end - i);
    i = end;
  }
  text += ";";
  for (const std::uint8_t choice : finding.trail.branches) text += " " + std::to_string(choice);
  return text;
}

std::optional<Finding> finding_of(const std::string& choices) {
  Finding finding;
  std::istringstream words(choices);
  std::string word;
  words >> word;
  finding.is_weak = word == "weak;";
  if (!finding.is_weak && word != "sequential;") return std::nullopt;
  bool is_schedule = true;
  while (words >> word) {
    unsigned thread = 0;
    unsigned count = 0;
    const bool is_last = word.back() == ';';
    if (is_schedule && std::sscanf(word.c_str(), "%ux%u", &thread, &count) == 2)
      finding.trail.schedule.insert(finding.trail.schedule.end(), std::min(count, 100'000U),
                                    static_cast<std::uint8_t>(thread % threads_max));
    else if (!is_schedule && std::sscanf(word.c_str(), "%u", &thread) == 1)
      finding.trail.branches.push_back(static_cast<std::uint8_t>(thread));
    if (is_last) is_schedule = false;
  }
  return finding;
}

}  // namespace testkit::explore
