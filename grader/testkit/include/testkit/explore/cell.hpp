// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The explorer's flavour of patina/rt/cell.hpp, which says what it is.
#pragma once

#include <testkit/explore/core.hpp>

#include <type_traits>
#include <utility>

namespace patina::rt {
inline namespace explored {

template <class T>
class cell : private testkit::explore::Cell {
  using Where = testkit::explore::Where;

 public:
  cell() { testkit::explore::cell_made(*this); }
  template <class... Args>
  requires(sizeof...(Args) > 0 && std::is_constructible_v<T, Args...>) explicit cell(Args&&... args)
      : value_(std::forward<Args>(args)...) {
    testkit::explore::cell_made(*this);
  }
  cell(const cell&) = delete;
  cell& operator=(const cell&) = delete;
  ~cell() { testkit::explore::cell_destroyed(*this); }

  T get(Where where = Where::current()) const { return read(where); }
  template <class U = T>
  void set(U&& value, Where where = Where::current()) {
    write(where) = std::forward<U>(value);
  }

  template <class F>
  decltype(auto) with(F&& f, Where where = Where::current()) const {
    const Access access(*this, false, where);
    return std::forward<F>(f)(value_);
  }
  template <class F>
  decltype(auto) with_mut(F&& f, Where where = Where::current()) {
    const Access access(*this, true, where);
    return std::forward<F>(f)(value_);
  }

  const T& read(Where where = Where::current()) const {
    testkit::explore::cell_read(*this, where);
    return value_;
  }
  T& write(Where where = Where::current()) {
    testkit::explore::cell_write(*this, where);
    return value_;
  }

 private:
  class Access {
   public:
    Access(const Cell& held, bool is_write, Where where) : held_(held), is_write_(is_write) {
      testkit::explore::cell_begin(held, is_write, where);
    }
    Access(const Access&) = delete;
    Access& operator=(const Access&) = delete;
    ~Access() { testkit::explore::cell_end(held_, is_write_); }

   private:
    const Cell& held_;
    const bool is_write_;
  };

  T value_{};
};

}  // namespace explored
}  // namespace patina::rt
