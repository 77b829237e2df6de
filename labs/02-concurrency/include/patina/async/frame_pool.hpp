// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Memory for coroutine frames and what goes with them: freed blocks are kept and used again.
//
// Interface: derive from PooledFrame, and new and delete of the derived class use the pool.
//
// A frame is allocated for every call of a coroutine, which GCC never elides; malloc and free are
// most of what such a call costs. Each thread keeps its own lists, one for each size up to 1 KiB in
// steps of 64 bytes. A block may be freed by another thread than the one that made it: it then
// changes lists. In sanitizer builds and in the explorer every block comes from the system, so that
// a use after free is seen as one.
// Thread rule: callable from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <new>
#include <utility>

#if defined(PATINA_EXPLORE) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PATINA_FRAME_POOL 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PATINA_FRAME_POOL 0
#endif
#endif
#ifndef PATINA_FRAME_POOL
#define PATINA_FRAME_POOL 1
#endif

namespace patina {

namespace detail {

class FramePool {
 public:
  static void* take(std::size_t size) {
    const std::size_t list = list_of(size);
    if (list >= lists_count) return ::operator new(size);
    if (Block* const block = lists[list]) {
      lists[list] = block->next;
      return block;
    }
    register_cleaner();
    return ::operator new((list + 1) * step);
  }

  static void give(void* memory, std::size_t size) noexcept {
    const std::size_t list = list_of(size);
    if (list >= lists_count) return ::operator delete(memory);
    lists[list] = new (memory) Block{lists[list]};
  }

 private:
  struct Block {
    Block* next;
  };
  struct Cleaner {
    ~Cleaner() {
      for (Block*& list : lists)
        while (list != nullptr) ::operator delete(std::exchange(list, list->next));
    }
  };
  static constexpr std::size_t step = 64;
  static constexpr std::size_t lists_count = 16;

  static std::size_t list_of(std::size_t size) noexcept { return (size - 1) / step; }
  [[gnu::noinline, gnu::cold]] static void register_cleaner() {
    static thread_local Cleaner cleaner;
    static_cast<void>(&cleaner);
  }

  inline static thread_local constinit std::array<Block*, lists_count> lists{};
};

}  // namespace detail

struct PooledFrame {
#if PATINA_FRAME_POOL
  static void* operator new(std::size_t size) { return detail::FramePool::take(size); }
  static void operator delete(void* memory, std::size_t size) noexcept {
    detail::FramePool::give(memory, size);
  }
#endif
};

}  // namespace patina
