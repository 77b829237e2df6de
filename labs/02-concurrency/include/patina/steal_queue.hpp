// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A queue of work with two ends, under one lock. Its owner pushes and pops at the back, so that it
// goes on with what it has just begun; thieves take from the front, where the oldest work lies.
//
// Interface, of a StealQueue<T> of addresses of T:
//   push(item)              at the back
//   pop() -> T*             from the back: the newest, or null if there is none
//   steal() -> Steal<T>     from the front: the oldest
//
// steal does not wait for the lock: it says retry if somebody else has it.
// The deque of task 2i has the same interface and no lock. There push and pop are for its owner
// alone; here they are for anybody, which makes this queue a door for work from outside as well.
// Thread rule: any thread may call anything.
#pragma once

#include <patina/rt/cell.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/steal.hpp>

#include <deque>
#include <mutex>

namespace patina {

template <class T>
class StealQueue {
 public:
  void push(T* item) {
    const std::lock_guard lock(mutex_);
    items_.write().push_back(item);
  }

  T* pop() {
    const std::lock_guard lock(mutex_);
    std::deque<T*>& items = items_.write();
    if (items.empty()) return nullptr;
    T* const newest = items.back();
    items.pop_back();
    return newest;
  }

  Steal<T> steal() {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock()) return Steal<T>::retry();
    std::deque<T*>& items = items_.write();
    if (items.empty()) return Steal<T>::empty();
    T* const oldest = items.front();
    items.pop_front();
    return Steal<T>::success(oldest);
  }

 private:
  rt::mutex mutex_;
  rt::cell<std::deque<T*>> items_;  // guarded by mutex_
};

}  // namespace patina
