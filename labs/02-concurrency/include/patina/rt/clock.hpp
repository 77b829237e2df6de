// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Time as deadlines need it: it never goes back.
//
// Interface:
//   rt::clock::now(), rt::clock::time_point, rt::clock::duration; any std::chrono duration converts
//
// In an ordinary build this is std::chrono::steady_clock. With PATINA_EXPLORE time is virtual: it
// stands still while threads work, and jumps to the nearest deadline when the search decides that a
// wait times out. It may decide so at any moment after the wait began, early or late: a program
// must be right however slow its other threads are.
// Thread rule: callable from any thread.
#pragma once

#ifdef PATINA_EXPLORE
#include <testkit/explore/clock.hpp>
#else

#include <chrono>

namespace patina::rt {
inline namespace native {

using clock = std::chrono::steady_clock;

}  // namespace native
}  // namespace patina::rt

#endif
