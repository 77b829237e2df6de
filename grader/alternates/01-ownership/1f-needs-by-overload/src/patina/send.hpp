// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate of task 1f: no traits, but overloads of patina_needs(question, Tag<T>) that are only
// declared. The return type lists what must hold, and one consteval function asks on. Where no
// overload is, the answer is no. An opt-in is one more overload, a friend of the class.
#pragma once

#include <patina/base/for_each.hpp>
#include <patina/base/forward.hpp>

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace patina {
namespace detail {

struct ForSend {};
struct ForSync {};
template <class T>
struct Tag {};

template <class Question, class T>
consteval bool holds() {
  if constexpr (requires { patina_needs(Question{}, Tag<T>{}); }) {
    return decltype(patina_needs(Question{}, Tag<T>{}))::hold();
  } else {
    return false;
  }
}

template <class Question, class... Parts>
struct All {
  static consteval bool hold() { return (holds<Question, std::remove_cv_t<Parts>>() && ...); }
};
template <class T>
struct Both {
  static consteval bool hold() { return All<ForSend, T>::hold() && All<ForSync, T>::hold(); }
};

template <class T>
concept Plain = std::is_scalar_v<T> || std::is_void_v<T>;
template <class T>
concept PointsToData = std::is_pointer_v<T> && !std::is_function_v<std::remove_pointer_t<T>>;

template <class Q, Plain T>
  requires(!PointsToData<T>)
All<Q> patina_needs(Q, Tag<T>);
template <class Q>
All<Q> patina_needs(Q, Tag<std::monostate>);

template <class Q, class T>
All<Q, T> patina_needs(Q, Tag<T[]>);
template <class Q, class T, std::size_t n>
All<Q, T> patina_needs(Q, Tag<T[n]>);
template <class Q, class T, std::size_t n>
All<Q, T> patina_needs(Q, Tag<std::array<T, n>>);
template <class Q, class A, class B>
All<Q, A, B> patina_needs(Q, Tag<std::pair<A, B>>);
template <class Q, class... T>
All<Q, T...> patina_needs(Q, Tag<std::tuple<T...>>);
template <class Q, class... T>
All<Q, T...> patina_needs(Q, Tag<std::variant<T...>>);
template <class Q, class T>
All<Q, T> patina_needs(Q, Tag<std::optional<T>>);
template <class Q, class T>
All<Q, T> patina_needs(Q, Tag<std::vector<T>>);
template <class Q, class T, class Traits>
All<Q, T> patina_needs(Q, Tag<std::basic_string<T, Traits>>);
template <class Q, class T>
All<Q, T> patina_needs(Q, Tag<std::unique_ptr<T>>);
template <class Q, class T>
All<Q, T> patina_needs(Q, Tag<Box<T>>);
template <class Q, class T, class E>
All<Q, T, E> patina_needs(Q, Tag<Result<T, E>>);

template <class T>
All<ForSend, T> patina_needs(ForSend, Tag<Cell<T>>);
template <class T, class Count>
All<ForSend, T> patina_needs(ForSend, Tag<RefCell<T, Count>>);
template <class Q, class T>
All<ForSend, T> patina_needs(Q, Tag<std::atomic<T>>);
template <class Q, class T>
Both<T> patina_needs(Q, Tag<std::shared_ptr<const T>>);
template <class Q, class T>
Both<T> patina_needs(Q, Tag<std::weak_ptr<const T>>);

}  // namespace detail

template <class T>
concept Send = detail::holds<detail::ForSend, std::remove_cv_t<T>>();
template <class T>
concept Sync = detail::holds<detail::ForSync, std::remove_cv_t<T>>();

template <class F>
concept Captureless =
    std::is_empty_v<F> || (std::is_pointer_v<F> && std::is_function_v<std::remove_pointer_t<F>>);

template <class T>
consteval void assert_send() {
  static_assert(Send<T>, "T must be Send to go to another thread");
}
template <class T>
consteval void assert_sync() {
  static_assert(Sync<T>, "T must be Sync to be used by two threads at once");
}
template <class F, class... Arguments>
constexpr void require_send(const F&, const Arguments&...) {
  static_assert(Captureless<std::decay_t<F>>, "what runs on another thread must be captureless");
  (assert_send<std::decay_t<Arguments>>(), ...);
}

}  // namespace patina

#define PATINA_OPT_IN(Question, Type, check, ...)                                  \
  friend ::patina::detail::All<::patina::detail::For##Question> patina_needs(      \
      ::patina::detail::For##Question, ::patina::detail::Tag<Type>) {              \
    return {};                                                                     \
  }                                                                                \
  PATINA_FOR_EACH(check, Type, __VA_ARGS__) static_assert(true)
#define PATINA_OPT_IN_IF(Question, Type, ...)                                      \
  friend ::patina::detail::All<::patina::detail::For##Question PATINA_FOR_EACH(    \
      PATINA_AND_TYPE, Type, __VA_ARGS__)>                                         \
  patina_needs(::patina::detail::For##Question, ::patina::detail::Tag<Type>) {     \
    return {};                                                                     \
  }                                                                                \
  static_assert(true)
#define PATINA_AND_TYPE(Type, member) , decltype(member)
#define PATINA_CHECK_SEND(Type, member)           \
  static_assert(::patina::Send<decltype(member)>, \
                #Type " opts in to Send, but its member " #member " is not Send");
#define PATINA_CHECK_SYNC(Type, member)           \
  static_assert(::patina::Sync<decltype(member)>, \
                #Type " opts in to Sync, but its member " #member " is not Sync");

#define PATINA_DERIVE_SEND(Type, ...) \
  PATINA_OPT_IN(Send, Type, PATINA_CHECK_SEND __VA_OPT__(, ) __VA_ARGS__)
#define PATINA_DERIVE_SYNC(Type, ...) \
  PATINA_OPT_IN(Sync, Type, PATINA_CHECK_SYNC __VA_OPT__(, ) __VA_ARGS__)
#define PATINA_DERIVE_SEND_IF(Type, ...) PATINA_OPT_IN_IF(Send, Type __VA_OPT__(, ) __VA_ARGS__)
#define PATINA_DERIVE_SYNC_IF(Type, ...) PATINA_OPT_IN_IF(Sync, Type __VA_OPT__(, ) __VA_ARGS__)

// Needs nothing where the condition holds, and otherwise what is never Send nor Sync.
#define PATINA_UNSAFE(Question, Type, condition)                                           \
  friend auto patina_needs(::patina::detail::For##Question, ::patina::detail::Tag<Type>) { \
    if constexpr (condition)                                                               \
      return ::patina::detail::All<::patina::detail::For##Question>{};                     \
    else                                                                                   \
      return ::patina::detail::All<::patina::detail::For##Question, void*>{};              \
  }                                                                                        \
  static_assert(true)
#define PATINA_UNSAFE_SEND(Type, ...) PATINA_UNSAFE(Send, Type, (__VA_ARGS__))
#define PATINA_UNSAFE_SYNC(Type, ...) PATINA_UNSAFE(Sync, Type, (__VA_ARGS__))
