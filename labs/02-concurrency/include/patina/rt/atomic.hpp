// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Atomics and fences, by the names of <atomic>.
//
// Interface:
//   rt::atomic<T>, rt::atomic_flag       as in std
//   rt::memory_order, memory_order_*     as in std
//   rt::atomic_thread_fence(order)       as in std
//   rt::acquire_fence(atom)              the acquire that follows a release decrement of `atom`
//
// In an ordinary build these are the types of std themselves. With PATINA_EXPLORE each operation is
// a point at which the explorer may let another thread run, and a load may see any store that the
// C++ memory model lets it see.
//
// Why acquire_fence: ThreadSanitizer does not model fences and would report a race where there is
// none. Under it the fence becomes an acquire load of the very atomic, which orders no less. Under
// ThreadSanitizer atomic_thread_fence still orders the hardware and says nothing to the tool.
// Thread rule: as in std.
#pragma once

#ifdef PATINA_EXPLORE
#include <testkit/explore/atomic.hpp>
#else

#include <patina/rt/tsan.hpp>

#include <atomic>

namespace patina::rt {
inline namespace native {

using std::atomic;
using std::atomic_flag;
using std::memory_order;
using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

#ifdef PATINA_RT_TSAN

PATINA_RT_FENCES_BEGIN  // the compiler warns of what the comment above says
    [[gnu::always_inline]] inline void
    atomic_thread_fence(memory_order order) noexcept {
  std::atomic_thread_fence(order);
}
PATINA_RT_FENCES_END

template <class T>
void acquire_fence(const atomic<T>& atom) noexcept {
  static_cast<void>(atom.load(memory_order_acquire));
}

#else

using std::atomic_thread_fence;

// REQUIRES: the caller has just read-modified `atom`, whose other writers release.
template <class T>
[[gnu::always_inline]] inline void acquire_fence(const atomic<T>&) noexcept {
  std::atomic_thread_fence(memory_order_acquire);
}

#endif

}  // namespace native
}  // namespace patina::rt

#endif
