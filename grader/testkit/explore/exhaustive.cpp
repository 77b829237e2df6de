// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "search.hpp"

namespace testkit::explore {

void ExhaustiveSearch::begin() {
  at_ = 0;
  asleep_ = 0;
  last_ = 0;
  preemptions_ = 0;
}

// Threads whose next step was tried before this one and doesn't meet with it: the same two steps
// the other way round lead to the same place.
Mask ExhaustiveSearch::asleep_after(const Node& node) const {
  Mask still = 0;
  for (Mask rest = node.asleep | node.done; rest != 0; rest &= rest - 1) {
    const int other = lowest(rest);
    if (commute(world.threads[other].pending, world.threads[node.chosen].pending))
      still |= bit(other);
  }
  return still;
}

int ExhaustiveSearch::pick(Mask candidates) {
  int chosen = 0;
  if (at_ < path_.size()) {
    chosen = path_[at_].chosen;
  } else {
    chosen = pick_anew(candidates);
    if (world.is_pruned) return 0;
  }
  const Node& node = path_[at_++];
  if (preemptions_max_ < 0) asleep_ = asleep_after(node);
  const bool is_preemption = chosen != last_ && (world.enabled & ~world.yielded & bit(last_)) != 0;
  preemptions_ += is_preemption ? 1 : 0;
  last_ = chosen;
  return chosen;
}

int ExhaustiveSearch::pick_anew(Mask candidates) {
  Mask open = candidates & ~asleep_;
  if (open == 0) {
    world.is_pruned = true;
    return 0;
  }
  const bool can_stay = (world.enabled & ~world.yielded & bit(last_)) != 0;
  const Mask stay = candidates & bit(last_);
  if (preemptions_max_ >= 0 && can_stay && preemptions_ >= preemptions_max_) open = stay;
  const int chosen = (open & stay) != 0 ? last_ : lowest(open);
  path_.push_back({open & ~bit(chosen), 0, asleep_, static_cast<std::uint8_t>(chosen), false,
                   static_cast<std::uint8_t>(preemptions_)});
  return chosen;
}

int ExhaustiveSearch::branch(int count, Branch) {
  if (at_ == path_.size()) path_.push_back({static_cast<Mask>(count), 0, 0, 0, true, 0});
  return path_[at_++].chosen;
}

bool ExhaustiveSearch::advance() {
  while (!path_.empty()) {
    Node& node = path_.back();
    if (node.is_branch) {
      if (node.chosen + 1U < node.todo) {
        ++node.chosen;
        return true;
      }
    } else if (node.todo != 0) {
      node.done |= bit(node.chosen);
      node.chosen = static_cast<std::uint8_t>(lowest(node.todo));
      node.todo &= node.todo - 1;
      return true;
    }
    path_.pop_back();
  }
  return false;
}

}  // namespace testkit::explore
