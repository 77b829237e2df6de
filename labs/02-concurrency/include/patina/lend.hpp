// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// References that may go to another thread, because whoever lends waits until they are back.
//
// Interface:
//   lend(x) -> Lent<T>          for reading, by any number of threads at once
//   lend_mut(x) -> LentMut<T>   for writing, by the one who holds it: moved, never copied
//
// A reference is not Send (task 1f), as nobody knows how long its referent lives. A scope does
// know: all its threads end before it returns. So do join and parallel_for, and so does install.
// Contract:
//   - hand what was lent only to those, called in the block where x lives or deeper. C++ can't
//     check that; rustc checks it by lifetimes.
//   - lend_mut: while the LentMut is away nobody else uses x. C++ cannot check that either.
//   - Lent<T> is Send, and Sync, iff T is Sync; LentMut<T> is Send and Sync iff T is.
// Thread rule: as the contract says.
// See also: &T and &mut T, as std::thread::scope lends them.
#pragma once

#include <patina/send.hpp>

#include <memory>
#include <utility>

namespace patina {

template <class T>
class Lent {
 public:
  explicit Lent(const T& value) : value_(std::addressof(value)) {}
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_; }

  PATINA_UNSAFE_SEND(Lent, Sync<T>);
  PATINA_UNSAFE_SYNC(Lent, Sync<T>);

 private:
  const T* value_;
};

template <class T>
class LentMut {
 public:
  explicit LentMut(T& value) : value_(std::addressof(value)) {}
  LentMut(LentMut&& other) noexcept : value_(std::exchange(other.value_, nullptr)) {}
  LentMut& operator=(LentMut&&) = delete;
  T& operator*() const { return *value_; }
  T* operator->() const { return value_; }

  PATINA_UNSAFE_SEND(LentMut, Send<T>);
  PATINA_UNSAFE_SYNC(LentMut, Sync<T>);

 private:
  T* value_;
};

template <class T>
Lent<T> lend(const T& value) {
  return Lent<T>(value);
}
template <class T>
Lent<T> lend(const T&&) = delete;  // a temporary is gone before the borrower looks

template <class T>
LentMut<T> lend_mut(T& value) {
  return LentMut<T>(value);
}

}  // namespace patina
