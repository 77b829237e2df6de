// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How a task ended: with a value, with an exception, or not yet. Also the half of a coroutine's
// promise that takes what `co_return` and an escaping exception leave behind.
//
// Interface:
//   outcome.is_set()                   has it ended?
//   std::move(outcome).into_poll()     pending, or the value, or throws the exception
//   std::move(outcome).take()          the same without the wrapping. REQUIRES: is_set()
//   outcome.poll(future, context)      polls; its value or exception becomes the outcome. Set now?
//   return_value, return_void, unhandled_exception    called by coroutines
//
// Thread rule: a value type.
#pragma once

#include <patina/async/context.hpp>

#include <concepts>
#include <exception>
#include <type_traits>
#include <utility>

namespace patina {

namespace detail {

template <class T>
class OutcomeValue {
 public:
  template <class U = T>
    requires std::constructible_from<T, U>
  void return_value(U&& value) { value_ = Poll<T>(std::forward<U>(value)); }

 protected:
  Poll<T> value_{Pending{}};
};

template <>
class OutcomeValue<void> {
 public:
  void return_void() noexcept { value_ = Ready{}; }

 protected:
  Poll<void> value_{Pending{}};
};

}  // namespace detail

template <class T>
class Outcome : public detail::OutcomeValue<T> {
 public:
  void unhandled_exception() noexcept { exception_ = std::current_exception(); }

  bool is_set() const noexcept { return this->value_.is_ready() || exception_ != nullptr; }

  Poll<T> into_poll() && {
    if (exception_ != nullptr) [[unlikely]]
      std::rethrow_exception(std::exchange(exception_, {}));
    return std::move(this->value_);
  }
  T take() && { return std::move(*this).into_poll().take(); }

  template <class F>
  bool poll(F& future, Context& context) noexcept {
    try {
      this->value_ = future.poll(context);
      return this->value_.is_ready();
    } catch (...) {
      unhandled_exception();
      return true;
    }
  }

 private:
  std::exception_ptr exception_;
};

}  // namespace patina
