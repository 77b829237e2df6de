// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "search.hpp"

#include <algorithm>

namespace testkit::explore {
namespace {

Search* the_search = nullptr;

int random_branch(patina::base::Random& random, int count, Branch about) {
  switch (about) {
    case Branch::read:  // as often the newest as any other
      if (random.below(2) == 0) return 0;
      break;
    case Branch::place:
      if (random.below(8) != 0) return 0;
      break;
    case Branch::spurious:
      return random.below(16) == 0 ? 1 : 0;
    case Branch::wake:
      break;
  }
  return static_cast<int>(random.below(static_cast<std::uint64_t>(count)));
}

}  // namespace

void use_search(Search* search) { the_search = search; }
int search_pick(Mask candidates) { return the_search->pick(candidates); }

int search_branch(int count, Branch about) {
  const int chosen = the_search->branch(count, about);
  world.trail.branches.push_back(static_cast<std::uint8_t>(chosen));
  return chosen;
}

// --- random walks --------------------------------------------------------------------------------

void RandomSearch::begin() {
  static constexpr unsigned choices[4] = {0, 0, 4, 7};
  stays_of_8_ = choices[random_.below(4)];
}

int RandomSearch::pick(Mask candidates) {
  const Mask real = candidates & world.enabled;
  if (real != candidates && real != 0 && random_.below(16) != 0) candidates = real;
  if ((candidates & bit(world.current)) != 0 && stays_of_8_ > random_.below(8))
    return world.current;
  const int count = count_of(candidates);
  return count == 1
             ? lowest(candidates)
             : nth(candidates, static_cast<int>(random_.below(static_cast<std::uint64_t>(count))));
}

int RandomSearch::branch(int count, Branch about) { return random_branch(random_, count, about); }

// --- PCT -----------------------------------------------------------------------------------------

void PctSearch::begin() {
  length_ = std::max(length_, world.steps);
  threads_ = std::max(threads_, world.thread_count);
  for (int i = 0; i < threads_max; ++i) priority_[i] = depth_ + i;
  for (int i = threads_ - 1; i > 0; --i)
    std::swap(priority_[i], priority_[random_.below(static_cast<std::uint64_t>(i) + 1)]);
  for (int i = 0; i + 1 < depth_; ++i)
    change_at_[i] = 1 + static_cast<std::uint32_t>(random_.below(length_));
}

int PctSearch::pick(Mask candidates) {
  const Mask real = candidates & world.enabled;
  if (real != candidates && real != 0 && random_.below(16) != 0) candidates = real;
  const auto best = [&] {
    int found = lowest(candidates);
    for (Mask rest = candidates; rest != 0; rest &= rest - 1)
      if (priority_[lowest(rest)] > priority_[found]) found = lowest(rest);
    return found;
  };
  int chosen = best();
  for (int i = 0; i + 1 < depth_; ++i) {
    if (change_at_[i] != world.steps) continue;
    priority_[chosen] = i;
    chosen = best();
  }
  return chosen;
}

int PctSearch::branch(int count, Branch about) { return random_branch(random_, count, about); }

// --- a given schedule ----------------------------------------------------------------------------

void GuidedSearch::begin() {
  step_ = branch_ = 0;
  diverged_at_ = -1;
}

int GuidedSearch::pick(Mask candidates) {
  if (step_ < trail_.schedule.size() && diverged_at_ < 0) {
    const int wanted = trail_.schedule[step_++];
    if ((candidates & bit(wanted)) != 0) return wanted;
    diverged_at_ = static_cast<int>(step_);
  }
  if ((candidates & bit(world.current)) != 0) return world.current;
  const Mask real = candidates & world.enabled;
  return lowest(real != 0 ? real : candidates);
}

int GuidedSearch::branch(int count, Branch) {
  if (branch_ >= trail_.branches.size() || diverged_at_ >= 0) return 0;
  const int wanted = trail_.branches[branch_++];
  return wanted < count ? wanted : 0;
}

}  // namespace testkit::explore
