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
    not_implemented("1d", "take the values over, and leave an empty Arena behind");
  }
  Arena& operator=(Arena other) noexcept {
    not_implemented("1d", "take the values over, and let the old ones die");
  }

  // Puts `value` in. A slot that is free is used before a new one is made.
  HandleType insert(T value) {
    not_implemented("1d", "put a value into a free slot or a new one");
  }

  // The same with a T made in place. If its constructor throws, nothing has changed.
  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  HandleType emplace(Arguments&&... arguments) {
    not_implemented("1d", "make a value in a free slot or a new one");
  }

  // Returns the value, or null if it was removed. REQUIRES: the handle is of this Arena (asserts).
  T* get(HandleType handle, std::source_location where = std::source_location::current()) {
    not_implemented("1d", "find the value of a handle");
  }
  const T* get(HandleType handle,
               std::source_location where = std::source_location::current()) const {
    not_implemented("1d", "find the value of a handle, const");
  }

  // The value. REQUIRES: it is here: not removed, and of this Arena (asserts, blames the caller).
  T& operator[](Asked asked) {
    not_implemented("1d", "give access to the value of a handle");
  }
  const T& operator[](Asked asked) const {
    not_implemented("1d", "give const access to the value of a handle");
  }

  // Is the value of this handle here? Of a handle of another Arena: no.
  [[nodiscard]] bool contains(HandleType handle) const noexcept {
    not_implemented("1d", "tell whether the value of a handle is here");
  }

  // Takes the value out and returns it, or nothing if it was removed before.
  // ENSURES: no handle names it any more. REQUIRES: the handle is of this Arena (asserts).
  std::optional<T> remove(HandleType handle,
                          std::source_location where = std::source_location::current()) {
    not_implemented("1d", "take the value out, and let the slot be used anew");
  }

  // Calls f(handle, value) for each value in the order of slots. `f` may insert and remove: what is
  // removed before its turn is not visited; whether what is inserted meanwhile is, is not said.
  template <class F>
    requires std::invocable<F&, HandleType, T&>
  void for_each(F&& f) {
    not_implemented("1d", "visit all values in the order of slots");
  }

  [[nodiscard]] std::size_t size() const noexcept {
    not_implemented("1d", "tell how many values are here");
  }
  [[nodiscard]] bool is_empty() const noexcept { return size() == 0; }

  // How many slots have been made so far, used, free and retired?
  [[nodiscard]] std::size_t slots() const noexcept {
    not_implemented("1d", "tell how many slots have been made");
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

};

}  // namespace patina
