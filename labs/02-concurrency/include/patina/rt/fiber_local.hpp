// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// One T for each thread, made when the thread first asks and destroyed when the thread ends.
//
// Interface:
//   struct Depth;  fiber_local<int, Depth>::get()     this thread's int, 0 at first
//
// Tag tells apart two variables of one type; any type, never defined, will do. In an ordinary build
// this is a thread_local variable. The explorer's threads are fibers on one thread of the system,
// which would share a thread_local: hence this form.
// Thread rule: the reference is for the asking thread alone.
#pragma once

#ifdef PATINA_EXPLORE
#include <testkit/explore/fiber_local.hpp>
#else

namespace patina::rt {
inline namespace native {

template <class T, class Tag>
class fiber_local {
 public:
  static T& get() {
    static thread_local T value{};
    return value;
  }
};

}  // namespace native
}  // namespace patina::rt

#endif
