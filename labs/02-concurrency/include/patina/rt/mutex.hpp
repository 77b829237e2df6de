// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Locks and condition variables, by the names of <mutex>, <shared_mutex>, <condition_variable>.
//
// Interface:
//   rt::mutex, rt::shared_mutex     locked through std::lock_guard, unique_lock, shared_lock
//   rt::condition_variable          waits with std::unique_lock<rt::mutex>; wait_until takes a
//                                   time point of rt::clock, wait_for a duration
//
// In an ordinary build these are the types of std themselves. With PATINA_EXPLORE every operation
// is a point at which another thread may run, a wait may end without a notification, and misuse is
// found: a second lock by the owner, an unlock by another thread, destruction while locked.
// Thread rule: as in std.
#pragma once

#ifdef PATINA_EXPLORE
#include <testkit/explore/mutex.hpp>
#else

#include <condition_variable>
#include <mutex>
#include <shared_mutex>

namespace patina::rt {
inline namespace native {

using std::condition_variable;
using std::cv_status;
using std::mutex;
using std::shared_mutex;

}  // namespace native
}  // namespace patina::rt

#endif
