// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1d, second half: Arena<T> and Handle<T>, many values and names that are never confused.
//
// Interface:
//   insert(value), emplace(args...)   puts a value in and returns its Handle
//   get(handle)                       a pointer to the value, or null once it was removed
//   arena[handle]                     the value; asserts if it was removed
//   contains(handle)                  is the value of this handle here?
//   remove(handle)                    takes the value out, or nothing if it was removed before
//   for_each(f)                       calls f(handle, value) for each value, in the order of slots
//   size(), is_empty(), slots()
//
// Invariants: a Handle names one value, once; it never comes to name another. A slot that is used
// anew has a new generation, and a slot whose generations are used up is never used again. A value
// stays at its address until it is removed. A Handle of another Arena is a bug, and asserts.
// Cost: all but for_each in O(1); insert and emplace may allocate.
// Thread rule: like a plain container.
// See also: the generational_arena and slotmap crates of Rust; C++26's std::hive, which checks
// nothing.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <source_location>
#include <utility>
#include <vector>

namespace patina {

template <class T, std::unsigned_integral Generation = std::uint32_t>
class Arena;

// The name of a value in an Arena<T>: a plain value of 16 bytes that owns nothing. There is no
// Handle of nothing: where there may be none, use std::optional. Given.
template <class T, std::unsigned_integral Generation = std::uint32_t>
class Handle {
 public:
  friend bool operator==(Handle, Handle) noexcept = default;

 private:
  friend class Arena<T, Generation>;

  Handle(std::uint64_t arena, std::uint32_t index, Generation generation) noexcept
      : arena_(arena), index_(index), generation_(generation) {}

  std::uint64_t arena_;    // which Arena; a number that is given out once
  std::uint32_t index_;    // which slot
  Generation generation_;  // which of the values that this slot holds, one after the other
};

// `Generation` is a parameter so that running out of it can be tested with 8 bits.
template <class T, std::unsigned_integral Generation>
class Arena {
 public:
  using HandleType = Handle<T, Generation>;

  // A handle together with the line that uses it: how operator[], which takes one argument, learns
  // whom to blame. Given.
  struct Asked {
    Asked(HandleType asked_handle,
          std::source_location asked_where = std::source_location::current())
        : handle(asked_handle), where(asked_where) {}
    HandleType handle;
    std::source_location where;
  };

  Arena() = default;

  // A copy would make each handle name two values.
  Arena(const Arena&) = delete;

  // The values go with their handles: those are good in the new Arena, and foreign to the old one,
  // which is empty and may be used anew. Not noexcept: even an empty container may allocate.
  Arena(Arena&& other) noexcept(false) : Arena() {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "take the values over, and leave an empty Arena behind");
    swap(other);
    // END SOLUTION
  }
  Arena& operator=(Arena other) noexcept {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "take the values over, and let the old ones die");
    swap(other);
    return *this;
    // END SOLUTION
  }

  // Puts `value` in. A slot that is free is used before a new one is made.
  HandleType insert(T value) {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "put a value into a free slot or a new one");
    return emplace(std::move(value));
    // END SOLUTION
  }

  // The same with a T made in place. If its constructor throws, nothing has changed.
  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  HandleType emplace(Arguments&&... arguments) {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "make a value in a free slot or a new one");
    if (free_.empty()) {
      PATINA_ASSERT(slots_.size() < std::numeric_limits<std::uint32_t>::max(),
                    "an Arena has at most 2^32 - 1 slots");
      slots_.emplace_back();
      free_.push_back(static_cast<std::uint32_t>(slots_.size() - 1));
    }
    const std::uint32_t index = free_.back();
    free_.pop_back();  // before the constructor runs: it may insert into this Arena
    Slot& slot = slots_[index];
    try {
      slot.value.emplace(std::forward<Arguments>(arguments)...);
    } catch (...) {
      free_.push_back(index);
      throw;
    }
    ++size_;
    return {id_, index, slot.generation};
    // END SOLUTION
  }

  // Returns the value, or null if it was removed. REQUIRES: the handle is of this Arena (asserts).
  T* get(HandleType handle, std::source_location where = std::source_location::current()) {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "find the value of a handle");
    Slot* const slot = find(handle, where);
    return slot == nullptr ? nullptr : &*slot->value;
    // END SOLUTION
  }
  const T* get(HandleType handle,
               std::source_location where = std::source_location::current()) const {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "find the value of a handle, const");
    const Slot* const slot = find(handle, where);
    return slot == nullptr ? nullptr : &*slot->value;
    // END SOLUTION
  }

  // The value. REQUIRES: it is here: not removed, and of this Arena (asserts, blames the caller).
  T& operator[](Asked asked) {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give access to the value of a handle");
    return *present(get(asked.handle, asked.where), asked.where);
    // END SOLUTION
  }
  const T& operator[](Asked asked) const {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "give const access to the value of a handle");
    return *present(get(asked.handle, asked.where), asked.where);
    // END SOLUTION
  }

  // Is the value of this handle here? Of a handle of another Arena: no.
  [[nodiscard]] bool contains(HandleType handle) const noexcept {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "tell whether the value of a handle is here");
    return handle.arena_ == id_ && find(handle, std::source_location::current()) != nullptr;
    // END SOLUTION
  }

  // Takes the value out and returns it, or nothing if it was removed before.
  // ENSURES: no handle names it any more. REQUIRES: the handle is of this Arena (asserts).
  std::optional<T> remove(HandleType handle,
                          std::source_location where = std::source_location::current()) {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "take the value out, and let the slot be used anew");
    Slot* const slot = find(handle, where);
    if (slot == nullptr) return std::nullopt;
    std::optional<T> removed(std::move(slot->value));
    slot->value.reset();
    --size_;
    // A slot at its last generation is retired: a generation that wraps would let an old handle
    // name a new value. It costs a slot in 2^32 removals. (Mutant 1d-generation-wraps.)
    if (slot->generation == std::numeric_limits<Generation>::max()) return removed;
    ++slot->generation;
    free_.push_back(handle.index_);
    return removed;
    // END SOLUTION
  }

  // Calls f(handle, value) for each value in the order of slots. `f` may insert and remove: what is
  // removed before its turn is not visited; whether what is inserted meanwhile is, is not said.
  template <class F>
    requires std::invocable<F&, HandleType, T&>
  void for_each(F&& f) {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "visit all values in the order of slots");
    for (std::uint32_t index = 0; index < slots_.size(); ++index) {
      Slot& slot = slots_[index];  // a deque: the slot stays, even if `f` inserts
      if (slot.value) f(HandleType(id_, index, slot.generation), *slot.value);
    }
    // END SOLUTION
  }

  [[nodiscard]] std::size_t size() const noexcept {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "tell how many values are here");
    return size_;
    // END SOLUTION
  }
  [[nodiscard]] bool is_empty() const noexcept { return size() == 0; }

  // How many slots have been made so far, used, free and retired?
  [[nodiscard]] std::size_t slots() const noexcept {
    // BEGIN SOLUTION(1d)
    // STUB: not_implemented("1d", "tell how many slots have been made");
    return slots_.size();
    // END SOLUTION
  }

 private:
  // Returns a number that no other Arena of this program has: 64 bits do not wrap in its life.
  static std::uint64_t next_id() noexcept {
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
  }

  // How you keep the values is up to you: what follows is one way, and so are its names.
  struct Slot {
    std::optional<T> value;
    Generation generation = 0;  // of the value that is here, or else of the next
  };
  std::uint64_t id_ = next_id();
  std::deque<Slot> slots_;           // at a stable address each
  std::vector<std::uint32_t> free_;  // indices of slots that may be used anew
  std::size_t size_ = 0;

  // BEGIN SOLUTION(1d)
  // STUB:
  void swap(Arena& other) noexcept {
    std::swap(id_, other.id_);
    slots_.swap(other.slots_);
    free_.swap(other.free_);
    std::swap(size_, other.size_);
  }

  // Returns the slot that holds the value of `handle`, or null if the value was removed.
  const Slot* find(HandleType handle, const std::source_location& where) const {
    if (handle.arena_ != id_) [[unlikely]]
      fail_assertion("a Handle is used with the Arena that gave it out", where);
    const Slot& slot = slots_[handle.index_];
    return slot.value && slot.generation == handle.generation_ ? &slot : nullptr;
  }
  Slot* find(HandleType handle, const std::source_location& where) {
    return const_cast<Slot*>(std::as_const(*this).find(handle, where));
  }

  template <class Value>
  static Value* present(Value* value, const std::source_location& where) {
    if (value == nullptr) [[unlikely]]
      fail_assertion("a Handle is not used after its value was removed", where);
    return value;
  }
  // END SOLUTION
};

}  // namespace patina
