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

  // BEGIN SOLUTION(1b)
  // STUB:
  // Counting up and down is all that a clone costs, so it is inlined; what happens at the ends of
  // the scale is not. (Mutants 1b-owner-count-wraps, 1b-weak-count-wraps.)
  void add_owner() noexcept {
    if (++strong == 0) [[unlikely]] count_overflowed();
  }
  void add_weak() noexcept {
    if (++weak == 0) [[unlikely]] count_overflowed();
  }
  void drop_owner() noexcept {
    if (--strong == 0) last_owner_dropped();
  }
  void drop_weak() noexcept {
    if (--weak == 0) nobody_left();
  }

  // The destructor of the value may do what it likes with Weaks to itself: strong is 0 already, so
  // none can be upgraded, and the owners' own Weak keeps the counts alive until it is done.
  // (Mutants 1b-destroys-before-zero, 1b-no-weak-of-its-own.)
  [[gnu::noinline]] void last_owner_dropped() noexcept {
    destroy_value();
    PATINA_ASSERT(strong == 0, "a value that is destroyed never gets an owner again");
    drop_weak();
  }
  [[gnu::noinline]] void nobody_left() noexcept {
    PATINA_ASSERT(strong == 0, "the counts are freed after the last owner is gone");
    delete this;
  }

  [[noreturn, gnu::cold, gnu::noinline]] static void count_overflowed() noexcept {
    fail_assertion("a count never overflows: wrapped to 0, it would free a value still in use");
  }
  // END SOLUTION
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
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "make a T on the heap and its first owner");
    auto* const block =
        new RcBlock<Value, Count>(std::in_place, std::forward<Arguments>(arguments)...);
    return Rc(block, std::addressof(block->value));
    // END SOLUTION
  }

  // One more owner of the value of `other`. REQUIRES: `other` is live and the count of owners
  // still fits Count (both assert). Never throws: an exception could be caught, a wrapped count
  // not.
  Rc(const Rc& other) noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "become one more owner of the value of `other`");
    share(other);
    // END SOLUTION
  }
  template <class U>
    requires RcConvertible<U, T>
  Rc(const Rc<U, Count>& other) noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "become one more owner, through a base class or const");
    share(other);
    // END SOLUTION
  }

  // The same, said aloud.
  [[nodiscard]] Rc clone() const noexcept { return *this; }

  // Takes the place of `other` among the owners; the count does not change.
  // ENSURES: `other` may only be assigned to or destroyed. REQUIRES: `other` is live (asserts).
  Rc(Rc&& other, std::source_location where = std::source_location::current()) noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "take the place of `other`, and leave `other` gone");
    take(other, where);
    // END SOLUTION
  }
  template <class U>
    requires RcConvertible<U, T>
  Rc(Rc<U, Count>&& other, std::source_location where = std::source_location::current()) noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "take the place of an Rc of a derived type");
    take(other, where);
    // END SOLUTION
  }

  // Owns what `other` owned; the value owned so far loses an owner once the new one is in place.
  // Assigning an Rc to itself changes nothing.
  Rc& operator=(Rc other) noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "own what `other` owns, and let the old value go");
    std::swap(counts_, other.counts_);
    std::swap(value_, other.value_);
    return *this;
    // END SOLUTION
  }

  // One owner fewer; the last one destroys the value. The value's destructor may look for its own
  // value through a Weak, and finds it gone.
  ~Rc() {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "be one owner fewer, and destroy the value if none is left");
    if (value_ != nullptr) counts_->drop_owner();
    // END SOLUTION
  }

  // The value, read only, however constant the Rc is: others may be reading it.
  // REQUIRES: the Rc has not been moved from (asserts, and says where it was moved).
  const T& operator*() const {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "give read access to the value");
    return *live();
    // END SOLUTION
  }
  const T* operator->() const {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "give read access to a member of the value");
    return live();
    // END SOLUTION
  }

  // The value, writable, if nobody else could see the change: this is its only owner and there is
  // no Weak, which could be upgraded while you write. Null otherwise: a pointer is C++'s optional
  // reference.
  [[nodiscard]] T* get_mut()
    requires(!std::is_const_v<T>)
  {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "give write access to the sole owner, null to any other");
    T* const value = live();
    return counts_->strong == 1 && counts_->weak == 1 ? value : nullptr;
    // END SOLUTION
  }

  // The value, writable, and this Rc its only owner: copied first if there are other owners. If
  // there are none but Weaks, the value is moved to a place that they do not know, and they see it
  // die. If the copy or the move throws, nothing has changed.
  T& make_mut()
    requires(!std::is_const_v<T> && RcWhole<T> && std::copy_constructible<T>)
  {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "make this the sole owner, by a copy if need be");
    T& value = *live();
    if (counts_->strong != 1) {
      *this = make(std::as_const(value));  // copy on write
    } else if (counts_->weak != 1) {
      *this = make(std::move(value));
    }
    return *value_;
    // END SOLUTION
  }

  // The value itself, moved out, if this is its only owner; this Rc is gone then, and Weaks no
  // longer upgrade. Otherwise nothing, and this Rc lives on.
  [[nodiscard]] std::optional<Value> try_unwrap(
      std::source_location where = std::source_location::current()) &&
    requires(RcWhole<T> && std::constructible_from<Value, T>)
  {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "move the value out of its only owner");
    T& value = *live();
    if (counts_->strong != 1) return std::nullopt;
    std::optional<Value> unwrapped(std::in_place, std::move(value));
    const Rc last_owner(std::move(*this), where);
    return unwrapped;
    // END SOLUTION
  }

  // A Weak to the value: it does not keep the value alive.
  [[nodiscard]] Weak<T, Count> downgrade() const noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "make a Weak");
    T* const value = live();
    counts_->add_weak();
    return Weak<T, Count>(counts_, value);
    // END SOLUTION
  }

  // How many owners the value has, this one included.
  friend std::size_t strong_count(const Rc& rc) {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "count the owners");
    static_cast<void>(rc.live());
    return rc.counts_->strong;
    // END SOLUTION
  }

  // How many Weaks the program holds; the one that all owners hold together is not counted.
  friend std::size_t weak_count(const Rc& rc) {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "count the Weaks");
    static_cast<void>(rc.live());
    return rc.counts_->weak - std::size_t{1};
    // END SOLUTION
  }

  // returns true iff both own the very same value, not merely equal ones
  friend bool ptr_eq(const Rc& left, const Rc& right) {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "say whether two Rc own the same value");
    return left.live() == right.live();
    // END SOLUTION
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

  // BEGIN SOLUTION(1b)
  // STUB:
  T* live() const {
    if (value_ == nullptr) [[unlikely]] use_after_move();
    return value_;
  }

  template <class U>
  void share(const Rc<U, Count>& other) noexcept {
    value_ = other.live();
    counts_ = other.counts_;
    counts_->add_owner();
  }

  template <class U>
  void take(Rc<U, Count>& other, const std::source_location& where) noexcept {
    value_ = other.live();
    counts_ = other.counts_;
    other.value_ = nullptr;
#ifndef NDEBUG
    other.moved_at_ = where;
#else
    static_cast<void>(where);
#endif
  }

  [[noreturn, gnu::cold, gnu::noinline]] void use_after_move() const {
#ifndef NDEBUG
    fail_assertion("an Rc is not used after it was moved from", moved_at_);  // the line to look at
#else
    fail_assertion("an Rc is not used after it was moved from");
#endif
  }
  // END SOLUTION
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
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "become one more Weak to the same value");
    if (other.counts_ != nullptr) other.counts_->add_weak();
    counts_ = other.counts_;
    value_ = other.value_;
    // END SOLUTION
  }
  Weak(Weak&& other) noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "take the place of `other`, and leave it a Weak to nothing");
    counts_ = std::exchange(other.counts_, nullptr);
    value_ = other.value_;
    // END SOLUTION
  }
  Weak& operator=(Weak other) noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "watch what `other` watched");
    std::swap(counts_, other.counts_);
    std::swap(value_, other.value_);
    return *this;
    // END SOLUTION
  }

  // One Weak fewer; the counts are freed with the last of all owners and Weaks.
  ~Weak() {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "be one Weak fewer, and free what nobody can ask for any more");
    if (counts_ != nullptr) counts_->drop_weak();
    // END SOLUTION
  }

  // One more owner of the value, or nothing if it has lost its last owner: what is dead, or is
  // just being destroyed, never comes back.
  [[nodiscard]] std::optional<Rc<T, Count>> upgrade() const noexcept {
    // BEGIN SOLUTION(1b)
    // STUB: not_implemented("1b", "become an owner, if there still is one");
    if (counts_ == nullptr || counts_->strong == 0) return std::nullopt;
    counts_->add_owner();
    return Rc<T, Count>(counts_, value_);
    // END SOLUTION
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
