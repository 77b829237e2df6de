// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Sleeping on the address of a word: what every lock is made of (a futex; WebKit's parking lot).
//
// Interface:
//   park(word, expected)                    sleeps while `word` holds `expected`
//   park_until(word, expected, deadline)    the same until a time; false iff the time ran out
//   unpark_one(word), unpark_all(word)      wakes one or all of those that sleep on `word`
//
// Contract:
//   - park returns at once if the word does not hold `expected`. Looking and falling asleep are one
//     indivisible step with respect to unpark: who changes the word and then unparks is not missed.
//   - park may also return for no reason. The caller looks at the word again, in a loop.
//   - none of these orders memory: only operations on the word itself do.
//   - unpark takes an address and never reads what is there. It may be called although the word's
//     object was destroyed a moment ago: an unlock that stores and then unparks can't prevent it,
//     since the store already lets another thread lock, unlock and free. A new tenant of that
//     address is then woken for no reason, which every caller of park bears. park does read.
//   - who sleeps longest is woken first in the explorer only by choice of the search: rely on
//     nothing.
//
// Cost in an ordinary build: one system call (a futex private to the process) and nothing else, so
// callers keep a flag that says whether anybody sleeps. ThreadSanitizer needs no help with it.
// Thread rule: callable from any thread.
#pragma once

#ifdef PATINA_EXPLORE
#include <testkit/explore/park.hpp>
#else

#include <patina/rt/atomic.hpp>
#include <patina/rt/clock.hpp>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <ctime>

namespace patina::rt {
inline namespace native {

namespace detail {

static_assert(sizeof(atomic<std::uint32_t>) == 4 && atomic<std::uint32_t>::is_always_lock_free,
              "the kernel looks at the word of an atomic as a plain one");

inline long futex(const atomic<std::uint32_t>& word, int operation, std::uint32_t value,
                  const timespec* deadline) noexcept {
  return ::syscall(SYS_futex, &word, operation | FUTEX_PRIVATE_FLAG, value, deadline, nullptr,
                   FUTEX_BITSET_MATCH_ANY);
}

}  // namespace detail

inline void park(const atomic<std::uint32_t>& word, std::uint32_t expected) noexcept {
  detail::futex(word, FUTEX_WAIT_BITSET, expected, nullptr);
}

// Returns false iff the deadline has passed and nobody woke this thread before.
inline bool park_until(const atomic<std::uint32_t>& word, std::uint32_t expected,
                       clock::time_point deadline) noexcept {
  using namespace std::chrono;
  const auto whole = floor<seconds>(deadline.time_since_epoch());
  if (whole.count() < 0) return false;  // the kernel takes no time before its first
  const auto rest = duration_cast<nanoseconds>(deadline.time_since_epoch() - whole);
  const timespec until{static_cast<std::time_t>(whole.count()), static_cast<long>(rest.count())};
  return detail::futex(word, FUTEX_WAIT_BITSET, expected, &until) == 0 || errno != ETIMEDOUT;
}

inline void unpark_one(const atomic<std::uint32_t>& word) noexcept {
  detail::futex(word, FUTEX_WAKE, 1, nullptr);
}

inline void unpark_all(const atomic<std::uint32_t>& word) noexcept {
  detail::futex(word, FUTEX_WAKE, INT_MAX, nullptr);
}

}  // namespace native
}  // namespace patina::rt

#endif
