// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1h, second half: one borrow becomes two.
//
// Interface:
//   clone(ref)                      one more reader of what `ref` reads
//   map_split(std::move(ref), f)    two Refs from one: f takes the value, returns std::tie(a, b)
//   map_split(std::move(mut), f)    two RefMuts from one, to parts that do not overlap
//   filter_map(std::move(guard), f) the guard of a part that may not be there: f returns a pointer
//
// Invariants: each half counts as a borrow of the whole cell, which is free again when its last one
// is gone, in whichever order. Two halves that write never reach the same byte.
// Thread rule: as for RefCell.
// See also: Rust's Ref::map_split and RefMut::map_split, where the borrow checker proves that the
// halves are apart; here their addresses do, when the program runs.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/ref_cell.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>

namespace patina {

// What a function to find a part returns: a pointer that may be null.
template <class F, class Value>
using PartFound = std::remove_pointer_t<std::invoke_result_t<F, Value&>>;

// What a splitting function returns: a std::tuple or std::pair of two references.
template <class Split>
concept TwoReferences = std::tuple_size<Split>::value == 2 &&
                        std::is_lvalue_reference_v<std::tuple_element_t<0, Split>> &&
                        std::is_lvalue_reference_v<std::tuple_element_t<1, Split>>;

// The part that half `kIndex` of what F returns for a Value& refers to.
template <std::size_t kIndex, class F, class Value>
using Half =
    std::remove_reference_t<std::tuple_element_t<kIndex, std::invoke_result_t<F, Value&>>>;

// returns true iff the two objects have a byte in common
template <class A, class B>
[[nodiscard]] bool overlap(const A& a, const B& b) {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "say whether two objects overlap");
  const auto* const first = reinterpret_cast<const std::byte*>(std::addressof(a));
  const auto* const second = reinterpret_cast<const std::byte*>(std::addressof(b));
  const std::less<> before;  // unlike <, an order of all pointers
  return before(first, second + sizeof(B)) && before(second, first + sizeof(A));
  // END SOLUTION
}

// One more reader. REQUIRES: `guard` has not been moved from, and one more reader can be counted
// (both assert).
template <class U, class Count>
[[nodiscard]] Ref<U, Count> clone(const Ref<U, Count>& guard,
                                  std::source_location where = std::source_location::current()) {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "be one more reader");
  return RefAccess::another(guard, *guard, where);
  // END SOLUTION
}

// Turns the guard into one of the part that `find` points to. If there is none, because `find`
// returns null, returns nothing and `guard` lives on. REQUIRES: it was not moved from (asserts).
template <class U, class Count, class F>
  requires std::is_pointer_v<std::invoke_result_t<F, const U&>>
[[nodiscard]] auto filter_map(Ref<U, Count>&& guard, F&& find)
    -> std::optional<Ref<std::remove_const_t<PartFound<F, const U>>, Count>> {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "turn the guard into one of a part, if it is there");
  const auto* const part = std::invoke(std::forward<F>(find), *guard);
  if (part == nullptr) return std::nullopt;
  return std::move(guard).map([&](const U&) -> auto& { return *part; });
  // END SOLUTION
}
template <class U, class Count, class F>
  requires std::is_pointer_v<std::invoke_result_t<F, U&>>
[[nodiscard]] auto filter_map(RefMut<U, Count>&& guard, F&& find)
    -> std::optional<RefMut<PartFound<F, U>, Count>> {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "turn the guard into one of a part, if it is there");
  auto* const part = std::invoke(std::forward<F>(find), *guard);
  if (part == nullptr) return std::nullopt;
  return std::move(guard).map([&](U&) -> auto& { return *part; });
  // END SOLUTION
}

// Splits a guard that reads. The halves may overlap: readers do not mind.
// ENSURES: `guard` is gone, unless `split` throws. REQUIRES: as clone().
template <class U, class Count, class F>
  requires TwoReferences<std::invoke_result_t<F, const U&>>
auto map_split(Ref<U, Count>&& guard, F&& split,
               std::source_location where = std::source_location::current())
    -> std::pair<Ref<std::remove_const_t<Half<0, F, const U>>, Count>,
                 Ref<std::remove_const_t<Half<1, F, const U>>, Count>> {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "split a guard that reads in two");
  const auto halves = std::invoke(std::forward<F>(split), *guard);
  const auto& first = std::get<0>(halves);
  auto other = RefAccess::another(guard, std::as_const(std::get<1>(halves)), where);
  return {std::move(guard).map([&](const U&) -> auto& { return first; }), std::move(other)};
  // END SOLUTION
}

// Splits a guard that writes. REQUIRES: the halves do not overlap, `guard` has not been moved from,
// and one more writer can be counted (all assert; the first blames `where`).
// ENSURES: `guard` is gone, unless `split` throws.
template <class U, class Count, class F>
  requires TwoReferences<std::invoke_result_t<F, U&>>
auto map_split(RefMut<U, Count>&& guard, F&& split,
               std::source_location where = std::source_location::current())
    -> std::pair<RefMut<Half<0, F, U>, Count>, RefMut<Half<1, F, U>, Count>> {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "split a guard that writes in two");
  const auto halves = std::invoke(std::forward<F>(split), *guard);
  auto& first = std::get<0>(halves);
  auto& second = std::get<1>(halves);
  if (overlap(first, second)) [[unlikely]]
    fail_assertion("the halves of a RefMut do not overlap", where);
  // The new half counts for itself; the other keeps the borrow that `guard` had. A single flag for
  // "somebody writes" could not tell one half from two. (Mutant 1h-first-half-frees-all.)
  auto other = RefAccess::another(guard, second, where);
  return {std::move(guard).map([&](U&) -> auto& { return first; }), std::move(other)};
  // END SOLUTION
}

}  // namespace patina
