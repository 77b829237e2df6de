// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate of task 1e: the halves live in a std::variant, value first, error second.
// Copying, moving and destroying are the variant's own. A variant may lose both halves when a
// change of state throws, so that alone is written by hand, for assignment and swap alike.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/unexpected.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>
#include <variant>

namespace patina {

template <class T, class E>
class [[nodiscard]] Result {
  static constexpr bool is_void = std::is_void_v<T>;
  using Value = std::conditional_t<is_void, detail::Nothing, T>;
  using Location = std::source_location;
  static constexpr bool one_is_safe =
      std::is_nothrow_move_constructible_v<Value> || std::is_nothrow_move_constructible_v<E>;

 public:
  using value_type = T;
  using error_type = E;

  Result()
    requires std::default_initializable<Value>
  = default;
  Result(const Result&) = default;
  Result(Result&&) = default;
  ~Result() = default;

  template <class U>
    requires std::constructible_from<T, U&&> && (!detail::is_result<std::remove_cvref_t<U>>) &&
             (!detail::is_unexpected<std::remove_cvref_t<U>>)
  explicit(!std::is_convertible_v<U&&, T>) Result(U&& value)
      : held_(std::in_place_index<0>, std::forward<U>(value)) {}
  template <class... Arguments>
  explicit Result(std::in_place_t, Arguments&&... arguments)
      : held_(std::in_place_index<0>, std::forward<Arguments>(arguments)...) {}
  template <class... Arguments>
  explicit Result(unexpect_t, Arguments&&... arguments)
      : held_(std::in_place_index<1>, std::forward<Arguments>(arguments)...) {}
  template <std::convertible_to<E> G>
  Result(const unexpected<G>& error) : held_(std::in_place_index<1>, error.error()) {}
  template <std::convertible_to<E> G>
  Result(unexpected<G>&& error) : held_(std::in_place_index<1>, std::move(error).error()) {}

  Result& operator=(const Result& other)
    requires std::copyable<Value> && std::copyable<E> && one_is_safe
  {
    return assign(other);
  }
  Result& operator=(Result&& other)
    requires std::movable<Value> && std::movable<E> && one_is_safe
  {
    return assign(std::move(other));
  }

  bool has_value() const noexcept { return held_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  decltype(auto) value(Location where = Location::current()) & { return half<0>(*this, where); }
  decltype(auto) value(Location where = Location::current()) const& {
    return half<0>(*this, where);
  }
  decltype(auto) value(Location where = Location::current()) && {
    return half<0>(std::move(*this), where);
  }
  decltype(auto) error(Location where = Location::current()) & { return half<1>(*this, where); }
  decltype(auto) error(Location where = Location::current()) const& {
    return half<1>(*this, where);
  }
  decltype(auto) error(Location where = Location::current()) && {
    return half<1>(std::move(*this), where);
  }
  decltype(auto) operator*() & { return value(); }
  decltype(auto) operator*() const& { return value(); }
  decltype(auto) operator*() && { return std::move(*this).value(); }
  auto* operator->() { return std::addressof(value()); }
  const auto* operator->() const { return std::addressof(value()); }

  template <class U>
  auto value_or(U&& substitute) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(substitute));
  }
  template <class U>
  auto value_or(U&& substitute) && {
    return has_value() ? std::move(*this).value() : static_cast<T>(std::forward<U>(substitute));
  }
  template <class G>
  E error_or(G&& substitute) const& {
    return has_value() ? static_cast<E>(std::forward<G>(substitute)) : error();
  }
  template <class G>
  E error_or(G&& substitute) && {
    return has_value() ? static_cast<E>(std::forward<G>(substitute)) : std::move(*this).error();
  }

  template <class F>
  auto and_then(F&& f) const& { return bind(*this, f); }
  template <class F>
  auto and_then(F&& f) & { return bind(*this, f); }
  template <class F>
  auto and_then(F&& f) && { return bind(std::move(*this), f); }
  template <class F>
  auto or_else(F&& f) const& { return bind_error(*this, f); }
  template <class F>
  auto or_else(F&& f) & { return bind_error(*this, f); }
  template <class F>
  auto or_else(F&& f) && { return bind_error(std::move(*this), f); }

  // The other two wrap what f returns, and are then the first two.
  template <class F>
  auto transform(F&& f) const& { return bind(*this, wrapped(f)); }
  template <class F>
  auto transform(F&& f) & { return bind(*this, wrapped(f)); }
  template <class F>
  auto transform(F&& f) && { return bind(std::move(*this), wrapped(f)); }
  template <class F>
  auto transform_error(F&& f) const& { return bind_error(*this, wrapped_error(f)); }
  template <class F>
  auto transform_error(F&& f) & { return bind_error(*this, wrapped_error(f)); }
  template <class F>
  auto transform_error(F&& f) && { return bind_error(std::move(*this), wrapped_error(f)); }

  template <class... Arguments>
    requires std::is_nothrow_constructible_v<Value, Arguments...>
  decltype(auto) emplace(Arguments&&... arguments) noexcept {
    held_.template emplace<0>(std::forward<Arguments>(arguments)...);
    return value();
  }

  void swap(Result& other)
    requires std::movable<Value> && std::movable<E> && one_is_safe
  {
    if (has_value() == other.has_value()) return std::ranges::swap(held_, other.held_);
    Result& good = has_value() ? *this : other;
    Result& bad = has_value() ? other : *this;
    if constexpr (std::is_nothrow_move_constructible_v<E>) {
      E aside = std::get<1>(std::move(bad.held_));
      bad.template change<0>(std::get<0>(std::move(good.held_)), aside);
      good.held_.template emplace<1>(std::move(aside));
    } else {
      Value aside = std::get<0>(std::move(good.held_));
      good.template change<1>(std::get<1>(std::move(bad.held_)), aside);
      bad.held_.template emplace<0>(std::move(aside));
    }
  }
  friend void swap(Result& left, Result& right) { left.swap(right); }

  friend bool operator==(const Result& left, const Result& right) {
    if (left.has_value() && right.has_value()) {
      return std::get<0>(left.held_) == std::get<0>(right.held_);
    }
    return left.has_value() == right.has_value() && left.error() == right.error();
  }
  template <class U>
    requires(!detail::is_result<U> && !detail::is_unexpected<U>)
  friend bool operator==(const Result& left, const U& value) {
    return left.has_value() && *left == value;
  }
  template <class G>
  friend bool operator==(const Result& left, const unexpected<G>& error) {
    return !left.has_value() && left.error() == error.error();
  }

 private:
  template <std::size_t I, class Self>
  static decltype(auto) half(Self&& self, Location where) {
    if (self.held_.index() != I) fail_assertion("the other half is held here", where);
    if constexpr (I == 1 || !is_void) return std::get<I>(std::forward<Self>(self).held_);
  }

  template <class Self, class F>
  static auto bind(Self&& self, F&& f) {
    const auto call = [&]() -> decltype(auto) {
      if constexpr (is_void) {
        return std::invoke(f);
      } else {
        return std::invoke(f, std::forward<Self>(self).value());
      }
    };
    using Next = std::remove_cvref_t<decltype(call())>;
    static_assert(detail::is_result<Next>, "and_then takes a function that returns a Result");
    return self.has_value() ? call() : Next(unexpect, std::forward<Self>(self).error());
  }
  template <class Self, class F>
  static auto bind_error(Self&& self, F&& f) {
    using Next = std::remove_cvref_t<decltype(std::invoke(f, std::forward<Self>(self).error()))>;
    if (!self.has_value()) return std::invoke(f, std::forward<Self>(self).error());
    if constexpr (is_void) {
      return Next(std::in_place);
    } else {
      return Next(std::in_place, std::forward<Self>(self).value());
    }
  }
  template <class F>
  static auto wrapped(F& f) {
    return [&f]<class... V>(V&&... value) {
      using U = std::remove_cvref_t<std::invoke_result_t<F&, V...>>;
      if constexpr (std::is_void_v<U>) {
        std::invoke(f, std::forward<V>(value)...);
        return Result<U, E>();
      } else {
        return Result<U, E>(std::in_place, std::invoke(f, std::forward<V>(value)...));
      }
    };
  }
  template <class F>
  static auto wrapped_error(F& f) {
    return [&f]<class G>(G&& error) {
      using U = std::remove_cvref_t<std::invoke_result_t<F&, G>>;
      return Result<T, U>(unexpect, std::invoke(f, std::forward<G>(error)));
    };
  }

  template <class Other>
  Result& assign(Other&& other) {
    if (has_value() == other.has_value()) {
      held_ = std::forward<Other>(other).held_;
    } else if (has_value()) {
      replace<1>(std::get<1>(std::forward<Other>(other).held_));
    } else {
      replace<0>(std::get<0>(std::forward<Other>(other).held_));
    }
    return *this;
  }
  template <std::size_t I, class Source>
  void replace(Source&& source) {
    using New = std::variant_alternative_t<I, decltype(held_)>;
    if constexpr (std::is_nothrow_move_constructible_v<New>) {
      held_.template emplace<I>(New(std::forward<Source>(source)));
    } else {
      auto aside = std::get<1 - I>(std::move(held_));
      change<I>(std::forward<Source>(source), aside);
    }
  }
  // Takes half I from `source`; if that throws, the other half comes back from `aside`.
  template <std::size_t I, class Source, class Aside>
  void change(Source&& source, Aside& aside) try {
    held_.template emplace<I>(std::forward<Source>(source));
  } catch (...) {
    held_.template emplace<1 - I>(std::move(aside));
    throw;
  }

  std::variant<Value, E> held_;
};

}  // namespace patina
