// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2a: what the owners and ArcWeaks of one value have in common, and how they count.
//
// Interface:
//   ArcBlock<T, Count>    the counts and room for the value, in one allocation
//
// Invariants: `value` lives while strong is not 0; the block lives while weak is not 0. Count, the
// type of the counts, is a parameter so that a test can fill 8 bits.
// How you hold the counts, and whether you hold them here, is up to you: no test asks. The rules
// are in patina/arc.hpp. Write next to each memory order what it is for, and relaxed where it is
// for nothing: that sentence is what you will look for when it breaks.
// Thread rule: every member function may be called by many threads at once, each on behalf of an
// owner or an ArcWeak that it holds.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <concepts>
#include <limits>
#include <memory>
#include <utility>

namespace patina {

template <class T, class Count>
struct ArcBlock {
  static_assert(std::unsigned_integral<Count> && !std::same_as<Count, bool>);

  rt::atomic<Count> strong{1};  // the owners
  rt::atomic<Count> weak{1};    // the ArcWeaks, and the one that all owners hold together
  union {
    T value;  // made and destroyed by hand: it may die before the counts do
  };

  template <class... Arguments>
  explicit ArcBlock(std::in_place_t, Arguments&&... arguments)
      : value(std::forward<Arguments>(arguments)...) {}
  ArcBlock(const ArcBlock&) = delete;
  ArcBlock& operator=(const ArcBlock&) = delete;
  ~ArcBlock() {}

};

}  // namespace patina
