// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Threads, by the names of <thread>.
//
// Interface:
//   rt::thread                         as std::thread: joined or detached before it is destroyed
//   rt::thread::hardware_concurrency() in the explorer 2
//   rt::this_thread::yield, sleep_for, sleep_until, get_id
//   rt::spin_hint()                    in the body of a loop that waits for another thread
//
// In an ordinary build the types are those of std. With PATINA_EXPLORE a thread is a fiber, its
// time is virtual, and yield, sleep and spin_hint let every other thread that can run go first:
// without one of them in its body a waiting loop looks like a loop that never ends.
// Thread rule: as in std.
#pragma once

#ifdef PATINA_EXPLORE
#include <testkit/explore/thread.hpp>
#else

#include <thread>

namespace patina::rt {
inline namespace native {

using std::thread;

namespace this_thread {
using std::this_thread::get_id;
using std::this_thread::sleep_for;
using std::this_thread::sleep_until;
using std::this_thread::yield;
}  // namespace this_thread

// Tells the processor that this is a waiting loop. Costs tens of cycles and no system call.
[[gnu::always_inline]] inline void spin_hint() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  asm volatile("yield");
#endif
}

}  // namespace native
}  // namespace patina::rt

#endif
