// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What is to happen: a heap of small entries over a pool of what they stand for.
//
// Interface:
//   take_slot, give_back    a Pending of the pool, reused: nothing is allocated per event
//   push(time, slot)        it is to happen then; a second push of a slot moves it
//   settle()                is there a next one? next_time(), pop()
//
// Invariants: pops ascend by (time, sequence); sequences are given in order of push. An entry whose
// slot was given back or moved is stale, and is passed over. The heap has four children a node:
// half as deep as a binary one, and four entries are one cache line.
// Thread rule: one thread.
#pragma once

#include <testkit/sim.hpp>

namespace testkit::sim::core {

using Slot = std::uint32_t;

enum class Task : std::uint8_t { none, start, deliver, timer, wake, act };

struct Pending {
  PayloadPtr payload;
  std::uint64_t sequence = 0;  // of its one valid entry; 0: none
  std::uint64_t word = 0;      // of a message its number, of a timer its tag, of an act its place
  Time due{};                  // of a timer, by its process's clock
  std::uint64_t timer = 0;     // its TimerId
  ActorId actor = 0;
  ActorId other = 0;
  std::uint32_t incarnation = 0;  // of the process that asked for it
  Task task = Task::none;
  bool is_waiting = false;  // its time has come, but its process is busy or paused
};

class Queue {
 public:
  Slot take_slot() {
    if (free_.empty()) {
      PATINA_ASSERT(pool_.size() < slots_max, "at most sixteen million events are pending");
      pool_.emplace_back();
      return static_cast<Slot>(pool_.size() - 1);
    }
    const Slot slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void give_back(Slot slot) {
    Pending& pending = pool_[slot];
    pending.payload.reset();
    pending.sequence = 0;
    pending.task = Task::none;
    pending.is_waiting = false;
    free_.push_back(slot);
  }

  // A reference holds until the next take_slot().
  Pending& operator[](Slot slot) { return pool_[slot]; }
  Slot slots() const { return static_cast<Slot>(pool_.size()); }

  void push(Time time, Slot slot) {
    const std::uint64_t sequence = ++sequence_;
    pool_[slot].sequence = sequence;
    heap_.emplace_back();
    sift_up(heap_.size() - 1, {time.count(), (sequence << slot_bits) | slot});
  }

  bool settle() {
    while (!heap_.empty() && !is_valid(heap_.front())) drop_first();
    return !heap_.empty();
  }

  Time next_time() const { return Time(heap_.front().time); }

  Slot pop() {
    const Slot slot = heap_.front().slot();
    drop_first();
    return slot;
  }

 private:
  static constexpr int slot_bits = 24;
  static constexpr std::size_t slots_max = std::size_t{1} << slot_bits;

  struct Entry {
    std::int64_t time = 0;
    std::uint64_t order = 0;  // sequence, and the slot below it
    Slot slot() const { return static_cast<Slot>(order & (slots_max - 1)); }
    bool operator<(const Entry& other) const {
      return time != other.time ? time < other.time : order < other.order;
    }
  };

  bool is_valid(const Entry& entry) const {
    return pool_[entry.slot()].sequence == entry.order >> slot_bits;
  }

  void sift_up(std::size_t hole, Entry entry) {
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / 4;
      if (!(entry < heap_[parent])) break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = entry;
  }

  void drop_first() {
    const Entry last = heap_.back();
    heap_.pop_back();
    const std::size_t size = heap_.size();
    if (size == 0) return;
    std::size_t hole = 0;
    for (std::size_t first = 1; first < size; first = 4 * hole + 1) {
      std::size_t least = first;
      const std::size_t end = first + 4 < size ? first + 4 : size;
      for (std::size_t child = first + 1; child < end; ++child)
        if (heap_[child] < heap_[least]) least = child;
      if (!(heap_[least] < last)) break;
      heap_[hole] = heap_[least];
      hole = least;
    }
    heap_[hole] = last;
  }

  std::vector<Pending> pool_;
  std::vector<Slot> free_;
  std::vector<Entry> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace testkit::sim::core
