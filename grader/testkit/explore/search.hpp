// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Who goes next, and what a step comes to: every choice of an execution is made here.
//
// Interface:
//   search_pick(candidates)      one of the threads in the mask; may say is_pruned instead
//   search_branch(count, about)  0 .. count - 1; 0 is always the plain case: the newest store, no
//                                failure without a reason
//   begin_search(search)         before each execution
//   random_search(seed), pct_search(seed, depth), exhaustive_search(preemptions), guided_search(..)
//
// Thread rule: one thread of the system.
#pragma once

#include <patina/base/random.hpp>

#include "world.hpp"

namespace testkit::explore {

enum class Branch : std::uint8_t { read, place, spurious, wake };

class Search {
 public:
  virtual ~Search() = default;
  virtual void begin() = 0;  // another execution
  virtual int pick(Mask candidates) = 0;
  virtual int branch(int count, Branch about) = 0;
  // After an execution. Returns false iff there is no other one.
  virtual bool advance() { return true; }
};

void use_search(Search* search);
int search_pick(Mask candidates);
int search_branch(int count, Branch about);

inline int count_of(Mask mask) {
  int count = 0;
  for (; mask != 0; mask &= mask - 1) ++count;
  return count;
}
inline int lowest(Mask mask) { return __builtin_ctz(mask); }
inline int nth(Mask mask, int n) {
  for (; n > 0; --n) mask &= mask - 1;
  return lowest(mask);
}

// Uniform walks, and walks that rather stay where they are.
class RandomSearch : public Search {
 public:
  explicit RandomSearch(std::uint64_t seed) : random_(seed) {}
  void begin() override;
  int pick(Mask candidates) override;
  int branch(int count, Branch about) override;

 private:
  patina::base::Random random_;
  unsigned stays_of_8_ = 0;
};

// Priorities that change at `depth - 1` moments (Burckhardt et al., ASPLOS 2010).
class PctSearch : public Search {
 public:
  PctSearch(std::uint64_t seed, int depth) : random_(seed), depth_(depth) {}
  void begin() override;
  int pick(Mask candidates) override;
  int branch(int count, Branch about) override;

 private:
  patina::base::Random random_;
  const int depth_;
  std::uint32_t length_ = 16;  // the longest execution so far
  int threads_ = 4;            // the most that one had
  int priority_[threads_max] = {};
  std::uint32_t change_at_[8] = {};
};

// Follows a schedule as far as it goes, then stays with the thread that runs.
class GuidedSearch : public Search {
 public:
  explicit GuidedSearch(Trail trail) : trail_(std::move(trail)) {}
  void begin() override;
  int pick(Mask candidates) override;
  int branch(int count, Branch about) override;
  bool has_diverged() const { return diverged_at_ >= 0; }
  int diverged_at() const { return diverged_at_; }

 private:
  Trail trail_;
  std::size_t step_ = 0;
  std::size_t branch_ = 0;
  int diverged_at_ = -1;
};

// Depth first. Without a bound on preemptions it passes over what sleep sets show to be a mere
// reordering of independent operations (Godefroid, 1996); with one it visits every schedule within.
class ExhaustiveSearch : public Search {
 public:
  explicit ExhaustiveSearch(int preemptions_max) : preemptions_max_(preemptions_max) {}
  void begin() override;
  int pick(Mask candidates) override;
  int branch(int count, Branch about) override;
  bool advance() override;

 private:
  struct Node {
    Mask todo;    // threads still to be tried; branches: how many there are
    Mask done;    // tried, the chosen one apart
    Mask asleep;  // not to be tried
    std::uint8_t chosen;
    bool is_branch;
    std::uint8_t preemptions;  // before this node
  };
  int pick_anew(Mask candidates);
  Mask asleep_after(const Node& node) const;

  const int preemptions_max_;
  PlainVector<Node> path_;
  std::size_t at_ = 0;
  Mask asleep_ = 0;
  int last_ = -1;
  int preemptions_ = 0;
};

}  // namespace testkit::explore
