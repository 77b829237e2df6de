// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1b: Rc<T>, one of several owners of a value, and Weak<T>, which watches but does not own.
//
// Interface:
//   Rc<T>::make(arguments...)      a new T on the heap, and its first owner
//   rc.clone(), Rc(rc)             one more owner of the same value
//   *rc, rc->member                the value, read only: what is shared does not change
//   rc.get_mut(), rc.make_mut()    the value, writable: only for its sole owner, or on a copy
//   std::move(rc).try_unwrap()     the value itself, out of its last owner
//   rc.downgrade(), weak.upgrade() from an owner to a Weak, and back if the value still lives
//   strong_count(rc), weak_count(rc), ptr_eq(a, b)
//
// Invariants: the value lives exactly as long as it has an owner; the counts live as long as there
// is an owner or a Weak. For that all owners together hold one Weak of their own, given back after
// the value is destroyed. A count never wraps: the clone that would make it wrap asserts.
// Counts are plain integers. Count, their type, is a parameter so that a test can fill 8 bits.
// Thread rule: owners and Weaks of one value stay in one thread, and are not Send (task 1f).
// See also: Rust's std::rc::Rc; std::shared_ptr, which counts atomically and gives write access.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

template <class T, class Count = std::size_t>
class Weak;

// What the owners and Weaks of one value have in common. It does not name T, so that an Rc of a
// base class can share it. How you hold the counts is up to you: this is one way.
template <class Count>
struct RcCounts {
  static_assert(std::unsigned_integral<Count> && !std::same_as<Count, bool>);

  Count strong = 1;  // the owners
  Count weak = 1;    // the Weaks, and the one that all owners hold together

  virtual void destroy_value() noexcept = 0;
  virtual ~RcCounts() = default;

};

// The counts and room for the value, in one allocation. Given.
template <class T, class Count>
struct RcBlock final : RcCounts<Count> {
  union {
    T value;  // made and destroyed by hand: it may die before the counts do
  };

  RcBlock() noexcept {}
  template <class... Arguments>
  explicit RcBlock(std::in_place_t, Arguments&&... arguments)
      : value(std::forward<Arguments>(arguments)...) {}
  RcBlock(const RcBlock&) = delete;
  RcBlock& operator=(const RcBlock&) = delete;
  ~RcBlock() override {}
  void destroy_value() noexcept override { std::destroy_at(std::addressof(value)); }
};

// An Rc<From> may become an Rc<To>: To only adds const, or is a base class with a virtual
// destructor, as for Box.
template <class From, class To>
concept RcConvertible = !std::same_as<From, To> && std::convertible_to<From*, To*> &&
                        (std::same_as<const From, const To> || std::has_virtual_destructor_v<To>);

// What T points at is surely a whole T and not the base of something larger: a copy would slice it.
template <class T>
concept RcWhole = !std::is_polymorphic_v<T> || std::is_final_v<T>;

template <class T, class Count = std::size_t>
class Rc {
  static_assert(!std::is_array_v<T>, "Rc shares one value: use std::vector or std::array for many");
  static_assert(!std::is_reference_v<T>, "Rc shares a value: a reference owns nothing");

 public:
  using element_type = T;
  using Value = std::remove_const_t<T>;

  // There is no empty Rc.
  Rc() = delete;
  Rc(std::nullptr_t) = delete;

  // Makes a T from `arguments`, in place on the heap. If T's constructor throws, nothing is leaked
  // and the exception goes to the caller. Cost: one allocation is enough for value and counts.
  template <class... Arguments>
    requires std::constructible_from<Value, Arguments...>
  [[nodiscard]] static Rc make(Arguments&&... arguments) {
    not_implemented("1b", "make a T on the heap and its first owner");
  }

  // One more owner of the value of `other`. REQUIRES: `other` is live and the count of owners
  // still fits Count (both assert). Never throws: an exception could be caught, a wrapped count
  // not.
  Rc(const Rc& other) noexcept {
    not_implemented("1b", "become one more owner of the value of `other`");
  }
  template <class U>
    requires RcConvertible<U, T>
  Rc(const Rc<U, Count>& other) noexcept {
    not_implemented("1b", "become one more owner, through a base class or const");
  }

  // The same, said aloud.
  [[nodiscard]] Rc clone() const noexcept { return *this; }

  // Takes the place of `other` among the owners; the count does not change.
  // ENSURES: `other` may only be assigned to or destroyed. REQUIRES: `other` is live (asserts).
  Rc(Rc&& other, std::source_location where = std::source_location::current()) noexcept {
    not_implemented("1b", "take the place of `other`, and leave `other` gone");
  }
  template <class U>
    requires RcConvertible<U, T>
  Rc(Rc<U, Count>&& other, std::source_location where = std::source_location::current()) noexcept {
    not_implemented("1b", "take the place of an Rc of a derived type");
  }

  // Owns what `other` owned; the value owned so far loses an owner once the new one is in place.
  // Assigning an Rc to itself changes nothing.
  Rc& operator=(Rc other) noexcept {
    not_implemented("1b", "own what `other` owns, and let the old value go");
  }

  // One owner fewer; the last one destroys the value. The value's destructor may look for its own
  // value through a Weak, and finds it gone.
  ~Rc() {
    not_implemented("1b", "be one owner fewer, and destroy the value if none is left");
  }

  // The value, read only, however constant the Rc is: others may be reading it.
  // REQUIRES: the Rc has not been moved from (asserts, and says where it was moved).
  const T& operator*() const {
    not_implemented("1b", "give read access to the value");
  }
  const T* operator->() const {
    not_implemented("1b", "give read access to a member of the value");
  }

  // The value, writable, if nobody else could see the change: this is its only owner and there is
  // no Weak, which could be upgraded while you write. Null otherwise: a pointer is C++'s optional
  // reference.
  [[nodiscard]] T* get_mut()
    requires(!std::is_const_v<T>)
  {
    not_implemented("1b", "give write access to the sole owner, null to any other");
  }

  // The value, writable, and this Rc its only owner: copied first if there are other owners. If
  // there are none but Weaks, the value is moved to a place that they do not know, and they see it
  // die. If the copy or the move throws, nothing has changed.
  T& make_mut()
    requires(!std::is_const_v<T> && RcWhole<T> && std::copy_constructible<T>)
  {
    not_implemented("1b", "make this the sole owner, by a copy if need be");
  }

  // The value itself, moved out, if this is its only owner; this Rc is gone then, and Weaks no
  // longer upgrade. Otherwise nothing, and this Rc lives on.
  [[nodiscard]] std::optional<Value> try_unwrap(
      std::source_location where = std::source_location::current()) &&
    requires(RcWhole<T> && std::constructible_from<Value, T>)
  {
    not_implemented("1b", "move the value out of its only owner");
  }

  // A Weak to the value: it does not keep the value alive.
  [[nodiscard]] Weak<T, Count> downgrade() const noexcept {
    not_implemented("1b", "make a Weak");
  }

  // How many owners the value has, this one included.
  friend std::size_t strong_count(const Rc& rc) {
    not_implemented("1b", "count the owners");
  }

  // How many Weaks the program holds; the one that all owners hold together is not counted.
  friend std::size_t weak_count(const Rc& rc) {
    not_implemented("1b", "count the Weaks");
  }

  // returns true iff both own the very same value, not merely equal ones
  friend bool ptr_eq(const Rc& left, const Rc& right) {
    not_implemented("1b", "say whether two Rc own the same value");
  }

 private:
  template <class, class>
  friend class Rc;
  template <class, class>
  friend class Weak;
  friend struct RcAccess;

  Rc(RcCounts<Count>* counts, T* value) noexcept : counts_(counts), value_(value) {}

  // As with RcCounts, these fields are one way of holding it; of NDEBUG see Box.
  RcCounts<Count>* counts_ = nullptr;
  T* value_ = nullptr;  // null once moved from
#ifndef NDEBUG
  std::source_location moved_at_;  // where; meaningful while value_ is null
#endif

};

// Knows where a value is, or was, without owning it. To use the value, become an owner first.
// There is no conversion to a Weak of a base: convert the Rc and downgrade that, because a pointer
// to a value that may be gone cannot be converted.
template <class T, class Count>
class Weak {
 public:
  // A Weak to nothing: it never upgrades. A Weak that was moved from is one as well.
  Weak() noexcept = default;

  // One more Weak to the same value. REQUIRES: the count of Weaks still fits Count (asserts).
  Weak(const Weak& other) noexcept {
    not_implemented("1b", "become one more Weak to the same value");
  }
  Weak(Weak&& other) noexcept {
    not_implemented("1b", "take the place of `other`, and leave it a Weak to nothing");
  }
  Weak& operator=(Weak other) noexcept {
    not_implemented("1b", "watch what `other` watched");
  }

  // One Weak fewer; the counts are freed with the last of all owners and Weaks.
  ~Weak() {
    not_implemented("1b", "be one Weak fewer, and free what nobody can ask for any more");
  }

  // One more owner of the value, or nothing if it has lost its last owner: what is dead, or is
  // just being destroyed, never comes back.
  [[nodiscard]] std::optional<Rc<T, Count>> upgrade() const noexcept {
    not_implemented("1b", "become an owner, if there still is one");
  }

  // The value may be gone: upgrade() first, and look at the answer.
  const T& operator*() const = delete;
  const T* operator->() const = delete;

 private:
  template <class, class>
  friend class Rc;
  friend struct RcAccess;

  Weak(RcCounts<Count>* counts, T* value) noexcept : counts_(counts), value_(value) {}

  RcCounts<Count>* counts_ = nullptr;  // null: a Weak to nothing
  T* value_ = nullptr;                 // read only after an owner was found
};

// The door through which task 1h comes in. Given; if you hold owners and counts in another way,
// change these four with them.
struct RcAccess {
  // One more owner of the whole value of `whole`, that shows only `part` of it.
  template <class U, class T, class Count>
  static Rc<U, Count> alias(const Rc<T, Count>& whole, U& part) {
    Rc<T, Count> owner = whole;
    owner.value_ = nullptr;  // it has no share any more: the one that is returned has it
    return Rc<U, Count>(owner.counts_, std::addressof(part));
  }

  // Counts and room for a T that is not made yet. It has no owner, so the Weak does not upgrade.
  template <class T, class Count>
  static Weak<T, Count> reserve() {
    auto* const block = new RcBlock<T, Count>;
    block->strong = 0;
    return Weak<T, Count>(block, std::addressof(block->value));
  }

  // Where in the room of `reserved` the T is to be made.
  template <class T, class Count>
  static T* room(const Weak<T, Count>& reserved) {
    return reserved.value_;
  }

  // The first owner of the T that now stands there. `reserved` is what all owners hold together.
  template <class T, class Count>
  static Rc<T, Count> first_owner(Weak<T, Count> reserved) {
    reserved.counts_->strong = 1;
    return Rc<T, Count>(std::exchange(reserved.counts_, nullptr), reserved.value_);
  }
};

}  // namespace patina
