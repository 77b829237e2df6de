// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a thief comes back with: a job, nothing, or the advice to try again.
//
// Interface:
//   Steal<T>::empty(), retry(), success(item)       made by a queue of T*
//   is_empty(), is_retry(), is_success(), item()    asked by a thief
//
// Retry is not empty. Empty says that there was nothing at some moment of the call; retry says that
// somebody else was faster, and that what is left was not looked at.
// Thread rule: a value, for one thread.
// See also: crossbeam_deque::Steal.
#pragma once

#include <patina/base/assert.hpp>

namespace patina {

template <class T>
class [[nodiscard]] Steal {
 public:
  static constexpr Steal empty() { return Steal(Kind::empty, nullptr); }
  static constexpr Steal retry() { return Steal(Kind::retry, nullptr); }
  static constexpr Steal success(T* item) { return Steal(Kind::success, item); }

  constexpr bool is_empty() const { return kind_ == Kind::empty; }
  constexpr bool is_retry() const { return kind_ == Kind::retry; }
  constexpr bool is_success() const { return kind_ == Kind::success; }

  // REQUIRES: is_success() (asserts).
  constexpr T* item() const {
    PATINA_ASSERT(is_success(), "only a steal that succeeded has an item");
    return item_;
  }

 private:
  enum class Kind { empty, retry, success };
  constexpr Steal(Kind kind, T* item) : kind_(kind), item_(item) {}

  Kind kind_;
  T* item_;
};

}  // namespace patina
