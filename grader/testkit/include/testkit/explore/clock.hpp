// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The explorer's flavour of patina/rt/clock.hpp, which says what it is.
#pragma once

#include <testkit/explore/core.hpp>

#include <chrono>

namespace patina::rt {
inline namespace explored {

struct clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<clock>;
  static constexpr bool is_steady = true;

  static time_point now() noexcept { return time_point(testkit::explore::now()); }
};

namespace detail {

// As far as the clock reaches, if the span is longer.
template <class Rep, class Period>
clock::time_point deadline_after(const std::chrono::duration<Rep, Period>& span) {
  using Wide = std::chrono::duration<double, std::nano>;
  const clock::time_point now = clock::now();
  if (Wide(span) >= Wide(clock::time_point::max() - now)) return clock::time_point::max();
  return now + std::chrono::ceil<clock::duration>(span);
}

}  // namespace detail

}  // namespace explored
}  // namespace patina::rt
