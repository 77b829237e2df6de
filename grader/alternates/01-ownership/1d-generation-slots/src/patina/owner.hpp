// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1d, another way: a Borrow is a pointer and a generation, and counts nobody. The slots that
// hold the generations are recycled and never freed, so that an old Borrow can always ask.
#pragma once

#include <patina/base/assert.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

struct LifeSlot {
  std::uint64_t generation = 1;
  std::uint64_t noted_generation = 0;  // whose death died_at tells of
  std::source_location died_at;
};

class LifeSlots {
 public:
  static LifeSlot* take() {
    LifeSlots& slots = all();
    if (slots.free_.empty()) return &slots.slots_.emplace_back();
    LifeSlot* const slot = slots.free_.back();
    slots.free_.pop_back();
    return slot;
  }
  static void give_back(LifeSlot* slot) { all().free_.push_back(slot); }

 private:
  static LifeSlots& all() {
    thread_local LifeSlots* const slots = new LifeSlots;  // outlives every static Borrow
    return *slots;
  }
  std::deque<LifeSlot> slots_;
  std::vector<LifeSlot*> free_;
};

template <class T>
class Borrow {
 public:
  template <class U>
  requires std::is_same_v<const U, T> &&(!std::is_const_v<U>)Borrow(const Borrow<U>& other) noexcept
      : value_(other.value_),
        slot_(other.slot_),
        generation_(other.generation_),
        taken_at_(other.taken_at_) {}

  [[nodiscard]] bool is_alive() const noexcept { return slot_->generation == generation_; }
  T& operator*() const { return *live(); }
  T* operator->() const { return live(); }

 private:
  template <class>
  friend class Borrow;
  template <class>
  friend class Owner;

  Borrow(T* value, LifeSlot* slot, const std::source_location& where)
      : value_(value), slot_(slot), generation_(slot->generation), taken_at_(where) {}

  T* live() const {
    if (is_alive()) return value_;
    const bool noted = slot_->noted_generation == generation_;
    fail_assertion("a Borrow is good only while its referent lives",
                   noted ? slot_->died_at : taken_at_);
  }

  T* value_;
  LifeSlot* slot_;
  std::uint64_t generation_;
  std::source_location taken_at_;
};

template <class T>
class Owner {
 public:
  template <class... Arguments>
  requires std::is_constructible_v<T, Arguments...>
  [[nodiscard]] static Owner make(Arguments&&... arguments) {
    return Owner(std::make_unique<T>(std::forward<Arguments>(arguments)...));
  }

  Owner(Owner&& other) noexcept : value_(std::move(other.value_)), slot_(other.slot_) {}
  Owner& operator=(Owner&& other) noexcept {
    if (this == &other) return *this;
    Owner old(std::move(*this));
    value_ = std::move(other.value_);
    slot_ = other.slot_;
    return *this;
  }
  ~Owner() { end(); }

  void reset(std::source_location where = std::source_location::current()) {
    if (!value_) return;
    slot_->died_at = where;
    slot_->noted_generation = slot_->generation;
    end();
  }

  T& operator*() { return *live(); }
  const T& operator*() const { return *live(); }
  T* operator->() { return live(); }
  const T* operator->() const { return live(); }

  [[nodiscard]] Borrow<T> borrow(std::source_location where = std::source_location::current()) {
    return Borrow<T>(live(), slot_, where);
  }
  [[nodiscard]] Borrow<const T> borrow(
      std::source_location where = std::source_location::current()) const {
    return Borrow<const T>(live(), slot_, where);
  }

 private:
  explicit Owner(std::unique_ptr<T> value) : value_(std::move(value)), slot_(LifeSlots::take()) {}

  T* live() const {
    if (!value_) fail_assertion("an Owner owns nothing once it was moved from or reset");
    return value_.get();
  }
  void end() {
    if (!value_) return;
    ++slot_->generation;
    const std::unique_ptr<T> dying = std::move(value_);
    LifeSlots::give_back(slot_);
  }

  std::unique_ptr<T> value_;
  LifeSlot* slot_;
};

}  // namespace patina
