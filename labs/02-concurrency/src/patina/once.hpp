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
    not_implemented("2g", "say whether it is done, and see what was done");
  }

  template <std::invocable F>
  void call(F&& f) const {
    not_implemented("2g", "call f if nobody has, or wait for who does");
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

};

template <class T>
class OnceCell {
  static_assert(std::is_object_v<T> && !std::is_const_v<T>, "a OnceCell holds one value");

 public:
  OnceCell() = default;
  OnceCell(const OnceCell&) = delete;
  OnceCell& operator=(const OnceCell&) = delete;

  const T* get() const {
    not_implemented("2g", "give the value, or null if there is none yet");
  }

  // f() is the value if there is none yet; if f throws there is still none.
  template <std::invocable F>
    requires std::convertible_to<std::invoke_result_t<F>, T>
  const T& get_or_init(F&& f) const {
    not_implemented("2g", "give the value, made by f if there is none yet");
  }

  // returns nothing if `value` is the value from now on, and else gives it back. Waits for who is
  // making the value.
  std::optional<T> set(T value) const {
    not_implemented("2g", "keep the value, or give it back if there is one");
  }

  PATINA_UNSAFE_SEND(OnceCell, Send<T>);
  PATINA_UNSAFE_SYNC(OnceCell, Send<T> && Sync<T>);

 private:
  Once once_;
  mutable rt::cell<std::optional<T>> value_;  // written before once_ is done, and never again
};

}  // namespace patina
