// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The explorer's flavour of patina/rt/park.hpp, which says what it is.
#pragma once

#include <testkit/explore/atomic.hpp>
#include <testkit/explore/clock.hpp>

namespace patina::rt {
inline namespace explored {

inline void park(const atomic<std::uint32_t>& word, std::uint32_t expected,
                 testkit::explore::Where where = testkit::explore::Where::current()) {
  testkit::explore::park_on(word.atom(), expected, testkit::explore::Nanoseconds::max(), where);
}

inline bool park_until(const atomic<std::uint32_t>& word, std::uint32_t expected,
                       clock::time_point deadline,
                       testkit::explore::Where where = testkit::explore::Where::current()) {
  return testkit::explore::park_on(word.atom(), expected, deadline.time_since_epoch(), where);
}

inline void unpark_one(const atomic<std::uint32_t>& word,
                       testkit::explore::Where where = testkit::explore::Where::current()) {
  testkit::explore::unpark(&word, false, where);
}

inline void unpark_all(const atomic<std::uint32_t>& word,
                       testkit::explore::Where where = testkit::explore::Where::current()) {
  testkit::explore::unpark(&word, true, where);
}

}  // namespace explored
}  // namespace patina::rt
