// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1c, second half: RefCell<T>, a value with many readers or one writer, checked at run time.
//
// Interface:
//   borrow(), borrow_mut()             a guard that reads, a guard that writes; asserts on conflict
//   try_borrow(), try_borrow_mut()     the same, or nothing on conflict
//   with(f), with_mut(f)               calls f with the value, borrowed for as long as f runs
//   replace(value)                     puts `value` in and gives the old one back
//   std::move(cell).into_inner()       gives up the value
//   *guard, guard->member              the value; a Ref gives it const
//   std::move(guard).map(f)            the guard of a part: f takes the value, returns the part
//
// Invariants: while a Ref lives the value does not change and no RefMut lives; while a RefMut lives
// it is the only way to the value. A borrow ends when its guard dies; a guard that was moved from
// ends nothing. The cell outlives its guards, stays where it is, and is never destroyed borrowed.
// Blame: nobody passes `where`, the line of the call. A conflict blames the newcomer's, and names
// since which place the cell has been borrowed; the guard made there may be dead by now, if others
// came meanwhile. Operators and map() have no `where`: they blame a line of this file.
// Cost: a compare or two and one store to borrow, one store to release. Unless NDEBUG is defined,
// a place is kept too; what uses it needs the same #ifndef, for benches define NDEBUG.
// Thread rule: one thread at a time, even for what is const (task 1f says so to the compiler).
// See also: Rust's std::cell::RefCell.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>

#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace patina {

// Who borrows a cell at the moment. Given.
template <class Count>
struct Borrows {
  static_assert(std::signed_integral<Count>, "the sign tells readers from writers");

  Count count = 0;  // above zero: that many readers; below: that many writers; zero: nobody
#ifndef NDEBUG
  std::source_location first_taken_at{};  // where the first borrow since `count` was zero came from
#endif
};

// One borrow that counts: of a reader where kStep is +1, of a writer where it is -1. Several
// writers at once are the halves of one RefMut that was split (task 1h).
template <class Count, int kStep>
class Lease {
 public:
  // Counts one more. REQUIRES: the conflict was ruled out before. Asserts rather than let the count
  // wrap: guards that are leaked are counted for ever, and a count that wraps says "nobody".
  Lease(Borrows<Count>& borrows, const std::source_location& where) : borrows_(&borrows) {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "count one more borrow, and note where the first was taken");
    constexpr Count full =
        kStep > 0 ? std::numeric_limits<Count>::max() : std::numeric_limits<Count>::min();
    if (borrows.count == full) [[unlikely]]
      fail_assertion("a RefCell is not borrowed more often than it can count", where);
#ifndef NDEBUG
    if (borrows.count == 0) borrows.first_taken_at = where;
#endif
    borrows.count = static_cast<Count>(borrows.count + kStep);
    // END SOLUTION
  }

  // Takes over the borrow of `other`, which holds none afterwards. Counts nothing.
  Lease(Lease&& other) noexcept {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "take over the borrow of another guard");
    borrows_ = std::exchange(other.borrows_, nullptr);  // mutant 1c-moved-guard-releases
    // END SOLUTION
  }

  // Takes over the borrow of `other`; the one held so far ends.
  Lease& operator=(Lease other) noexcept {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "take over the borrow of another guard, end the present one");
    std::swap(borrows_, other.borrows_);
    return *this;
    // END SOLUTION
  }

  // Ends the borrow, if it still holds one.
  ~Lease() {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "end the borrow");
    // One step toward zero and not "to zero": others may still hold theirs, and that is true of
    // writers too. (Mutants 1c-release-frees-all, 1h-first-half-frees-all.)
    if (borrows_ != nullptr) borrows_->count = static_cast<Count>(borrows_->count - kStep);
    // END SOLUTION
  }

  Borrows<Count>* borrows() const noexcept { return borrows_; }  // null once moved from

 private:
  Borrows<Count>* borrows_ = nullptr;
};

template <class T, class Count = std::int32_t>
class RefCell;

// The right to read a value, or a part of one, for as long as the guard lives.
template <class U, class Count = std::int32_t>
class [[nodiscard]] Ref {
 public:
  Ref(Ref&&) noexcept = default;
  Ref& operator=(Ref&&) noexcept = default;

  // REQUIRES: the guard has not been moved from (asserts).
  const U& operator*() const& {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "give access to the value that is read");
    PATINA_ASSERT(lease_.borrows() != nullptr, "a Ref is not used after it was moved from");
    return *part_;
    // END SOLUTION
  }
  const U* operator->() const& {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "give access to a member of the value that is read");
    return &**this;
    // END SOLUTION
  }
  // Not from a guard that is about to die: in `auto& r = *cell.borrow();` the borrow ends with the
  // line, and r does not. Name the guard, or use with().
  // BEGIN SOLUTION(1c)
  // STUB: // (Forbid it here: both operators.)
  const U& operator*() const&& = delete;
  const U* operator->() const&& = delete;
  // END SOLUTION

  // Turns the guard into one of a part of the value: `part_of` takes `const U&`, returns `Part&`.
  // The whole value stays borrowed. REQUIRES: the guard has not been moved from (asserts).
  template <class F>
    requires std::is_lvalue_reference_v<std::invoke_result_t<F, const U&>>
  auto map(F&& part_of) && -> Ref<std::remove_cvref_t<std::invoke_result_t<F, const U&>>, Count> {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "turn the guard into one of a part");
    const auto& part = std::invoke(std::forward<F>(part_of), **this);
    return {part, std::move(lease_)};
    // END SOLUTION
  }

 private:
  template <class, class>
  friend class Ref;
  template <class, class>
  friend class RefCell;
  friend struct RefAccess;

  Ref(const U& part, Lease<Count, +1> lease) noexcept : part_(&part), lease_(std::move(lease)) {}

  const U* part_;
  Lease<Count, +1> lease_;
};

// The right to change a value, or a part of one, for as long as the guard lives.
// Who may change the value is who holds the guard: a const RefMut still gives `U&`, as a pointer.
template <class U, class Count = std::int32_t>
class [[nodiscard]] RefMut {
 public:
  RefMut(RefMut&&) noexcept = default;
  RefMut& operator=(RefMut&&) noexcept = default;

  // REQUIRES: the guard has not been moved from (asserts).
  U& operator*() const& {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "give access to the value that is changed");
    PATINA_ASSERT(lease_.borrows() != nullptr, "a RefMut is not used after it was moved from");
    return *part_;
    // END SOLUTION
  }
  U* operator->() const& {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "give access to a member of the value that is changed");
    return &**this;
    // END SOLUTION
  }
  // Not from a guard that is about to die, as with Ref.
  // BEGIN SOLUTION(1c)
  // STUB: // (Forbid it here: both operators.)
  U& operator*() const&& = delete;
  U* operator->() const&& = delete;
  // END SOLUTION

  // Turns the guard into one of a part of the value: `part_of` takes `U&` and returns `Part&`.
  // The whole value stays borrowed. REQUIRES: the guard has not been moved from (asserts).
  template <class F>
    requires std::is_lvalue_reference_v<std::invoke_result_t<F, U&>>
  auto map(F&& part_of) && -> RefMut<std::remove_reference_t<std::invoke_result_t<F, U&>>, Count> {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "turn the guard into one of a part");
    auto& part = std::invoke(std::forward<F>(part_of), **this);
    return {part, std::move(lease_)};
    // END SOLUTION
  }

 private:
  template <class, class>
  friend class RefMut;
  template <class, class>
  friend class RefCell;
  friend struct RefAccess;

  RefMut(U& part, Lease<Count, -1> lease) noexcept : part_(&part), lease_(std::move(lease)) {}

  U* part_;
  Lease<Count, -1> lease_;
};

template <class T, class Count>
class RefCell {
 public:
  // A type that sees `const RefCell&` may borrow, even to write: const here means shared, not
  // frozen, and the count keeps the sharers apart.
  using value_type = T;

  explicit RefCell(T value) : value_(std::move(value)) {}

  // A T made in place from `arguments`: it need be neither copyable nor movable.
  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  explicit RefCell(std::in_place_t, Arguments&&... arguments)
      : value_(std::forward<Arguments>(arguments)...) {}

  // Guards point to the cell: it stays where it is. Its value may travel, by into_inner().
  RefCell(const RefCell&) = delete;
  RefCell& operator=(const RefCell&) = delete;

  // REQUIRES: nobody borrows the value (asserts, and blames the line since which it is borrowed).
  ~RefCell() {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "refuse to die while somebody borrows the value");
    if (borrows_.count != 0) [[unlikely]] {
#ifndef NDEBUG
      conflict("a RefCell is not destroyed while it is borrowed", borrows_.first_taken_at);
#else
      conflict("a RefCell is not destroyed while it is borrowed");
#endif
    }
    // END SOLUTION
  }

  // The value, to read. REQUIRES: nobody writes. Else asserts: it blames `where`, and the sentence
  // names as "file:line" the place since which the cell has been borrowed.
  Ref<T, Count> borrow(std::source_location where = std::source_location::current()) const {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "borrow the value to read it");
    if (borrows_.count < 0) [[unlikely]]
      conflict("a RefCell is not read while it is borrowed to be changed", where);
    return {value_, Lease<Count, +1>(borrows_, where)};
    // END SOLUTION
  }

  // The value, to change. REQUIRES: nobody reads and nobody writes (asserts as borrow() does).
  RefMut<T, Count> borrow_mut(std::source_location where = std::source_location::current()) const {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "borrow the value to change it");
    if (borrows_.count != 0) [[unlikely]]
      conflict("a RefCell is not changed while it is borrowed", where);
    return {value_, Lease<Count, -1>(borrows_, where)};
    // END SOLUTION
  }

  // Returns a guard to read with, or nothing while somebody writes. Asserts if the count is full.
  [[nodiscard]] std::optional<Ref<T, Count>> try_borrow(
      std::source_location where = std::source_location::current()) const {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "borrow the value to read it, if nobody writes");
    if (borrows_.count < 0) return std::nullopt;
    return borrow(where);
    // END SOLUTION
  }

  // Returns a guard to write with, or nothing while somebody reads or writes.
  [[nodiscard]] std::optional<RefMut<T, Count>> try_borrow_mut(
      std::source_location where = std::source_location::current()) const {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "borrow the value to change it, if nobody borrows it");
    if (borrows_.count != 0) return std::nullopt;
    return borrow_mut(where);
    // END SOLUTION
  }

  // Calls `f` with `const T&` and returns, by value, what it returns. The value is borrowed until
  // `f` is left, by return or by exception. REQUIRES: as borrow().
  template <class F>
  auto with(F&& f, std::source_location where = std::source_location::current()) const
      -> std::remove_cvref_t<std::invoke_result_t<F, const T&>> {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "call f with the value, borrowed to be read");
    const auto guard = borrow(where);
    return std::invoke(std::forward<F>(f), *guard);
    // END SOLUTION
  }

  // The same with `T&`. REQUIRES: as borrow_mut().
  template <class F>
  auto with_mut(F&& f, std::source_location where = std::source_location::current()) const
      -> std::remove_cvref_t<std::invoke_result_t<F, T&>> {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "call f with the value, borrowed to be changed");
    const auto guard = borrow_mut(where);
    return std::invoke(std::forward<F>(f), *guard);
    // END SOLUTION
  }

  // Puts `value` in and returns the old one. REQUIRES: as borrow_mut().
  T replace(T value, std::source_location where = std::source_location::current()) const {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "put a new value in and give the old one back");
    const auto guard = borrow_mut(where);
    return std::exchange(*guard, std::move(value));
    // END SOLUTION
  }

  // Gives up the value. REQUIRES: as borrow_mut().
  [[nodiscard]] T into_inner(std::source_location where = std::source_location::current()) && {
    // BEGIN SOLUTION(1c)
    // STUB: not_implemented("1c", "give up the value");
    const auto guard = borrow_mut(where);
    return std::move(*guard);
    // END SOLUTION
  }

  // There is no get_mut(): Rust's needs a compiler that knows `&mut` to be the only reference.

 private:
  mutable T value_;
  mutable Borrows<Count> borrows_;

  // BEGIN SOLUTION(1c)
  // STUB:
  // Takes both by value: what has to be in memory for this call is put there by every borrow.
  [[noreturn, gnu::cold, gnu::noinline]] void conflict(
      const char* rule, std::source_location where = std::source_location::current()) const {
    std::string sentence = rule;
#ifndef NDEBUG
    sentence += std::string("; it has been borrowed since ") + borrows_.first_taken_at.file_name();
    sentence += ":" + std::to_string(borrows_.first_taken_at.line());
#endif
    fail_assertion(sentence, where);
  }
  // END SOLUTION
};

// The door for who splits a guard in two (task 1h). Given. It can't check that the two parts are
// apart: that is for its caller to know.
struct RefAccess {
  // A second guard of the borrow that `guard` holds, on `part` of its value. It counts on its own:
  // the cell is free again when both have died. REQUIRES: `guard` has not been moved from.
  template <class U, class Count, class Part>
  static Ref<Part, Count> another(const Ref<U, Count>& guard, const Part& part,
                                  std::source_location where = std::source_location::current()) {
    return {part, Lease<Count, +1>(live(guard, where), where)};
  }
  template <class U, class Count, class Part>
  static RefMut<Part, Count> another(const RefMut<U, Count>& guard, Part& part,
                                     std::source_location where = std::source_location::current()) {
    return {part, Lease<Count, -1>(live(guard, where), where)};
  }

 private:
  template <template <class, class> class Guard, class U, class Count>
  static Borrows<Count>& live(const Guard<U, Count>& guard, const std::source_location& where) {
    Borrows<Count>* const borrows = guard.lease_.borrows();
    if (borrows == nullptr) fail_assertion("a guard is not used after it was moved from", where);
    return *borrows;
  }
};

}  // namespace patina
