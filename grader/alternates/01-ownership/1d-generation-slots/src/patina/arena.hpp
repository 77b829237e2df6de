// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1d, another way: an odd generation is a slot in use, an even one a free slot. Free slots
// form a list of their own, and each slot stands on the heap.
#pragma once

#include <patina/base/assert.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

template <class T, std::unsigned_integral Generation = std::uint32_t>
class Arena;

template <class T, std::unsigned_integral Generation = std::uint32_t>
class Handle {
 public:
  bool operator==(const Handle&) const = default;

 private:
  friend class Arena<T, Generation>;
  Handle(std::uint32_t index, Generation generation, std::uint64_t arena)
      : index_(index), generation_(generation), arena_(arena) {}

  std::uint32_t index_;
  Generation generation_;
  std::uint64_t arena_;
};

template <class T, std::unsigned_integral Generation>
class Arena {
  using Where = std::source_location;

 public:
  using HandleType = Handle<T, Generation>;

  struct Asked {
    Asked(HandleType asked_handle, Where asked_where = Where::current())
        : handle(asked_handle), where(asked_where) {}
    HandleType handle;
    Where where;
  };

  Arena() = default;
  Arena(Arena&& other) noexcept
      : id_(std::exchange(other.id_, new_id())),
        slots_(std::exchange(other.slots_, {})),
        first_free_(std::exchange(other.first_free_, kNone)),
        size_(std::exchange(other.size_, 0)) {}
  Arena& operator=(Arena&& other) noexcept {
    Arena taken(std::move(other));
    std::swap(id_, taken.id_);
    std::swap(slots_, taken.slots_);
    std::swap(first_free_, taken.first_free_);
    std::swap(size_, taken.size_);
    return *this;
  }

  HandleType insert(T value) { return emplace(std::move(value)); }

  template <class... Arguments>
  requires std::constructible_from<T, Arguments...> HandleType emplace(Arguments&&... arguments) {
    auto value = std::make_unique<T>(std::forward<Arguments>(arguments)...);
    if (first_free_ == kNone) {
      slots_.push_back({});
      first_free_ = static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t index = first_free_;
    Slot& slot = slots_[index];
    first_free_ = slot.next_free;
    slot.value = std::move(value);
    ++slot.generation;
    ++size_;
    return HandleType(index, slot.generation, id_);
  }

  T* get(HandleType handle, Where where = Where::current()) {
    check_home(handle, where);
    return look_up(handle);
  }
  const T* get(HandleType handle, Where where = Where::current()) const {
    check_home(handle, where);
    return look_up(handle);
  }

  T& operator[](Asked asked) { return present(asked); }
  const T& operator[](Asked asked) const { return present(asked); }

  [[nodiscard]] bool contains(HandleType handle) const noexcept {
    return handle.arena_ == id_ && look_up(handle) != nullptr;
  }

  std::optional<T> remove(HandleType handle, Where where = Where::current()) {
    check_home(handle, where);
    if (look_up(handle) == nullptr) return std::nullopt;
    Slot& slot = slots_[handle.index_];
    const std::unique_ptr<T> removed = std::move(slot.value);
    --size_;
    if (slot.generation < std::numeric_limits<Generation>::max()) {
      ++slot.generation;
      slot.next_free = std::exchange(first_free_, handle.index_);
    }
    return std::move(*removed);
  }

  template <class F>
  void for_each(F&& f) {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (slots_[i].value == nullptr) continue;
      f(HandleType(static_cast<std::uint32_t>(i), slots_[i].generation, id_), *slots_[i].value);
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool is_empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t slots() const noexcept { return slots_.size(); }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  struct Slot {
    std::unique_ptr<T> value;
    Generation generation = 0;
    std::uint32_t next_free = kNone;
  };

  static std::uint64_t new_id() {
    static std::atomic<std::uint64_t> next = 1;
    return next.fetch_add(1, std::memory_order_relaxed);
  }

  void check_home(HandleType handle, const Where& where) const {
    if (handle.arena_ != id_) fail_assertion("a Handle is good in one Arena only", where);
  }
  T* look_up(HandleType handle) const {
    const Slot& slot = slots_[handle.index_];
    return slot.generation == handle.generation_ ? slot.value.get() : nullptr;
  }
  T& present(const Asked& asked) const {
    check_home(asked.handle, asked.where);
    T* const value = look_up(asked.handle);
    if (value == nullptr) fail_assertion("the value of a Handle is there when asked", asked.where);
    return *value;
  }

  std::uint64_t id_ = new_id();
  std::vector<Slot> slots_;
  std::uint32_t first_free_ = kNone;
  std::size_t size_ = 0;
};

}  // namespace patina
