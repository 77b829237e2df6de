// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The error half of a Result, marked as such: `return unexpected(error);`.
//
// Interface (the names of std::unexpected, C++23):
//   unexpected(e)      wraps e; its type is deduced
//   u.error()          what was wrapped; moves out of an rvalue
//   ==                 compares what was wrapped
//   unexpect           picks the constructor of Result that makes an error in place
//   detail             questions that Result asks about types
//
// The mark is needed because T and E may be one type: in a Result<int, int> a bare 7 is a value.
// Thread rule: a value type.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

namespace patina {

template <class E>
class unexpected {
  static_assert(std::is_object_v<E> && !std::is_array_v<E> && !std::is_const_v<E>,
                "an error is a plain value: no reference, no array, no const, not void");

 public:
  template <class G = E>
    requires std::constructible_from<E, G> && (!std::same_as<std::remove_cvref_t<G>, unexpected>)
  constexpr explicit unexpected(G&& error) : error_(std::forward<G>(error)) {}

  constexpr E& error() & noexcept { return error_; }
  constexpr const E& error() const& noexcept { return error_; }
  constexpr E&& error() && noexcept { return std::move(error_); }

  template <class G>
  friend constexpr bool operator==(const unexpected& left, const unexpected<G>& right) {
    return left.error_ == right.error();
  }

 private:
  E error_;
};

template <class E>
unexpected(E) -> unexpected<E>;

struct unexpect_t {
  explicit unexpect_t() = default;
};
inline constexpr unexpect_t unexpect{};

template <class T, class E>
class Result;

namespace detail {

template <class R>
inline constexpr bool is_result = false;
template <class T, class E>
inline constexpr bool is_result<Result<T, E>> = true;

template <class R>
inline constexpr bool is_unexpected = false;
template <class E>
inline constexpr bool is_unexpected<unexpected<E>> = true;

// Stored where T is void.
struct Nothing {
  bool operator==(const Nothing&) const = default;
};

// What a function answers when it is given a V, or nothing where V is void.
template <class F, class V>
struct Answer {
  using type = std::remove_cvref_t<std::invoke_result_t<F, V>>;
};
template <class F>
struct Answer<F, void> {
  using type = std::remove_cvref_t<std::invoke_result_t<F>>;
};
template <class F, class V>
using AnswerTo = typename Answer<F, V>::type;

}  // namespace detail

}  // namespace patina
