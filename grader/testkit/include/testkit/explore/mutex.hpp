// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The explorer's flavour of patina/rt/mutex.hpp, which says what it is.
#pragma once

#include <testkit/explore/clock.hpp>
#include <testkit/explore/core.hpp>

#include <condition_variable>
#include <mutex>
#include <shared_mutex>

namespace patina::rt {
inline namespace explored {

using std::cv_status;

namespace detail {

using testkit::explore::Share;
using testkit::explore::Where;

class lock_base : protected testkit::explore::Lock {
 public:
  constexpr lock_base() noexcept {
    if (!std::is_constant_evaluated()) testkit::explore::lock_made(*this);
  }
  lock_base(const lock_base&) = delete;
  lock_base& operator=(const lock_base&) = delete;
  ~lock_base() { testkit::explore::lock_destroyed(*this); }

  void lock(Where where = Where::current()) {
    testkit::explore::lock_acquire(*this, Share::exclusive, where);
  }
  bool try_lock(Where where = Where::current()) {
    return testkit::explore::lock_try(*this, Share::exclusive, where);
  }
  void unlock(Where where = Where::current()) {
    testkit::explore::lock_release(*this, Share::exclusive, where);
  }
  const testkit::explore::Lock& base() const { return *this; }  // for the shim itself
};

}  // namespace detail

class mutex : public detail::lock_base {};

class shared_mutex : public detail::lock_base {
  using Where = detail::Where;

 public:
  void lock_shared(Where where = Where::current()) {
    testkit::explore::lock_acquire(*this, detail::Share::shared, where);
  }
  bool try_lock_shared(Where where = Where::current()) {
    return testkit::explore::lock_try(*this, detail::Share::shared, where);
  }
  void unlock_shared(Where where = Where::current()) {
    testkit::explore::lock_release(*this, detail::Share::shared, where);
  }
};

class condition_variable : private testkit::explore::Condition {
  using Where = detail::Where;
  using Nanoseconds = testkit::explore::Nanoseconds;

 public:
  condition_variable() noexcept { testkit::explore::condition_made(*this); }
  condition_variable(const condition_variable&) = delete;
  condition_variable& operator=(const condition_variable&) = delete;
  ~condition_variable() { testkit::explore::condition_destroyed(*this); }

  void notify_one(Where where = Where::current()) {
    testkit::explore::condition_notify(*this, false, where);
  }
  void notify_all(Where where = Where::current()) {
    testkit::explore::condition_notify(*this, true, where);
  }

  void wait(std::unique_lock<mutex>& lock, Where where = Where::current()) {
    sleep(lock, Nanoseconds::max(), where);
  }
  template <class Predicate>
  void wait(std::unique_lock<mutex>& lock, Predicate is_done, Where where = Where::current()) {
    while (!is_done()) wait(lock, where);
  }

  template <class Duration>
  cv_status wait_until(std::unique_lock<mutex>& lock,
                       const std::chrono::time_point<clock, Duration>& deadline,
                       Where where = Where::current()) {
    const auto until = std::chrono::ceil<Nanoseconds>(deadline.time_since_epoch());
    return sleep(lock, until, where) ? cv_status::no_timeout : cv_status::timeout;
  }
  template <class Duration, class Predicate>
  bool wait_until(std::unique_lock<mutex>& lock,
                  const std::chrono::time_point<clock, Duration>& deadline, Predicate is_done,
                  Where where = Where::current()) {
    while (!is_done())
      if (wait_until(lock, deadline, where) == cv_status::timeout) return is_done();
    return true;
  }
  template <class Rep, class Period>
  cv_status wait_for(std::unique_lock<mutex>& lock, const std::chrono::duration<Rep, Period>& span,
                     Where where = Where::current()) {
    return wait_until(lock, detail::deadline_after(span), where);
  }
  template <class Rep, class Period, class Predicate>
  bool wait_for(std::unique_lock<mutex>& lock, const std::chrono::duration<Rep, Period>& span,
                Predicate is_done, Where where = Where::current()) {
    return wait_until(lock, detail::deadline_after(span), std::move(is_done), where);
  }

 private:
  bool sleep(std::unique_lock<mutex>& lock, Nanoseconds deadline, Where where) {
    if (!lock.owns_lock())
      testkit::explore::misused("a wait on a condition variable needs its mutex locked", where);
    return testkit::explore::condition_wait(*this, lock.mutex()->base(), deadline, where);
  }
};

}  // namespace explored
}  // namespace patina::rt
