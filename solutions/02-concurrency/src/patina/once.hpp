// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2g: Once, which lets something be done once by whoever comes first, and OnceCell<T>, a value
// that is made so.
//
// Interface:
//   once.call(f)              calls f unless that was done before; returns when it is done
//   once.is_done()            and if so, all that f did can be seen
//   cell.get()                the value, or null if there is none yet
//   cell.get_or_init(f)       the value; made by f if there is none yet
//   cell.set(value)           the value comes back if there was one already
//
// Contract:
//   - f is called by one thread at a time, and never again once it has returned. Others wait;
//   - if f throws, that call of `call` throws, and all is as before: the next thread, also one that
//     waits already, tries again. So it is with std::call_once. Rust's Once is poisoned instead,
//     and refuses ever after; its OnceLock tries again, as this does;
//   - f does not use the Once or OnceCell it is called for: it would wait for itself;
//   - once it is done, to ask costs one load.
// Thread rule: any thread may call anything. A OnceCell<T> is Send iff T is, and Sync iff T is Send
// and Sync: one thread makes the value, and all read it.
// See also: [thread.once.callonce]; Rust's std::sync::{Once, OnceLock}.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/park.hpp>
#include <patina/send.hpp>

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace patina {

class Once {
 public:
  Once() noexcept = default;
  Once(const Once&) = delete;
  Once& operator=(const Once&) = delete;

  bool is_done() const {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "say whether it is done, and see what was done");
    return word_.load(rt::memory_order_acquire) == done;  // (mutant 2g-once-looks-relaxed)
    // END SOLUTION
  }

  template <std::invocable F>
  void call(F&& f) const {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "call f if nobody has, or wait for who does");
    if (is_done()) [[likely]] return;
    while (!is_mine()) {
      if (is_done()) return;
    }
    try {
      std::invoke(std::forward<F>(f));
    } catch (...) {
      leave(idle);  // (mutants 2g-once-stays-begun, 2g-once-fails-in-silence)
      throw;
    }
    leave(done);
    // END SOLUTION
  }

  PATINA_UNSAFE_SEND(Once, true);
  PATINA_UNSAFE_SYNC(Once, true);

 private:
  // The four states are one way: no test looks at the word.
  static constexpr std::uint32_t idle = 0;
  static constexpr std::uint32_t begun = 1;
  static constexpr std::uint32_t begun_with_sleepers = 2;
  static constexpr std::uint32_t done = 3;

  mutable rt::atomic<std::uint32_t> word_{idle};

  // BEGIN SOLUTION(2g)
  // STUB:
  // returns true iff it is for this thread to do it; else it has waited for who does, or is about
  // to find that it is done. Acquire: what an attempt did that failed is seen by the next one.
  [[gnu::noinline]] bool is_mine() const {
    std::uint32_t seen = idle;
    if (word_.compare_exchange_strong(seen, begun, rt::memory_order_acquire)) return true;
    if (seen == begun) {
      word_.compare_exchange_strong(seen, begun_with_sleepers, rt::memory_order_relaxed);
    }
    rt::park(word_, begun_with_sleepers);  // returns at once if that is not what it holds
    return false;
  }

  // The last touch of the word; then it may be gone.
  void leave(std::uint32_t state) const {
    if (word_.exchange(state, rt::memory_order_release) == begun_with_sleepers) {
      rt::unpark_all(word_);
    }
  }
  // END SOLUTION
};

template <class T>
class OnceCell {
  static_assert(std::is_object_v<T> && !std::is_const_v<T>, "a OnceCell holds one value");

 public:
  OnceCell() = default;
  OnceCell(const OnceCell&) = delete;
  OnceCell& operator=(const OnceCell&) = delete;

  const T* get() const {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "give the value, or null if there is none yet");
    return once_.is_done() ? &*value_.read() : nullptr;
    // END SOLUTION
  }

  // f() is the value if there is none yet; if f throws there is still none.
  template <std::invocable F>
    requires std::convertible_to<std::invoke_result_t<F>, T>
  const T& get_or_init(F&& f) const {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "give the value, made by f if there is none yet");
    once_.call([&] { value_.write().emplace(std::invoke(std::forward<F>(f))); });
    return *value_.read();
    // END SOLUTION
  }

  // returns nothing if `value` is the value from now on, and else gives it back. Waits for who is
  // making the value.
  std::optional<T> set(T value) const {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "keep the value, or give it back if there is one");
    std::optional<T> given(std::move(value));
    once_.call([&] { value_.write() = std::exchange(given, std::nullopt); });
    return given;
    // END SOLUTION
  }

  PATINA_UNSAFE_SEND(OnceCell, Send<T>);
  PATINA_UNSAFE_SYNC(OnceCell, Send<T> && Sync<T>);

 private:
  Once once_;
  mutable rt::cell<std::optional<T>> value_;  // written before once_ is done, and never again
};

}  // namespace patina
