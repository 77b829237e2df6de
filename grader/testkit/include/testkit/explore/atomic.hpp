// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The explorer's flavour of patina/rt/atomic.hpp, which says what it is. A value of up to sixteen
// trivially copyable bytes; every member function of std::atomic but those on volatile objects.
#pragma once

#include <testkit/explore/print.hpp>

#include <cstddef>
#include <type_traits>

namespace patina::rt {
inline namespace explored {

using std::memory_order;
using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

namespace detail {

using testkit::explore::Where;

constexpr memory_order failure_order(memory_order order) {
  if (order == memory_order_acq_rel) return memory_order_acquire;
  return order == memory_order_release ? memory_order_relaxed : order;
}

}  // namespace detail

template <class T>
class atomic : private testkit::explore::Atom {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 16,
                "an atomic holds a trivially copyable value of at most 16 bytes");
  using Where = detail::Where;
  using Bits = testkit::explore::Bits;
  using Step = std::conditional_t<std::is_pointer_v<T>, std::ptrdiff_t, T>;

 public:
  using value_type = T;
  using difference_type = Step;
  static constexpr bool is_always_lock_free = sizeof(T) <= sizeof(void*);

  constexpr atomic() noexcept(std::is_nothrow_default_constructible_v<T>) : atomic(T()) {}
  constexpr atomic(T value) noexcept : Atom{&type_, {}}, initial_(value) {
    if (!std::is_constant_evaluated()) testkit::explore::atom_made(*this);
  }
  atomic(const atomic&) = delete;
  atomic& operator=(const atomic&) = delete;
  constexpr ~atomic() {
    if (!std::is_constant_evaluated()) testkit::explore::atom_destroyed(*this);
  }

  bool is_lock_free() const noexcept { return is_always_lock_free; }

  T load(memory_order order = memory_order_seq_cst, Where where = Where::current()) const {
    return from(testkit::explore::atom_load(*this, order, where));
  }
  void store(T value, memory_order order = memory_order_seq_cst, Where where = Where::current()) {
    testkit::explore::atom_store(*this, to(value), order, where);
  }
  T exchange(T value, memory_order order = memory_order_seq_cst, Where where = Where::current()) {
    const Bits old = testkit::explore::atom_begin_rmw(*this, order, where);
    testkit::explore::atom_end_rmw(*this, to(value), "exchange");
    return from(old);
  }

  bool compare_exchange_strong(T& expected, T desired, memory_order success, memory_order failure,
                               Where where = Where::current()) {
    return compare_exchange(expected, {to(desired), success, failure, false}, where);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order order = memory_order_seq_cst,
                               Where where = Where::current()) {
    return compare_exchange_strong(expected, desired, order, detail::failure_order(order), where);
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order success, memory_order failure,
                             Where where = Where::current()) {
    return compare_exchange(expected, {to(desired), success, failure, true}, where);
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order order = memory_order_seq_cst,
                             Where where = Where::current()) {
    return compare_exchange_weak(expected, desired, order, detail::failure_order(order), where);
  }

  T fetch_add(Step step, memory_order order = memory_order_seq_cst,
              Where where = Where::current()) {
    return change("fetch_add", order, where, [step](T old) { return sum(old, step); });
  }
  T fetch_sub(Step step, memory_order order = memory_order_seq_cst,
              Where where = Where::current()) {
    return change("fetch_sub", order, where, [step](T old) { return difference(old, step); });
  }
  T fetch_and(T mask, memory_order order = memory_order_seq_cst,
              Where where = Where::current()) requires std::is_integral_v<T> {
    return change("fetch_and", order, where, [mask](T old) { return static_cast<T>(old & mask); });
  }
  T fetch_or(T mask, memory_order order = memory_order_seq_cst,
             Where where = Where::current()) requires std::is_integral_v<T> {
    return change("fetch_or", order, where, [mask](T old) { return static_cast<T>(old | mask); });
  }
  T fetch_xor(T mask, memory_order order = memory_order_seq_cst,
              Where where = Where::current()) requires std::is_integral_v<T> {
    return change("fetch_xor", order, where, [mask](T old) { return static_cast<T>(old ^ mask); });
  }

  void wait(T old, memory_order order = memory_order_seq_cst,
            Where where = Where::current()) const {
    testkit::explore::wait_while_equal(*this, to(old), order, where);
  }
  void notify_one(Where where = Where::current()) { testkit::explore::unpark(this, false, where); }
  void notify_all(Where where = Where::current()) { testkit::explore::unpark(this, true, where); }

  // An operator takes no default argument: its place is not known.
  operator T() const { return load(memory_order_seq_cst, Where()); }
  T operator=(T value) { return store(value, memory_order_seq_cst, Where()), value; }
  T operator++() { return sum(fetch_add(1, memory_order_seq_cst, Where()), Step(1)); }
  T operator--() { return difference(fetch_sub(1, memory_order_seq_cst, Where()), Step(1)); }
  T operator++(int) { return fetch_add(1, memory_order_seq_cst, Where()); }
  T operator--(int) { return fetch_sub(1, memory_order_seq_cst, Where()); }
  T operator+=(Step step) { return sum(fetch_add(step, memory_order_seq_cst, Where()), step); }
  T operator-=(Step step) {
    return difference(fetch_sub(step, memory_order_seq_cst, Where()), step);
  }
  T operator&=(T mask) { return fetch_and(mask, memory_order_seq_cst, Where()) & mask; }
  T operator|=(T mask) { return fetch_or(mask, memory_order_seq_cst, Where()) | mask; }
  T operator^=(T mask) { return fetch_xor(mask, memory_order_seq_cst, Where()) ^ mask; }

  const testkit::explore::Atom& atom() const { return *this; }  // for the shim itself

 private:
  static Bits to(T value) { return testkit::explore::to_bits(value); }
  static T from(Bits bits) { return testkit::explore::from_bits<T>(bits); }

  // As the processor does it: signed numbers wrap.
  static T sum(T old, Step step) {
    if constexpr (std::is_integral_v<T>) {
      using U = std::make_unsigned_t<T>;
      return static_cast<T>(static_cast<U>(static_cast<U>(old) + static_cast<U>(step)));
    } else {
      return static_cast<T>(old + step);
    }
  }
  static T difference(T old, Step step) {
    if constexpr (std::is_integral_v<T>) {
      using U = std::make_unsigned_t<T>;
      return static_cast<T>(static_cast<U>(static_cast<U>(old) - static_cast<U>(step)));
    } else {
      return static_cast<T>(old - step);
    }
  }

  template <class F>
  T change(const char* name, memory_order order, Where where, F&& f) {
    const T old = from(testkit::explore::atom_begin_rmw(*this, order, where));
    testkit::explore::atom_end_rmw(*this, to(f(old)), name);
    return old;
  }

  bool compare_exchange(T& expected, const testkit::explore::Exchange& exchange, Where where) {
    Bits seen = to(expected);
    const bool is_done = testkit::explore::atom_compare_exchange(*this, seen, exchange, where);
    if (!is_done) expected = from(seen);
    return is_done;
  }

  static Bits read_initial(const Atom* atom) {
    return to(static_cast<const atomic*>(atom)->initial_);
  }
  static void write_initial(Atom* atom, Bits bits) {
    static_cast<atomic*>(atom)->initial_ = from(bits);
  }
  static constexpr testkit::explore::AtomType type_{testkit::explore::print_bits<T>, read_initial,
                                                    write_initial};

  T initial_;
};

class atomic_flag {
  using Where = detail::Where;

 public:
  constexpr atomic_flag() noexcept : set_(false) {}
  bool test(memory_order order = memory_order_seq_cst, Where where = Where::current()) const {
    return set_.load(order, where);
  }
  bool test_and_set(memory_order order = memory_order_seq_cst, Where where = Where::current()) {
    return set_.exchange(true, order, where);
  }
  void clear(memory_order order = memory_order_seq_cst, Where where = Where::current()) {
    set_.store(false, order, where);
  }
  void wait(bool old, memory_order order = memory_order_seq_cst,
            Where where = Where::current()) const {
    set_.wait(old, order, where);
  }
  void notify_one(Where where = Where::current()) { set_.notify_one(where); }
  void notify_all(Where where = Where::current()) { set_.notify_all(where); }

 private:
  atomic<bool> set_;
};

inline void atomic_thread_fence(memory_order order,
                                detail::Where where = detail::Where::current()) {
  testkit::explore::fence(order, where);
}

template <class T>
void acquire_fence(const atomic<T>&, detail::Where where = detail::Where::current()) {
  testkit::explore::fence(memory_order_acquire, where);
}

}  // namespace explored
}  // namespace patina::rt
