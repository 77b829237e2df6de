// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1e: PATINA_TRY, what Rust writes as `?`.
//
// Interface, inside a function that returns a Result<anything, E>:
//   PATINA_TRY(auto port, parse_port(text));   names the value, or returns the error to the caller
//   PATINA_TRY(save(port));                    the same where nobody wants the value
//
// The expression is any Result whose error converts to E. It is evaluated once; its value is moved
// out of an rvalue and copied out of an lvalue, and `auto& x` names the value inside an lvalue.
// The first form declares, so it is not the lone body of an `if`; the second is one statement.
// Commas in the expression are fine in the first form; the second wants (extra, parentheses).
// At most one PATINA_TRY a line: their hidden names differ by line.
// No statement expressions: this is plain C++20, which is why it declares instead of yielding.
// See also: Rust's `?` operator; P2561, "A control flow operator", which asks for one in C++.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/result.hpp>

#include <utility>

#define PATINA_TRY(first, ...) \
  PATINA_TRY_DO##__VA_OPT__(_LET)(PATINA_TRY_NAME(__LINE__), first __VA_OPT__(, ) __VA_ARGS__)
#define PATINA_TRY_NAME(line) PATINA_TRY_GLUE(patina_try_, line)
#define PATINA_TRY_GLUE(name, line) name##line

// PATINA_TRY(let, expression). `hidden` is a name that nobody else uses on this line.
// BEGIN SOLUTION(1e)
// STUB: #define PATINA_TRY_TODO ::patina::not_implemented("1e", "name a value or return an error")
// STUB: #define PATINA_TRY_DO_LET(hidden, let, ...) let = (PATINA_TRY_TODO, *(__VA_ARGS__))
#define PATINA_TRY_DO_LET(hidden, let, ...)                                      \
  auto&& hidden = (__VA_ARGS__);                                                 \
  if (!hidden.has_value()) [[unlikely]]                                          \
    return ::patina::unexpected(std::forward<decltype(hidden)>(hidden).error()); \
  let = *std::forward<decltype(hidden)>(hidden)
// END SOLUTION

// PATINA_TRY(expression).
// BEGIN SOLUTION(1e)
// STUB: #define PATINA_TRY_DO(hidden, expression) (PATINA_TRY_TODO, static_cast<void>(expression))
#define PATINA_TRY_DO(hidden, expression)                                          \
  do {                                                                             \
    auto&& hidden = (expression);                                                  \
    if (!hidden.has_value()) [[unlikely]]                                          \
      return ::patina::unexpected(std::forward<decltype(hidden)>(hidden).error()); \
  } while (false)
// END SOLUTION
