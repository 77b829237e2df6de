// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Asymmetric fences: two seq_cst fences of which one, the light one, costs next to nothing, because
// the other, the heavy one, pays for both. By the names of P1202 (std::experimental).
//
// Interface:
//   rt::asymmetric_thread_fence_light()   on the path that is taken often
//   rt::asymmetric_thread_fence_heavy()   on the path that is taken seldom: some microseconds
//
// A light and a heavy one order as two atomic_thread_fence(seq_cst) do, and so do two heavy ones.
// Two light ones do not.
// How: a heavy one makes every processor that runs a thread of this process pass a barrier, by
// Linux's membarrier. Wherever the light one's thread is then, all before it is visible, and all
// after it has not begun. Where there is no such call both are plain fences, as they are in the
// explorer and under ThreadSanitizer.
// Thread rule: any thread.
// See also: P1202R5; folly's AsymmetricThreadFence; membarrier(2).
#pragma once

#include <patina/rt/atomic.hpp>

#if defined(__linux__) && !defined(PATINA_EXPLORE) && !defined(PATINA_RT_TSAN)
#define PATINA_RT_MEMBARRIER 1
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#endif

namespace patina::rt {

#ifdef PATINA_RT_MEMBARRIER

inline namespace native {
namespace detail {

// Set once a heavy fence is sure to reach all threads. Who does not see it makes a plain fence.
inline constinit std::atomic<bool> is_light_free{false};

inline bool reaches_all_threads() {
  static const bool is_registered = [] {
    const bool is_done =
        ::syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
    is_light_free.store(is_done, std::memory_order_relaxed);
    return is_done;
  }();
  return is_registered;
}

[[gnu::noinline, gnu::cold]] inline void fence_without_membarrier() {
  reaches_all_threads();
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

}  // namespace detail

[[gnu::always_inline]] inline void asymmetric_thread_fence_light() noexcept {
  if (detail::is_light_free.load(std::memory_order_relaxed)) [[likely]] {
    std::atomic_signal_fence(std::memory_order_seq_cst);
  } else {
    detail::fence_without_membarrier();
  }
}

[[gnu::noinline]] inline void asymmetric_thread_fence_heavy() noexcept {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (!detail::reaches_all_threads()) return;
  // Registered, it can't fail; and if it did, somebody would sleep for ever.
  if (::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) != 0) std::abort();
}

}  // namespace native

#elif defined(PATINA_EXPLORE)

inline namespace explored {

inline void asymmetric_thread_fence_light(detail::Where where = detail::Where::current()) {
  atomic_thread_fence(memory_order_seq_cst, where);
}
inline void asymmetric_thread_fence_heavy(detail::Where where = detail::Where::current()) {
  atomic_thread_fence(memory_order_seq_cst, where);
}

}  // namespace explored

#else

inline namespace native {

inline void asymmetric_thread_fence_light() { rt::atomic_thread_fence(memory_order_seq_cst); }
inline void asymmetric_thread_fence_heavy() { rt::atomic_thread_fence(memory_order_seq_cst); }

}  // namespace native

#endif

}  // namespace patina::rt
