// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How many exceptions are under way in this thread, for the cost of a load.
//
// Interface:
//   rt::uncaught_exceptions()     the same number as std::uncaught_exceptions()
//
// Compared at two moments it tells why a destructor runs: one more than when the object was made
// means that an exception is passing through its scope. A guard asks twice each time that it locks,
// and std's function is a call into a library that looks for the thread's own data at each call.
// So this remembers where the number stands: the C++ ABI says how it is laid out.
// Thread rule: callable from any thread; the explorer keeps a number for each of its threads.
// See also: Itanium C++ ABI, Exception Handling, 2.2.2 Caught Exception Stack; N4152.
#pragma once

#include <cxxabi.h>

namespace patina::rt {

namespace detail {

// The same names as in the ABI.
struct ExceptionGlobals {
  void* caught_exceptions;
  unsigned int uncaught_exceptions;
};
inline constinit thread_local const ExceptionGlobals* exception_globals = nullptr;

[[gnu::cold, gnu::noinline]] inline const ExceptionGlobals* find_exception_globals() noexcept {
  return exception_globals =
             reinterpret_cast<const ExceptionGlobals*>(abi::__cxa_get_globals());
}

}  // namespace detail

[[gnu::always_inline]] inline int uncaught_exceptions() noexcept {
  const auto* globals = detail::exception_globals;
  if (globals == nullptr) [[unlikely]] globals = detail::find_exception_globals();
  return static_cast<int>(globals->uncaught_exceptions);
}

}  // namespace patina::rt
