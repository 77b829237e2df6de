// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Who is to be told when a future can go on.
//
// Interface:
//   class Mine : public Wakeable { void wake() noexcept override; }   what can be woken
//   CountedPtr<T>::make(arguments...)   a new T that lives as long as it has a CountedPtr
//   Waker(pointer)                      a claim to wake that Wakeable; keeps it alive
//   waker.clone(), Waker(waker)         one more claim to the same
//   waker.wake()                        wakes it: "poll me again". Any number of times, at any time
//   waker.will_wake(other)              do both wake the same?
//   BorrowedWaker(wakeable)             a Waker that costs no counting, within a scope
//
// A Waker that was moved from, or made from nothing, wakes nobody. The counting is the Rc of task
// 1b with an atomic count, and nothing new: it is given. What wake() must do is the lesson.
// Thread rule: a Waker may be cloned, woken and dropped by any thread; each Waker by one at a time.
// See also: Rust's std::task::{Waker, RawWaker}.
#pragma once

#include <patina/rt/atomic.hpp>
#include <patina/send.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace patina {

// Counts the CountedPtrs to itself, and is deleted with the last one.
class Counted {
 public:
  Counted() = default;
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  virtual ~Counted() = default;

 private:
  template <class>
  friend class CountedPtr;
  void add() noexcept { references_.fetch_add(1, rt::memory_order_relaxed); }
  // The last pointer needs no read-modify-write: nobody is left to race with.
  void drop() noexcept {
    if (references_.load(rt::memory_order_acquire) != 1) {
      if (references_.fetch_sub(1, rt::memory_order_release) != 1) return;
      rt::acquire_fence(references_);
    }
    delete this;
  }

  rt::atomic<std::uint32_t> references_{1};
};

template <class T>
class CountedPtr {
 public:
  CountedPtr() noexcept = default;
  template <class... Arguments>
  static CountedPtr make(Arguments&&... arguments) {
    return CountedPtr(new T(std::forward<Arguments>(arguments)...));
  }
  // One more pointer to what somebody else already counts.
  static CountedPtr share(T& object) noexcept {
    static_cast<Counted&>(object).add();
    return CountedPtr(&object);
  }
  CountedPtr(const CountedPtr& other) noexcept : object_(other.object_) {
    if (object_ != nullptr) static_cast<Counted*>(object_)->add();
  }
  CountedPtr(CountedPtr&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  template <class U>
    requires std::is_convertible_v<U*, T*>
  CountedPtr(CountedPtr<U> other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  CountedPtr& operator=(CountedPtr other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~CountedPtr() {
    if (object_ != nullptr) static_cast<Counted*>(object_)->drop();
  }

  T& operator*() const noexcept { return *object_; }
  T* operator->() const noexcept { return object_; }
  T* get() const noexcept { return object_; }
  explicit operator bool() const noexcept { return object_ != nullptr; }

 private:
  template <class>
  friend class CountedPtr;
  friend class BorrowedWaker;
  explicit CountedPtr(T* counted) noexcept : object_(counted) {}

  T* object_ = nullptr;
};

class Wakeable : public Counted {
 public:
  virtual void wake() noexcept = 0;
};

class Waker {
 public:
  Waker() noexcept = default;
  explicit Waker(CountedPtr<Wakeable> target) noexcept : target_(std::move(target)) {}

  [[nodiscard]] Waker clone() const noexcept { return *this; }
  void wake() const noexcept {
    if (target_) target_->wake();
  }
  bool will_wake(const Waker& other) const noexcept { return target_.get() == other.target_.get(); }

 private:
  CountedPtr<Wakeable> target_;

  PATINA_UNSAFE_SEND(Waker, true);  // the count is atomic, and wake() may come from any thread
  PATINA_UNSAFE_SYNC(Waker, true);
};

// For a poll that most likely keeps no Waker: whoever does, clones it. (Rust: ManuallyDrop.)
// REQUIRES: the Wakeable outlives this, and so does every use of get().
class BorrowedWaker {
 public:
  explicit BorrowedWaker(Wakeable& target) noexcept : waker_(CountedPtr<Wakeable>(&target)) {}
  BorrowedWaker(const BorrowedWaker&) = delete;
  BorrowedWaker& operator=(const BorrowedWaker&) = delete;
  ~BorrowedWaker() {}  // nothing was counted, so nothing is given back
  const Waker& get() const noexcept { return waker_; }

 private:
  union {
    Waker waker_;
  };
};

}  // namespace patina
