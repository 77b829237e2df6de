// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2g: RawRwLock, the lock of many readers or one writer.
//
// Interface:
//   lock_read(), lock_write()                   return when this thread is inside
//   try_lock_read(), try_lock_write()           return true iff it is inside now; never wait
//   lock_read_until(t), lock_write_until(t)     wait until a time; return true iff it is inside
//   unlock_read(), unlock_write()               REQUIRES: this thread is inside so
//   downgrade()                                 from writing to reading, with nobody in between
//   is_locked()                                 was anybody inside a moment ago?
//
// Contract:
//   - readers are inside together; a writer is alone, and sees all that was done before it;
//   - a writer that waits keeps new readers out: so it comes in when those inside have left. A
//     thread that reads already and asks to read again therefore waits for the writer, who waits
//     for it: don't.
//   - who gives up waiting leaves no trace. Whom its waiting kept out comes in;
//   - once unlock has let others in, it reads and writes nothing of the lock any more;
//   - in which order those that wait come in is not promised.
// Thread rule: any thread may call it; who came in goes out.
// See also: std::shared_timed_mutex; Rust's library/std/src/sys/sync/rwlock/futex.rs; Courtois,
// Heymans, Parnas, "Concurrent control with readers and writers", CACM 1971.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/mutex.hpp>

#include <cstddef>
#include <mutex>

namespace patina {

class RawRwLock {
  using Lock = std::unique_lock<rt::mutex>;

 public:
  RawRwLock() noexcept = default;
  RawRwLock(const RawRwLock&) = delete;
  RawRwLock& operator=(const RawRwLock&) = delete;

  void lock_read() {
    Lock lock(mutex_);
    while (!may_read()) changed_.wait(lock);
    ++readers_;
  }
  [[nodiscard]] bool try_lock_read() {
    const Lock lock(mutex_);
    if (!may_read()) return false;
    ++readers_;
    return true;
  }
  [[nodiscard]] bool lock_read_until(rt::clock::time_point deadline) {
    Lock lock(mutex_);
    if (!changed_.wait_until(lock, deadline, [this] { return may_read(); })) return false;
    ++readers_;
    return true;
  }
  void unlock_read() {
    const Lock lock(mutex_);
    PATINA_ASSERT(readers_ > 0, "who leaves was inside");
    if (--readers_ == 0) changed_.notify_all();
  }

  void lock_write() {
    Lock lock(mutex_);
    ++writers_waiting_;
    while (!is_free()) changed_.wait(lock);
    --writers_waiting_;
    is_writing_ = true;
  }
  [[nodiscard]] bool try_lock_write() {
    const Lock lock(mutex_);
    if (!is_free()) return false;
    is_writing_ = true;
    return true;
  }
  [[nodiscard]] bool lock_write_until(rt::clock::time_point deadline) {
    Lock lock(mutex_);
    ++writers_waiting_;
    const bool is_inside = changed_.wait_until(lock, deadline, [this] { return is_free(); });
    --writers_waiting_;
    if (is_inside)
      is_writing_ = true;
    else
      changed_.notify_all();  // readers whom this has kept out
    return is_inside;
  }
  void unlock_write() { let_in(0); }
  void downgrade() { let_in(1); }

  bool is_locked() const {
    const Lock lock(mutex_);
    return !is_free();
  }

 private:
  bool is_free() const { return readers_ == 0 && !is_writing_; }
  bool may_read() const { return !is_writing_ && writers_waiting_ == 0; }

  // Notifies before it unlocks: from then on others come in, and may free the lock.
  void let_in(std::size_t readers) {
    const Lock lock(mutex_);
    PATINA_ASSERT(is_writing_, "who leaves was inside");
    is_writing_ = false;
    readers_ = readers;
    changed_.notify_all();
  }

  mutable rt::mutex mutex_;  // guards all below
  rt::condition_variable changed_;
  std::size_t readers_ = 0;
  std::size_t writers_waiting_ = 0;
  bool is_writing_ = false;
};

}  // namespace patina
