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
  // BEGIN SOLUTION(2i)
  // STUB: not_implemented("2i", "part the items in two, without a branch on them");
  if constexpr (!is_plain<T>) {
    return std::partition(run.first, run.last, is_left);
  } else {
    if (run.first == run.last) return run.first;
    const T saved = *run.first;
    T* others = run.first;
    T* hole = run.first;
    try {
      for (; hole + 1 != run.last; ++hole) {
        const T item = hole[1];
        *hole = *others;
        *others = item;
        others += is_left(item);
      }
    } catch (...) {
      hole[1] = saved;  // (mutant 2i-throws-an-item-away)
      throw;
    }
    run.last[-1] = *others;
    *others = saved;
    return others + is_left(saved);
  }
  // END SOLUTION
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
  // BEGIN SOLUTION(2i)
  // STUB: not_implemented("2i", "part both halves at once, and exchange what stands wrong");
  const auto part = [](Run<T> half, IsLeft asked) {
    return Run<T>{partition_items(half, asked), half.last};
  };
  T* const middle = run.first + run.size() / 2;
  const auto [left, right] = join(call(part, Run<T>{run.first, middle}, is_left),
                                  call(part, Run<T>{middle, run.last}, is_left));
  const auto count = std::min(middle - left.first, right.first - middle);
  std::swap_ranges(left.first, left.first + count, right.first - count);
  return left.first + (right.first - middle);  // (mutant 2i-parts-in-the-middle)
  // END SOLUTION
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
  // BEGIN SOLUTION(2i)
  // STUB: not_implemented("2i", "sort a few items");
  if constexpr (is_plain<T>) {
    std::array<T, few_items> items;
    std::array<unsigned, few_items> places{};
    for (std::size_t i = 0; i < run.size(); ++i) {
      const T item = items[i] = run.first[i];
      unsigned place = static_cast<unsigned>(i);
      for (std::size_t j = 0; j < i; ++j) {
        const unsigned is_before = less(item, items[j]);
        places[j] += is_before;
        place -= is_before;
      }
      places[i] = place;
    }
    for (std::size_t i = 0; i < run.size(); ++i) run.first[places[i]] = items[i];
    return;
  }
  for (T* next = run.first; next != run.last; ++next) {
    T* place = next;
    T item = std::move(*next);
    for (; place != run.first && less(item, place[-1]); --place) *place = std::move(place[-1]);
    *place = std::move(item);
  }
  // END SOLUTION
}

// Sorts `run`, all items of which are not less than run.first[-1] if `has_before`. `bad_luck` more
// partitions may be lopsided before it becomes a heap sort. `share` items are what a worker gets:
// while there is a run with more, some workers have nothing to do.
template <class T, class Less>
void sort_run(Run<T> run, Less less, bool has_before, int bad_luck, std::size_t share) {
  // BEGIN SOLUTION(2i)
  // STUB: not_implemented("2i", "choose a pivot, part the run, and sort the two parts by join");
  while (run.size() > few_items) {
    if (bad_luck == 0) {
      std::make_heap(run.first, run.last, less);
      return std::sort_heap(run.first, run.last, less);
    }
    // The median of three, or of three such medians, to the front.
    T* const middle = run.first + run.size() / 2;
    T* pivot = median(run.first, middle, run.last - 1, less);
    if (run.size() > 200) {
      const std::size_t step = run.size() / 8;
      T* const end = run.last - 1;
      pivot = median(median(run.first, run.first + step, run.first + 2 * step, less),
                     median(middle - step, middle, middle + step, less),
                     median(end - 2 * step, end - step, end, less), less);
    }
    std::swap(*run.first, *pivot);
    const std::conditional_t<is_plain<T>, T, T&> value = *run.first;
    const Run<T> rest{run.first + 1, run.last};
    // Nothing is less than the pivot: put all that is equal in front, and forget it. So many equal
    // items cost no more than few.
    if (has_before && !less(run.first[-1], value)) {
      run.first = partition_items(rest, [&](const T& item) { return !less(value, item); });
      continue;
    }
    const IsLess<T, Less> is_left{value, less};
    T* const begin_of_right = run.size() > std::max<std::size_t>(share, 4096)
                                  ? partition_by_join(rest, is_left)
                                  : partition_items(rest, is_left);
    std::swap(*run.first, begin_of_right[-1]);
    const Run<T> left{run.first, begin_of_right - 1};
    const Run<T> right{begin_of_right, run.last};
    if (std::min(left.size(), right.size()) < run.size() / 8) --bad_luck;
    if (run.size() > 4096) {
      join(call(sort_run<T, Less>, left, less, has_before, bad_luck, share),
           call(sort_run<T, Less>, right, less, true, bad_luck, share));
      return;
    }
    sort_run(left, less, has_before, bad_luck, share);
    run = right;
    has_before = true;
  }
  sort_few(run, less);
  // END SOLUTION
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
