// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2g: LockOrder, which notices that locks are taken in a circle before anybody waits for ever.
//
// Interface:
//   order.add("accounts") -> LockId       a lock to be watched
//   order.acquire(lock, where)            to be called before the wait: nothing, or an Inversion
//   order.acquired_by_trying(lock, where) to be called after a try_lock that succeeded
//   order.release(lock)                   to be called by the thread that has it
//   OrderedMutex mutex(order, "name")     a mutex that does all that, and asserts (given)
//
// How: whoever wants b while it has a has drawn an arrow from a to b. Arrows are kept for good. An
// arrow that closes a circle is one deadlock that may happen some day, whoever drew the others and
// whenever that was: so a single run on a single thread can find it.
// Contract:
//   - an Inversion names both places: where this thread has one lock and wants the other, and where
//     the opposite arrow was drawn first, or the first one of several that lead back;
//   - to look for a circle and to draw the arrow is one step: of two threads that take two locks in
//     opposite orders one is told, however they run;
//   - an acquire that is answered by an Inversion was none: it is not held, and draws no arrow;
//   - a lock that the thread has already is an Inversion too: it would wait for itself;
//   - a try never waits, so it closes no circle; but who has the lock by a try may wait for others.
// Thread rule: any thread may call anything; who acquired releases, in any order.
// See also: Linux, Documentation/locking/lockdep-design.rst; WITNESS of FreeBSD; abseil's Mutex;
// parking_lot's deadlock_detection, which finds a circle only when it has closed.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/fiber_local.hpp>
#include <patina/rt/mutex.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace patina {

enum class LockId : std::size_t {};

// Somebody had `held` since one place, and wanted `wanted` at another. Given.
struct LockStep {
  LockId held;
  std::source_location held_since;
  LockId wanted;
  std::source_location wanted_at;
};

// `now` would close the circle that `before` began: before.held is now.wanted. Given.
struct Inversion {
  LockStep now;
  LockStep before;
  std::string text;  // both with the names of the locks and the lines
};

class LockOrder {
 public:
  LockOrder() = default;
  LockOrder(const LockOrder&) = delete;
  LockOrder& operator=(const LockOrder&) = delete;

  // Given.
  LockId add(std::string name) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string>& names = names_.write();
    names.push_back(std::move(name));
    return LockId(names.size() - 1);
  }

  std::optional<Inversion> acquire(
      LockId wanted, std::source_location where = std::source_location::current()) {
    not_implemented("2g", "look for a way back, draw the arrows, and note what is held");
  }

  void acquired_by_trying(LockId lock,
                          std::source_location where = std::source_location::current()) {
    not_implemented("2g", "note what is held");
  }

  // REQUIRES: this thread has it (asserts).
  void release(LockId lock) {
    not_implemented("2g", "note that it is no longer held");
  }

 private:
  struct Hold {
    const LockOrder* order = nullptr;
    LockId lock{};
    std::source_location since;
  };
  using Arrows = std::map<std::pair<LockId, LockId>, LockStep>;

  rt::mutex mutex_;
  rt::cell<std::vector<std::string>> names_;  // guarded by mutex_
  rt::cell<Arrows> arrows_;                   // guarded by mutex_; without a circle

  // What this thread has, of all LockOrders, the oldest first.
  static std::vector<Hold>& held() { return rt::fiber_local<std::vector<Hold>, Hold>::get(); }

  // The first arrow of a way from `from` to `target`, or null if there is none.
  static const LockStep* first_step(const Arrows& arrows, LockId from, LockId target) {
    not_implemented("2g", "follow the arrows");
  }

  // Given. REQUIRES: the mutex is held.
  Inversion inversion(const LockStep& now, const LockStep& before) const {
    const auto name = [this](LockId lock) { return names_.read()[static_cast<std::size_t>(lock)]; };
    const auto place = [](const std::source_location& where) {
      const std::string file = where.file_name();
      return file.substr(file.rfind('/') + 1) + ":" + std::to_string(where.line());
    };
    const auto tell = [&](const LockStep& step) {
      return name(step.wanted) + " is taken at " + place(step.wanted_at) + " while " +
             name(step.held) + " is held since " + place(step.held_since);
    };
    return {now, before,
            "locks are taken in one order: " + tell(now) + ", and before that " + tell(before)};
  }
};

// A mutex whose lock() asserts instead of closing a circle. Given.
class OrderedMutex {
 public:
  OrderedMutex(LockOrder& order, std::string name)
      : order_(order), id_(order.add(std::move(name))) {}
  OrderedMutex(const OrderedMutex&) = delete;
  OrderedMutex& operator=(const OrderedMutex&) = delete;

  void lock(std::source_location where = std::source_location::current()) {
    if (const auto inversion = order_.acquire(id_, where)) fail_assertion(inversion->text, where);
    mutex_.lock();
  }
  [[nodiscard]] bool try_lock(std::source_location where = std::source_location::current()) {
    if (!mutex_.try_lock()) return false;
    order_.acquired_by_trying(id_, where);
    return true;
  }
  void unlock() {
    order_.release(id_);
    mutex_.unlock();
  }

 private:
  LockOrder& order_;
  LockId id_;
  rt::mutex mutex_;
};

}  // namespace patina
