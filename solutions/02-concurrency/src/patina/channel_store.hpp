// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// For task 2c, if you like: where the fast flavours keep messages, by number.
//
// Interface:
//   capacity(), has_room(used)      how many messages may be there; is there room beside `used`?
//   slot_to_send(number)            where message `number` goes; if it throws, nothing has changed
//   slot_to_receive(number)         where message `number` is
//   clear()                         no message will come or go any more
//
// You need none of it for the points.
// Invariants: slots are asked for in the order of their numbers, from 0, on either side.
// Thread rule: one thread at a time calls slot_to_send, and one slot_to_receive; message n is
// received after it was sent, and slot n + capacity is sent to after message n was received.
#pragma once

#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace patina {

// BEGIN SOLUTION(2c, extra)
// STUB:
inline constexpr std::size_t cache_lines = 128;  // two: the prefetcher fetches lines in pairs

// Room for one message, made and destroyed by hand.
template <class T>
union Room {
  T message;
  Room() noexcept {}
  ~Room() {}
};
template <class T>
using Slot = rt::cell<Room<T>>;

// Slots in a ring, of which there are as many as the next power of two.
template <class T>
class RingStore {
 public:
  explicit RingStore(std::size_t capacity)
      : capacity_(capacity), mask_(std::bit_ceil(capacity) - 1), slots_(new Slot<T>[mask_ + 1]) {}

  std::optional<std::size_t> capacity() const { return capacity_; }
  bool has_room(std::size_t used) const { return used < capacity_; }
  Slot<T>& slot_to_send(std::size_t number) { return slots_[number & mask_]; }
  Slot<T>& slot_to_receive(std::size_t number) { return slots_[number & mask_]; }
  void clear() {}

 private:
  const std::size_t capacity_;
  const std::size_t mask_;
  const std::unique_ptr<Slot<T>[]> slots_;
};

// Slots in blocks that are linked as they are needed, the first too: most channels that a program
// makes stay short. Blocks that were read go back to the senders, a few of them: freed here and
// made there, each would go through the allocator's locks.
template <class T>
class BlockStore {
 public:
  BlockStore() = default;
  BlockStore(const BlockStore&) = delete;
  BlockStore& operator=(const BlockStore&) = delete;
  ~BlockStore() { clear(); }

  std::optional<std::size_t> capacity() const { return std::nullopt; }
  bool has_room(std::size_t) const { return true; }

  // What is linked here is published with the number, to whoever receives that one.
  Slot<T>& slot_to_send(std::size_t number) {
    if (number % size == 0) link(fresh());
    return write_to_->slots[number % size];
  }

  Slot<T>& slot_to_receive(std::size_t number) {
    if (number % size == 0 && number != 0) {
      Block* const next = read_from_.get()->next.get();
      recycle(std::exchange(read_from_.write(), next));
    }
    return read_from_.get()->slots[number % size];
  }

  // Nothing is unread, so there is one block at most, and those in reserve.
  // (Mutant 2c-frees-the-block-twice.)
  void clear() {
    delete std::exchange(read_from_.write(), nullptr);
    delete_all(std::exchange(spare_, nullptr));
    delete_all(reserve_.exchange(nullptr, rt::memory_order_acq_rel));
  }

 private:
  static constexpr std::size_t size = 32;
  static constexpr std::size_t reserved_max = 16;  // after a burst; the senders keep as many
  struct Block {
    std::array<Slot<T>, size> slots;
    rt::cell<Block*> next{nullptr};
    std::size_t reserved = 0;  // blocks of the list that begins here, while it is in reserve
  };

  void link(Block* block) {
    (write_to_ == nullptr ? read_from_ : write_to_->next).set(block);
    write_to_ = block;
  }
  // The senders take the whole reserve at once: so none of its blocks can come back meanwhile, and
  // an exchange will do where taking one would need more.
  Block* fresh() {
    if (spare_ == nullptr) spare_ = reserve_.exchange(nullptr, rt::memory_order_acquire);
    if (spare_ == nullptr) return new Block;
    Block* const block = spare_;
    spare_ = block->next.get();
    block->next.set(nullptr);
    return block;
  }
  // One thread at a time recycles. What it finds is either there still, or taken, which is nothing.
  void recycle(Block* block) {
    Block* below = reserve_.load(rt::memory_order_relaxed);
    do {
      block->reserved = below == nullptr ? 1 : below->reserved + 1;
      block->next.set(below);
      if (block->reserved > reserved_max) return delete block;
    } while (!reserve_.compare_exchange_weak(below, block, rt::memory_order_release,
                                             rt::memory_order_relaxed));
  }
  static void delete_all(Block* block) {
    while (block != nullptr) delete std::exchange(block, block->next.get());
  }

  alignas(cache_lines) rt::cell<Block*> read_from_{nullptr};
  alignas(cache_lines) Block* write_to_ = nullptr;
  Block* spare_ = nullptr;  // of the senders
  alignas(cache_lines) rt::atomic<Block*> reserve_{nullptr};
};
// END SOLUTION

}  // namespace patina
