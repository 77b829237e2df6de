// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2i: parallel_sort, a quicksort whose halves are the two sides of a join.
//
// Interface:
//   parallel_sort(items)          ascending
//   parallel_sort(items, less)    by a strict weak order, which captures nothing
//
// Contract:
//   - the items are a permutation of those before, sorted; equal ones may change places.
//   - O(n log n) comparisons whatever the items are. Works in the pool of the calling worker, or
//     else in the shared one. An exception of `less` crosses, and leaves every item in some place.
//   - T is Send; moves of T do not throw.
//
// Cost: no allocation. Where T is small and plain, neither the partition nor the sort of a few
// items has a branch that depends on them, since half of those would be predicted wrong, at the
// cost of some 15 moves each.
// Thread rule: nobody else uses the items meanwhile.
// See also: Peters, "Pattern-defeating quicksort", arXiv 2106.05123, and his branchless Lomuto
// partition in ipnsort; rayon's par_sort_unstable.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/call.hpp>
#include <patina/par_stages.hpp>
#include <patina/pool.hpp>
#include <patina/send.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

// Items that one side of a join sorts while the other sorts others. Given.
template <class T>
struct Run {
  T* first;
  T* last;
  std::size_t size() const { return static_cast<std::size_t>(last - first); }
  PATINA_UNSAFE_SEND(Run, Send<T>);
};

// May be copied at will, and cheaply. Given.
template <class T>
inline constexpr bool is_plain = std::is_trivially_copyable_v<T> && sizeof(T) <= 16;

// So many items are few. Given.
inline constexpr std::size_t few_items = 20;

// Moves the items for which `is_left` holds before those for which it does not; returns where the
// others begin. Plain items: each step moves the first of the others to the hole, and the new item
// to where that was; where the others begin then moves on, or not, by an addition.
template <class T, class IsLeft>
T* partition_items(Run<T> run, IsLeft is_left) {
  not_implemented("2i", "part the items in two, without a branch on them");
}

// Is an item less than a value? Asked by several threads at once, which all have a copy. Given.
template <class T, class Less>
struct IsLess {
  std::conditional_t<is_plain<T>, T, const T&> value;
  Less less;
  bool operator()(const T& item) const { return less(item, value); }
  PATINA_UNSAFE_SEND(IsLess, true);  // as a Trusted is: the sort waits for all who have it
};

// The same as partition_items, by all workers: the two halves by join, and then what stands on the
// wrong side of the middle is exchanged.
template <class T, class IsLeft>
T* partition_by_join(Run<T> run, IsLeft is_left) {
  not_implemented("2i", "part both halves at once, and exchange what stands wrong");
}

// Of three items the one in the middle, without a branch on them. Given.
template <class T, class Less>
T* median(T* a, T* b, T* c, const Less& less) {
  const bool is_swapped = less(*b, *a);
  T* const low = is_swapped ? b : a;
  T* const high = is_swapped ? a : b;
  T* const not_high = less(*c, *low) ? low : c;
  return less(*c, *high) ? not_high : high;
}

// Sorts few items. Plain ones: by counting for each how many come before it.
template <class T, class Less>
void sort_few(Run<T> run, const Less& less) {
  not_implemented("2i", "sort a few items");
}

// Sorts `run`, all items of which are not less than run.first[-1] if `has_before`. `bad_luck` more
// partitions may be lopsided before it becomes a heap sort. `share` items are what a worker gets:
// while there is a run with more, some workers have nothing to do.
template <class T, class Less>
void sort_run(Run<T> run, Less less, bool has_before, int bad_luck, std::size_t share) {
  not_implemented("2i", "choose a pivot, part the run, and sort the two parts by join");
}

template <class T, class Less = std::less<>>
void parallel_sort(std::vector<T>& items, Less less = {}) {
  require_shared_call<Less, const T&, const T&>();
  assert_send<T>();
  static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>,
                "an item is always in some place: its moves do not throw");
  const Run<T> all{items.data(), items.data() + items.size()};
  const int bad_luck = static_cast<int>(std::bit_width(items.size()));
  sort_run(all, trust(less), false, bad_luck, items.size() / Pool::current().size());
}

}  // namespace patina
