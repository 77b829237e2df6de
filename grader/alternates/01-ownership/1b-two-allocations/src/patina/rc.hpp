// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 1b: the value stands by itself on the heap and the counts beside it, as in
// std::shared_ptr<T>(new T). There is no implicit Weak: `holders` counts owners and Weaks alike.
#pragma once

#include <patina/base/assert.hpp>

#include <concepts>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

template <class T, class Count = std::size_t>
class Weak;

template <class Count>
struct Ledger {
  Count owners;
  Count holders;  // owners and Weaks
  void* value;
  void (*destroy)(void* value);
};

template <class Count>
void count_up(Count& count) {
  PATINA_ASSERT(count != std::numeric_limits<Count>::max(), "a count of holders never overflows");
  ++count;
}

template <class Count>
void leave(Ledger<Count>* ledger) {
  if (--ledger->holders == 0) delete ledger;
}

template <class T, class Count = std::size_t>
class Rc {
 public:
  using element_type = T;
  using Value = std::remove_const_t<T>;
  static constexpr bool is_whole = !std::is_polymorphic_v<T> || std::is_final_v<T>;

  template <class U>
  static constexpr bool takes =
      !std::same_as<U, T> && std::convertible_to<U*, T*> &&
      (std::same_as<const U, const T> || std::has_virtual_destructor_v<T>);

  Rc(std::nullptr_t) = delete;

  template <class... Arguments>
    requires std::constructible_from<Value, Arguments...>
  [[nodiscard]] static Rc make(Arguments&&... arguments) {
    auto value = std::make_unique<Value>(std::forward<Arguments>(arguments)...);
    auto* const ledger =
        new Ledger<Count>{1, 1, value.get(), [](void* raw) { delete static_cast<Value*>(raw); }};
    return Rc(ledger, value.release());
  }

  Rc(const Rc& other) noexcept : Rc(other.checked().ledger_, other.value_) { join(); }
  Rc(Rc&& other, std::source_location where = std::source_location::current()) noexcept
      : Rc(other.checked().ledger_, other.value_) {
    other.go(where);
  }

  template <class U>
    requires(takes<U>)
  Rc(const Rc<U, Count>& other) noexcept : Rc(other.checked().ledger_, other.value_) {
    join();
  }
  template <class U>
    requires(takes<U>)
  Rc(Rc<U, Count>&& other, std::source_location where = std::source_location::current()) noexcept
      : Rc(other.checked().ledger_, other.value_) {
    other.go(where);
  }

  Rc& operator=(const Rc& other) noexcept {
    Rc copy(other);
    swap(copy);
    return *this;
  }
  Rc& operator=(Rc&& other) noexcept {
    Rc taken(std::move(other));
    swap(taken);
    return *this;
  }

  ~Rc() {
    if (ledger_ == nullptr) return;
    if (--ledger_->owners == 0) ledger_->destroy(ledger_->value);
    leave(ledger_);  // only now: until here this owner was a holder
  }

  [[nodiscard]] Rc clone() const noexcept { return *this; }
  const T& operator*() const { return *checked().value_; }
  const T* operator->() const { return checked().value_; }

  [[nodiscard]] T* get_mut()
    requires(!std::is_const_v<T>)
  {
    return checked().ledger_->holders == 1 ? value_ : nullptr;
  }

  T& make_mut()
    requires(!std::is_const_v<T> && is_whole && std::copy_constructible<T>)
  {
    if (checked().ledger_->holders == 1) return *value_;
    Rc fresh = ledger_->owners == 1 ? make(std::move(*value_)) : make(std::as_const(*value_));
    swap(fresh);
    return *value_;
  }

  [[nodiscard]] std::optional<Value> try_unwrap(
      std::source_location where = std::source_location::current()) &&
    requires(is_whole && std::constructible_from<Value, T>)
  {
    std::optional<Value> result;
    if (checked().ledger_->owners == 1) {
      result.emplace(std::move(*value_));
      Rc(std::move(*this), where);
    }
    return result;
  }

  [[nodiscard]] Weak<T, Count> downgrade() const noexcept {
    count_up(checked().ledger_->holders);
    return Weak<T, Count>(ledger_, value_);
  }

  friend std::size_t strong_count(const Rc& rc) { return rc.checked().ledger_->owners; }
  friend std::size_t weak_count(const Rc& rc) {
    return static_cast<std::size_t>(rc.checked().ledger_->holders - rc.ledger_->owners);
  }
  friend bool ptr_eq(const Rc& left, const Rc& right) {
    return left.checked().ledger_ == right.checked().ledger_;
  }

 private:
  template <class, class>
  friend class Rc;
  template <class, class>
  friend class Weak;

  Rc(Ledger<Count>* ledger, T* value) noexcept : ledger_(ledger), value_(value) {}

  const Rc& checked() const {
    if (ledger_ == nullptr) fail_assertion("an Rc that was moved from is not used", moved_at_);
    return *this;
  }
  void join() {
    count_up(ledger_->owners);
    count_up(ledger_->holders);
  }
  void go(std::source_location where) {
    ledger_ = nullptr;
    moved_at_ = where;
  }
  void swap(Rc& other) noexcept {
    std::swap(ledger_, other.ledger_);
    std::swap(value_, other.value_);
  }

  Ledger<Count>* ledger_;
  T* value_;
  std::source_location moved_at_;
};

template <class T, class Count>
class Weak {
 public:
  Weak() = default;
  Weak(const Weak& other) noexcept : ledger_(other.ledger_), value_(other.value_) {
    if (ledger_ != nullptr) count_up(ledger_->holders);
  }
  Weak(Weak&& other) noexcept
      : ledger_(std::exchange(other.ledger_, nullptr)), value_(other.value_) {}
  Weak& operator=(const Weak& other) noexcept {
    Weak copy(other);
    swap(copy);
    return *this;
  }
  Weak& operator=(Weak&& other) noexcept {
    Weak taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~Weak() {
    if (ledger_ != nullptr) leave(ledger_);
  }

  [[nodiscard]] std::optional<Rc<T, Count>> upgrade() const noexcept {
    std::optional<Rc<T, Count>> owner;
    if (ledger_ == nullptr || ledger_->owners == 0) return owner;
    owner = Rc<T, Count>(ledger_, value_);
    owner->join();
    return owner;
  }

  const T& operator*() const = delete;
  const T* operator->() const = delete;

 private:
  friend class Rc<T, Count>;

  Weak(Ledger<Count>* ledger, T* value) noexcept : ledger_(ledger), value_(value) {}
  void swap(Weak& other) noexcept {
    std::swap(ledger_, other.ledger_);
    std::swap(value_, other.value_);
  }

  Ledger<Count>* ledger_ = nullptr;
  T* value_ = nullptr;
};

}  // namespace patina
