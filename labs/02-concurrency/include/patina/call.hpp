// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A function together with its arguments, to be called once, later and perhaps elsewhere.
//
// Interface:
//   call(f, arguments...) -> Call      call(fib, 31)() is fib(31)
//   require_send_call<F>()             compiles iff an F may be called on another thread
//   require_shared_call<F, A>()        compiles iff threads may call one F with an A at once
//   invoke_unit(f)                     f(), and a Unit if that returns nothing
//
// Closures capture, and what they captured cannot be asked whether it is Send (task 1f). A Call
// holds in view what a closure hides: it is Send iff its arguments are and its function captures
// nothing. Arguments are copied or moved in, and moved on to the function.
// Thread rule: a value, for one thread.
#pragma once

#include <patina/send.hpp>

#include <concepts>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace patina {

template <class F, class... Arguments>
class [[nodiscard]] Call {
 public:
  explicit Call(F function, Arguments... arguments)
      : function_(std::move(function)), arguments_(std::move(arguments)...) {}

  auto operator()() { return std::apply(function_, std::move(arguments_)); }

  PATINA_UNSAFE_SEND(Call, Captureless<F> && (Send<Arguments> && ...));

 private:
  [[no_unique_address]] F function_;
  [[no_unique_address]] std::tuple<Arguments...> arguments_;
};

template <class F, class... Arguments>
  requires std::invocable<std::decay_t<F>&, std::decay_t<Arguments>...>
auto call(F&& function, Arguments&&... arguments) {
  return Call<std::decay_t<F>, std::decay_t<Arguments>...>(std::forward<F>(function),
                                                           std::forward<Arguments>(arguments)...);
}

// What a function that returns nothing returns.
using Unit = std::monostate;

template <class F>
using UnitResult =
    std::conditional_t<std::is_void_v<std::invoke_result_t<F&>>, Unit, std::invoke_result_t<F&>>;

template <class F>
UnitResult<F> invoke_unit(F& function) {
  if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
    function();
    return Unit{};
  } else {
    return function();
  }
}

template <class F>
consteval void require_send_call() {
  static_assert(Captureless<F> || Send<F>,
                "what runs on another thread must be captureless, or Send as call(f, arguments...) "
                "is if its arguments are: C++ cannot look into a closure");
  static_assert(std::invocable<F&>, "it is called with no arguments: put them into call(f, ...)");
  static_assert(Send<UnitResult<F>>, "its result comes back from another thread, so it is Send");
}

template <class F, class... Arguments>
consteval void require_shared_call() {
  static_assert(Captureless<F> || (Send<F> && Sync<F>),
                "what several threads call at once must be captureless, or a class that is Send "
                "and Sync: C++ cannot look into a closure");
  static_assert(std::invocable<const F&, Arguments...>,
                "several threads call it at once: it is called as const, with these arguments");
}

}  // namespace patina
