// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate of task 2e: numbers and tags instead of pointers and epochs. Nodes stand in chunks
// that double in size and live as long as the stack; those that are not in use are a second stack.
// Each top is 32 bits of tag and 32 bits of a node's number, and a change of it counts the tag up:
// the same number in another moment is another word. A next is read by who comes too late as well,
// so it is an atomic.
#pragma once

#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/send.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace patina {

template <class T>
class TreiberStack {
 public:
  TreiberStack() = default;
  TreiberStack(const TreiberStack&) = delete;
  TreiberStack& operator=(const TreiberStack&) = delete;
  ~TreiberStack() {
    for (auto& chunk : chunks_) delete[] chunk.load(rt::memory_order_relaxed);
  }

  void push(T value) {
    std::uint32_t number = take(spares_);
    if (number == none) number = made_.fetch_add(1, rt::memory_order_relaxed) + 1;
    node(number).value.set(std::optional<T>(std::move(value)));
    put(used_, number);
  }

  [[nodiscard]] std::optional<T> pop() {
    const std::uint32_t number = take(used_);
    if (number == none) return std::nullopt;
    std::optional<T> value;
    node(number).value.with_mut([&](std::optional<T>& held) {
      value.emplace(std::move(*held));
      held.reset();
    });
    put(spares_, number);
    return value;
  }

  bool is_empty() const noexcept { return number_of(used_.load()) == none; }

  PATINA_UNSAFE_SEND(TreiberStack, Send<T>);
  PATINA_UNSAFE_SYNC(TreiberStack, Send<T>);

 private:
  static constexpr std::uint32_t none = 0;
  using Top = rt::atomic<std::uint64_t>;

  struct Node {
    rt::cell<std::optional<T>> value;
    rt::atomic<std::uint32_t> next{none};
  };

  static std::uint32_t number_of(std::uint64_t top) { return static_cast<std::uint32_t>(top); }
  static std::uint64_t with_next_tag(std::uint64_t top, std::uint32_t number) {
    return ((top >> 32) + 1) << 32 | number;
  }

  // Node 1 is in chunk 0, nodes 2 and 3 in chunk 1, 4 to 7 in chunk 2.
  Node& node(std::uint32_t number) {
    const int width = std::bit_width(number) - 1;
    rt::atomic<Node*>& chunk = chunks_[width];
    Node* nodes = chunk.load(rt::memory_order_acquire);
    if (nodes == nullptr) {
      Node* const made = new Node[std::size_t{1} << width];
      if (chunk.compare_exchange_strong(nodes, made, rt::memory_order_acq_rel,
                                        rt::memory_order_acquire)) {
        nodes = made;
      } else {
        delete[] made;
      }
    }
    return nodes[number - (std::uint32_t{1} << width)];
  }

  void put(Top& top, std::uint32_t number) {
    std::uint64_t seen = top.load(rt::memory_order_relaxed);
    do {
      node(number).next.store(number_of(seen), rt::memory_order_relaxed);
    } while (!top.compare_exchange_weak(seen, with_next_tag(seen, number),
                                        rt::memory_order_release, rt::memory_order_relaxed));
  }

  std::uint32_t take(Top& top) {
    std::uint64_t seen = top.load(rt::memory_order_acquire);
    while (number_of(seen) != none) {
      const std::uint32_t next = node(number_of(seen)).next.load(rt::memory_order_relaxed);
      if (top.compare_exchange_weak(seen, with_next_tag(seen, next), rt::memory_order_acq_rel,
                                    rt::memory_order_acquire)) {
        return number_of(seen);
      }
    }
    return none;
  }

  rt::atomic<Node*> chunks_[32]{};
  rt::atomic<std::uint32_t> made_{0};
  Top used_{0};
  Top spares_{0};
};

}  // namespace patina
