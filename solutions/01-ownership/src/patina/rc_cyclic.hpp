// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1h, first half: a value that knows itself, and an owner of a whole that shows a part.
//
// Interface:
//   new_cyclic<T>(f)           a T made by f, which is handed the Weak to the T that it makes
//   project(rc, &T::member)    an owner of all of *rc that shows one member
//   project(rc, f)             the same for the part that f(const T&) refers to, read only
//
// Invariants: the Weak does not upgrade before the value is complete, and never if it does not come
// to be. A part is not destroyed before its whole, and the whole not while a part has an owner.
// Thread rule: as for Rc.
// See also: Rust's Rc::new_cyclic; std::enable_shared_from_this, whose weak_ptr is set after the
// constructor has run; std::shared_ptr's aliasing constructor, which takes any pointer at all.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/rc.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace patina {

// Makes a T that `make` returns, in place, and its first owner. `make` is called once with a
// `const Weak<T, Count>&` to the value to be; it may keep copies, and the value may hold one.
// If `make` throws, nothing is leaked, and the copies that were kept never upgrade.
template <class T, class Count = std::size_t, class F>
  requires std::same_as<std::invoke_result_t<F, const Weak<T, Count>&>, T>
[[nodiscard]] Rc<T, Count> new_cyclic(F&& make) {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "make a value that is handed a Weak to itself");
  // The counts come first, with no owner, so that nobody can upgrade. Until the value is, they
  // belong to this Weak: it frees them if `make` throws. (Mutant 1h-upgrades-before-birth.)
  Weak<T, Count> itself = RcAccess::reserve<T, Count>();
  T* const room = RcAccess::room(itself);
  // The T that `make` returns is made right there: not even a move happens.
  ::new (static_cast<void*>(room)) T(std::invoke(std::forward<F>(make), std::as_const(itself)));
  return RcAccess::first_owner(std::move(itself));
  // END SOLUTION
}

// One more owner of the value of `whole`, that shows only its `member`. Move `whole` in if it is no
// longer needed. The part may be written by get_mut() if this is the only owner of the whole.
template <class T, class Count, class Class, class Member>
  requires std::is_object_v<Member> && std::derived_from<T, Class>
[[nodiscard]] auto project(Rc<T, Count> whole, Member Class::*member)
    -> Rc<std::conditional_t<std::is_const_v<T>, const Member, Member>, Count> {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "own the whole and show a member");
  // The Rc reads its value as const, but it was not made const unless T says so.
  T& value = const_cast<T&>(*whole);
  return RcAccess::alias(whole, value.*member);
  // END SOLUTION
}

// The same for any part: `part_of` takes `const T&` and returns a reference to something that lives
// as long as the whole does. That can't be checked, so what it shows is read only, for ever.
template <class T, class Count, class F>
  requires std::is_lvalue_reference_v<std::invoke_result_t<F, const T&>> &&
           (!std::is_member_object_pointer_v<std::remove_cvref_t<F>>)
[[nodiscard]] auto project(Rc<T, Count> whole, F&& part_of)
    -> Rc<const std::remove_reference_t<std::invoke_result_t<F, const T&>>, Count> {
  // BEGIN SOLUTION(1h)
  // STUB: not_implemented("1h", "own the whole and show a part");
  const auto& part = std::invoke(std::forward<F>(part_of), *whole);
  return RcAccess::alias(whole, part);
  // END SOLUTION
}

}  // namespace patina
