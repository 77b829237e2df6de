// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 1c, another way: two counts, and guards that know the state of their cell.
#pragma once

#include <patina/base/assert.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace patina {

template <class Count>
class BorrowState {
 public:
  enum class Kind { reader, writer };

  bool has_readers() const { return readers_ > 0; }
  bool has_writers() const { return writers_ > 0; }

  void enter(Kind kind, const std::source_location& where) {
    Count& count = kind == Kind::reader ? readers_ : writers_;
    if (count == std::numeric_limits<Count>::max())
      fail_assertion("a RefCell counts no more borrows than its count can hold", where);
    if (!has_readers() && !has_writers()) last_way_in_ = where;
    ++count;
  }
  void leave(Kind kind) { --(kind == Kind::reader ? readers_ : writers_); }

  const std::source_location& taken_at() const { return last_way_in_; }
  [[noreturn]] void refuse(const char* what, const std::source_location& where) const {
    fail_assertion(std::string(what) + ", borrowed at " + last_way_in_.file_name() + ":" +
                       std::to_string(last_way_in_.line()),
                   where);
  }

 private:
  Count readers_ = 0;
  Count writers_ = 0;
  std::source_location last_way_in_;
};

template <class T, class Count = std::int32_t>
class RefCell;

// Both kinds of guard. `Part` is const for a reader.
template <class Part, class Count>
class BasicGuard {
  using State = BorrowState<Count>;
  static constexpr auto kind = std::is_const_v<Part> ? State::Kind::reader : State::Kind::writer;

 public:
  BasicGuard(BasicGuard&& other) noexcept : part_(other.part_), state_(other.give_up()) {}
  BasicGuard& operator=(BasicGuard&& other) noexcept {
    if (this == &other) return *this;
    end();
    part_ = other.part_;
    state_ = other.give_up();
    return *this;
  }
  ~BasicGuard() { end(); }

  Part& operator*() const& { return *live(); }
  Part* operator->() const& { return live(); }
  Part& operator*() && = delete;
  Part& operator*() const&& = delete;
  Part* operator->() && = delete;
  Part* operator->() const&& = delete;

 protected:
  BasicGuard(Part& part, State& state) : part_(&part), state_(&state) {}

  Part* live() const {
    if (state_ == nullptr) fail_assertion("a guard that was moved from guards nothing");
    return part_;
  }
  State* give_up() { return std::exchange(state_, nullptr); }
  void end() {
    if (state_ != nullptr) give_up()->leave(kind);
  }

  Part* part_;
  State* state_;  // null once moved from
};

template <class U, class Count = std::int32_t>
class [[nodiscard]] Ref : public BasicGuard<const U, Count> {
 public:
  template <class F>
  auto map(F&& f) && -> Ref<std::remove_cvref_t<std::invoke_result_t<F, const U&>>, Count> {
    const auto& part = std::invoke(std::forward<F>(f), *this->live());
    return {part, *this->give_up()};
  }

 private:
  template <class, class>
  friend class Ref;
  template <class, class>
  friend class RefCell;
  friend struct RefAccess;
  using BasicGuard<const U, Count>::BasicGuard;
};

template <class U, class Count = std::int32_t>
class [[nodiscard]] RefMut : public BasicGuard<U, Count> {
 public:
  template <class F>
  auto map(F&& f) && -> RefMut<std::remove_reference_t<std::invoke_result_t<F, U&>>, Count> {
    auto& part = std::invoke(std::forward<F>(f), *this->live());
    return {part, *this->give_up()};
  }

 private:
  template <class, class>
  friend class RefMut;
  template <class, class>
  friend class RefCell;
  friend struct RefAccess;
  using BasicGuard<U, Count>::BasicGuard;
};

template <class T, class Count>
class RefCell {
  using Where = std::source_location;
  using Kind = typename BorrowState<Count>::Kind;

 public:
  using value_type = T;

  explicit RefCell(T value) : value_(std::move(value)) {}
  template <class... Arguments>
  explicit RefCell(std::in_place_t, Arguments&&... arguments)
      : value_(std::forward<Arguments>(arguments)...) {}
  RefCell(RefCell&&) = delete;
  ~RefCell() {
    if (is_borrowed()) state_.refuse("a RefCell outlives its guards", state_.taken_at());
  }

  [[nodiscard]] std::optional<Ref<T, Count>> try_borrow(Where where = Where::current()) const {
    if (state_.has_writers()) return std::nullopt;
    state_.enter(Kind::reader, where);
    return Ref<T, Count>(value_, state_);
  }
  [[nodiscard]] std::optional<RefMut<T, Count>> try_borrow_mut(
      Where where = Where::current()) const {
    if (is_borrowed()) return std::nullopt;
    state_.enter(Kind::writer, where);
    return RefMut<T, Count>(value_, state_);
  }

  Ref<T, Count> borrow(Where where = Where::current()) const {
    auto guard = try_borrow(where);
    if (!guard) state_.refuse("who reads a RefCell waits until nobody writes it", where);
    return *std::move(guard);
  }
  RefMut<T, Count> borrow_mut(Where where = Where::current()) const {
    auto guard = try_borrow_mut(where);
    if (!guard) state_.refuse("who writes a RefCell is alone", where);
    return *std::move(guard);
  }

  template <class F>
  auto with(F&& f, Where where = Where::current()) const {
    const auto guard = borrow(where);
    return std::invoke(std::forward<F>(f), *guard);
  }
  template <class F>
  auto with_mut(F&& f, Where where = Where::current()) const {
    const auto guard = borrow_mut(where);
    return std::invoke(std::forward<F>(f), *guard);
  }

  T replace(T value, Where where = Where::current()) const {
    const auto guard = borrow_mut(where);
    std::swap(*guard, value);
    return value;
  }
  [[nodiscard]] T into_inner(Where where = Where::current()) && {
    if (is_borrowed()) state_.refuse("a RefCell is given up by all before it is emptied", where);
    return std::move(value_);
  }

 private:
  bool is_borrowed() const { return state_.has_readers() || state_.has_writers(); }

  mutable T value_;
  mutable BorrowState<Count> state_;
};

struct RefAccess {
  template <class U, class Count, class Part>
  static Ref<Part, Count> another(const Ref<U, Count>& guard, const Part& part,
                                  std::source_location where = std::source_location::current()) {
    guard.live();
    guard.state_->enter(BorrowState<Count>::Kind::reader, where);
    return {part, *guard.state_};
  }
  template <class U, class Count, class Part>
  static RefMut<Part, Count> another(const RefMut<U, Count>& guard, Part& part,
                                     std::source_location where = std::source_location::current()) {
    guard.live();
    guard.state_->enter(BorrowState<Count>::Kind::writer, where);
    return {part, *guard.state_};
  }
};

}  // namespace patina
