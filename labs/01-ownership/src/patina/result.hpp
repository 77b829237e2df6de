// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1e: Result<T, E>, a value or the reason why there is none.
//
// Interface (the names of std::expected, C++23):
//   Result<int, Error> r = 7;               holds a value
//   Result<void, Error> r;                  holds no value, and says that it went well
//   Result<int, Error> r = unexpected(e);   holds an error
//   r.has_value(), if (r)                   which of both?
//   *r, r->member, r.value(), r.error()     reach it; it is a bug if that half is not there
//   value_or, error_or                      reach it, or take a substitute
//   and_then, transform                     go on with the value; an error passes by untouched
//   or_else, transform_error                go on with the error; a value passes by untouched
//   =, emplace, swap, ==
//
// What the world does wrong is a value of type E, seen in the signature; what a programmer does
// wrong asserts. So value() on an error asserts, where std::expected throws bad_expected_access.
// Invariants: a Result holds exactly one of both at every moment, also after an exception; it
// destroys what it holds exactly once. On an rvalue everything moves, on an lvalue it copies.
// Left out, as against std: constexpr, triviality, conversion from a Result of other types.
// Thread rule: like a plain value; a Result may be handed to another thread iff T and E may.
// See also: patina/try.hpp for PATINA_TRY; Rust's std::result; P0323, P2505.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/base/unexpected.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

template <class T, class E>
class [[nodiscard]] Result {
  static_assert(!std::is_reference_v<T> && !std::is_array_v<T>, "a Result owns what it holds");
  static_assert(!detail::is_unexpected<T>, "T is what one hoped for: it is not an unexpected");

  // What is stored for T.
  using Value = std::conditional_t<std::is_void_v<T>, detail::Nothing, T>;

  static constexpr bool moves_safely =
      std::is_nothrow_move_constructible_v<Value> && std::is_nothrow_move_constructible_v<E>;
  static constexpr bool assigns_safely =
      std::is_nothrow_move_assignable_v<Value> && std::is_nothrow_move_assignable_v<E>;
  // A change of state may have to put back what it took out: one of both must move safely.
  static constexpr bool changes_safely =
      std::is_nothrow_move_constructible_v<Value> || std::is_nothrow_move_constructible_v<E>;

 public:
  using value_type = T;
  using error_type = E;
  // T&, const T& and T&&; void where T is void.
  using Reference = std::add_lvalue_reference_t<T>;
  using ConstReference =
      std::conditional_t<std::is_void_v<T>, void, std::add_lvalue_reference_t<const T>>;
  using RvalueReference = std::add_rvalue_reference_t<T>;

  // Holds a T made without arguments; for a Result<void, E> this is success.
  Result()
    requires std::is_default_constructible_v<Value>
      : Result(std::in_place) {}

  // Holds a T made from `value`, or an E made from what `error` wraps.
  template <class U = T>
    requires std::constructible_from<T, U> && (!std::same_as<std::remove_cvref_t<U>, Result>) &&
             (!std::same_as<std::remove_cvref_t<U>, std::in_place_t>) &&
             (!detail::is_unexpected<std::remove_cvref_t<U>>)
  explicit(!std::is_convertible_v<U, T>) Result(U&& value)
      : Result(std::in_place, std::forward<U>(value)) {}
  template <class G>
    requires std::constructible_from<E, const G&>
  explicit(!std::is_convertible_v<const G&, E>) Result(const unexpected<G>& error)
      : Result(unexpect, error.error()) {}
  template <class G>
    requires std::constructible_from<E, G>
  explicit(!std::is_convertible_v<G, E>) Result(unexpected<G>&& error)
      : Result(unexpect, std::move(error).error()) {}

  // Holds a T, or an E, made in place from `arguments`: it need be neither copyable nor movable.
  template <class... Arguments>
    requires std::constructible_from<Value, Arguments...>
  explicit Result(std::in_place_t, Arguments&&... arguments) {
    not_implemented("1e", "hold a T that is made in place");
  }
  template <class... Arguments>
    requires std::constructible_from<E, Arguments...>
  explicit Result(unexpect_t, Arguments&&... arguments) {
    not_implemented("1e", "hold an E that is made in place");
  }

  // Copies and moves hold what `other` holds. A moved-from Result still holds the same half, in the
  // state that T's or E's own move left it in.
  Result(const Result& other)
    requires std::copy_constructible<Value> && std::copy_constructible<E>
  {
    not_implemented("1e", "hold a copy of what `other` holds");
  }
  Result(Result&& other) noexcept(moves_safely)
    requires std::move_constructible<Value> && std::move_constructible<E>
  {
    not_implemented("1e", "take over what `other` holds");
  }

  // ENSURES: where the state changes from value to error or back and a constructor throws, this
  // Result still holds what it held (as reinit-expected does, [expected.object.assign]). Where it
  // stays, T's or E's own assignment does the work.
  Result& operator=(const Result& other)
    requires std::copyable<Value> && std::copyable<E> && changes_safely
  {
    not_implemented("1e", "assign a copy of what `other` holds");
  }
  Result& operator=(Result&& other) noexcept(moves_safely && assigns_safely)
    requires std::movable<Value> && std::movable<E> && changes_safely
  {
    not_implemented("1e", "assign what `other` holds, by moving it");
  }

  ~Result() {
    not_implemented("1e", "destroy the half that is held");
  }

  bool has_value() const noexcept {
    not_implemented("1e", "say whether a value is held");
  }
  explicit operator bool() const noexcept { return has_value(); }

  // The value. REQUIRES: has_value() (asserts; value() blames the caller's line).
  Reference value(std::source_location where = std::source_location::current()) & {
    not_implemented("1e", "give access to the value, or assert");
  }
  ConstReference value(std::source_location where = std::source_location::current()) const& {
    not_implemented("1e", "give const access to the value, or assert");
  }
  RvalueReference value(std::source_location where = std::source_location::current()) && {
    not_implemented("1e", "let the value be moved out, or assert");
  }
  Reference operator*() & { return value(); }
  ConstReference operator*() const& { return value(); }
  RvalueReference operator*() && { return std::move(*this).value(); }
  auto* operator->()
    requires(!std::is_void_v<T>)
  {
    return std::addressof(value());
  }
  const auto* operator->() const
    requires(!std::is_void_v<T>)
  {
    return std::addressof(value());
  }

  // The error. REQUIRES: !has_value() (asserts, and blames the caller's line).
  E& error(std::source_location where = std::source_location::current()) & {
    not_implemented("1e", "give access to the error, or assert");
  }
  const E& error(std::source_location where = std::source_location::current()) const& {
    not_implemented("1e", "give const access to the error, or assert");
  }
  E&& error(std::source_location where = std::source_location::current()) && {
    not_implemented("1e", "let the error be moved out, or assert");
  }

  // The value, or a T made from `substitute` where there is none.
  template <class U>
  T value_or(U&& substitute) const&
    requires(!std::is_void_v<T>)
  {
    not_implemented("1e", "copy the value, or make one from the substitute");
  }
  template <class U>
  T value_or(U&& substitute) &&
    requires(!std::is_void_v<T>)
  {
    not_implemented("1e", "move the value out, or make one from the substitute");
  }
  template <class G>
  E error_or(G&& substitute) const& {
    not_implemented("1e", "copy the error, or make one from the substitute");
  }
  template <class G>
  E error_or(G&& substitute) && {
    not_implemented("1e", "move the error out, or make one from the substitute");
  }

  // and_then: f takes the value and returns a Result with the same E, which is the answer.
  template <class F>
  auto and_then(F&& f) & { return and_then_of(*this, std::forward<F>(f)); }
  template <class F>
  auto and_then(F&& f) const& { return and_then_of(*this, std::forward<F>(f)); }
  template <class F>
  auto and_then(F&& f) && { return and_then_of(std::move(*this), std::forward<F>(f)); }

  // transform: f takes the value and returns a new one (or void); the answer holds that.
  template <class F>
  auto transform(F&& f) & { return transform_of(*this, std::forward<F>(f)); }
  template <class F>
  auto transform(F&& f) const& { return transform_of(*this, std::forward<F>(f)); }
  template <class F>
  auto transform(F&& f) && { return transform_of(std::move(*this), std::forward<F>(f)); }

  // or_else: f takes the error and returns a Result with the same T, which is the answer.
  template <class F>
  auto or_else(F&& f) & { return or_else_of(*this, std::forward<F>(f)); }
  template <class F>
  auto or_else(F&& f) const& { return or_else_of(*this, std::forward<F>(f)); }
  template <class F>
  auto or_else(F&& f) && { return or_else_of(std::move(*this), std::forward<F>(f)); }

  // transform_error: f takes the error and returns a new one; the answer holds that.
  template <class F>
  auto transform_error(F&& f) & { return transform_error_of(*this, std::forward<F>(f)); }
  template <class F>
  auto transform_error(F&& f) const& { return transform_error_of(*this, std::forward<F>(f)); }
  template <class F>
  auto transform_error(F&& f) && {
    return transform_error_of(std::move(*this), std::forward<F>(f));
  }

  // Destroys what is held and makes a T in its place, which therefore must not throw.
  template <class... Arguments>
    requires std::is_nothrow_constructible_v<Value, Arguments...>
  Reference emplace(Arguments&&... arguments) noexcept {
    not_implemented("1e", "destroy what is held and make a value in its place");
  }

  // Exchanges what both hold. ENSURES: where the states differ and a move throws, both still hold
  // what they held.
  void swap(Result& other) noexcept(moves_safely && std::is_nothrow_swappable_v<Value> &&
                                    std::is_nothrow_swappable_v<E>)
    requires std::movable<Value> && std::movable<E> && changes_safely
  {
    not_implemented("1e", "exchange values, errors, or one of each");
  }
  friend void swap(Result& left, Result& right) noexcept(noexcept(left.swap(right)))
    requires requires { left.swap(right); }
  {
    left.swap(right);
  }

  // Equal iff both hold the same half and those are equal.
  friend bool operator==(const Result& left, const Result& right)
    requires std::equality_comparable<Value> && std::equality_comparable<E>
  {
    not_implemented("1e", "compare two Results");
  }
  template <class U>
    requires(!std::is_void_v<T> && !detail::is_result<U> && !detail::is_unexpected<U>)
  friend bool operator==(const Result& left, const U& value) {
    return left.has_value() && *left == value;
  }
  template <class G>
  friend bool operator==(const Result& left, const unexpected<G>& error) {
    return !left.has_value() && left.error() == error.error();
  }

 private:
  // The work of the four chains. `self` comes as the caller had it: by std::forward<Self>(self) an
  // rvalue gives its halves away, and an lvalue keeps them.
  template <class Self, class F>
  static auto and_then_of(Self&& self, F&& f)
      -> detail::AnswerTo<F, decltype(*std::forward<Self>(self))> {
    using Next = detail::AnswerTo<F, decltype(*std::forward<Self>(self))>;
    static_assert(detail::is_result<Next>,
                  "and_then takes a function that returns a Result; for one that returns a plain "
                  "value there is transform");
    if constexpr (detail::is_result<Next>) {
      static_assert(std::is_same_v<typename Next::error_type, E>,
                    "and_then keeps the type of the error: change it by transform_error first");
    }
    not_implemented("1e", "go on with the value, or pass the error on");
  }
  template <class Self, class F>
  static auto transform_of(Self&& self, F&& f)
      -> Result<detail::AnswerTo<F, decltype(*std::forward<Self>(self))>, E> {
    not_implemented("1e", "hold what f makes of the value, or pass the error on");
  }
  template <class Self, class F>
  static auto or_else_of(Self&& self, F&& f)
      -> detail::AnswerTo<F, decltype(std::forward<Self>(self).error())> {
    using Next = detail::AnswerTo<F, decltype(std::forward<Self>(self).error())>;
    static_assert(detail::is_result<Next>, "or_else takes a function that returns a Result");
    if constexpr (detail::is_result<Next>) {
      static_assert(std::is_same_v<typename Next::value_type, T>,
                    "or_else keeps the type of the value: change it by transform first");
    }
    not_implemented("1e", "go on with the error, or pass the value on");
  }
  template <class Self, class F>
  static auto transform_error_of(Self&& self, F&& f)
      -> Result<T, detail::AnswerTo<F, decltype(std::forward<Self>(self).error())>> {
    not_implemented("1e", "hold what f makes of the error, or pass the value on");
  }

  // How you hold the halves is up to you: what follows is one way, and so are its names.
  union {
    Value value_;  // lives iff has_value_
    E error_;      // lives iff not
  };
  bool has_value_ = false;

};

}  // namespace patina
