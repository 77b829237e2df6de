// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2a: owners in the upper half of one word, ArcWeaks in the lower half. The
// owners hold no ArcWeak together; an owner counts in both halves instead, so that the lower half
// alone decides when the counts are freed.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/rt/atomic.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

namespace patina {

template <class T, class Count>
class ArcLedger {
  using Word = std::uint64_t;
  static constexpr Word one_weak = 1;
  static constexpr Word one_owner = Word{1} << 32 | one_weak;
  static constexpr Word half =
      sizeof(Count) >= 4 ? Word{1} << 30 : Word{std::numeric_limits<Count>::max()} / 2;

 public:
  explicit ArcLedger(T* value) noexcept : value_(value) {}

  T& value() const noexcept { return *value_; }
  Word owners() const noexcept { return word_.load(rt::memory_order_relaxed) >> 32; }
  Word weaks() const noexcept { return weaks_of(word_.load(rt::memory_order_relaxed)); }

  void add_owner() noexcept { add(one_owner); }
  void add_weak() noexcept { add(one_weak); }
  bool try_add_owner() noexcept {
    Word seen = word_.load(rt::memory_order_acquire);
    do {
      if (seen >> 32 == 0) return false;
      check(seen);
    } while (!word_.compare_exchange_weak(seen, seen + one_owner, rt::memory_order_acq_rel));
    return true;
  }

  void drop_owner() noexcept {
    // The upper half first: the value dies while this share of the lower half keeps the counts.
    const Word old = word_.fetch_sub(one_owner - one_weak, rt::memory_order_acq_rel);
    if (old >> 32 == 1) delete std::exchange(value_, nullptr);
    drop_weak();
  }
  void drop_weak() noexcept {
    if (word_.fetch_sub(one_weak, rt::memory_order_acq_rel) << 32 == one_weak << 32) delete this;
  }

  bool is_unique() const noexcept { return word_.load(rt::memory_order_acquire) == one_owner; }
  // Nobody but an ArcWeak could come back: one owner becomes none, and what it held stays held.
  bool close() noexcept {
    Word seen = word_.load(rt::memory_order_relaxed);
    while (seen >> 32 == 1) {
      if (word_.compare_exchange_weak(seen, seen - (one_owner - one_weak),
                                      rt::memory_order_acq_rel))
        return true;
    }
    return false;
  }
  void reopen() noexcept { word_.fetch_add(one_owner - one_weak, rt::memory_order_release); }
  // After close().
  void end() noexcept {
    delete std::exchange(value_, nullptr);
    drop_weak();
  }

 private:
  // Owners that are counted in the lower half as well.
  static Word weaks_of(Word word) noexcept { return (word & 0xffff'ffff) - (word >> 32); }
  void add(Word step) noexcept { check(word_.fetch_add(step, rt::memory_order_relaxed)); }
  static void check(Word old) noexcept {
    if (old >> 32 > half || weaks_of(old) > half)
      fail_assertion("a count never grows beyond half of its range");
  }

  rt::atomic<Word> word_{one_owner};
  T* value_;
};

}  // namespace patina
