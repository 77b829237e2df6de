// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Memory that outlives an explored execution. What code under the explorer allocates is taken from
// an arena that is dropped with its execution; the testkit's own books must not be in it.
//
// Interface:
//   OutsideArena         while one lives, new and delete are the ordinary ones
//   PlainVector<T>       a vector that is never in the arena, for what grows during an execution
// Thread rule: meaningful on the explorer's one thread; harmless elsewhere.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace testkit {

// Of this thread: fibers share one; where threads are real, each has its own.
inline thread_local int arena_pauses = 0;

class OutsideArena {
 public:
  OutsideArena() { ++arena_pauses; }
  OutsideArena(const OutsideArena&) = delete;
  OutsideArena& operator=(const OutsideArena&) = delete;
  ~OutsideArena() { --arena_pauses; }
};

template <class T>
struct PlainAllocator {
  using value_type = T;
  PlainAllocator() = default;
  template <class U>
  PlainAllocator(const PlainAllocator<U>&) {}
  T* allocate(std::size_t count) {
    void* const memory = alignof(T) <= alignof(std::max_align_t)
                             ? std::malloc(count * sizeof(T))
                             : std::aligned_alloc(alignof(T), count * sizeof(T));
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t) { std::free(memory); }
  friend bool operator==(PlainAllocator, PlainAllocator) { return true; }
};

template <class T>
using PlainVector = std::vector<T, PlainAllocator<T>>;

}  // namespace testkit
