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
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/clock.hpp>
#include <patina/rt/park.hpp>

#include <cstdint>

namespace patina {

class RawRwLock {
 public:
  RawRwLock() noexcept = default;
  RawRwLock(const RawRwLock&) = delete;
  RawRwLock& operator=(const RawRwLock&) = delete;

  void lock_read() {
    not_implemented("2g", "wait until no writer is inside or waits, and come in");
  }
  [[nodiscard]] bool try_lock_read() {
    not_implemented("2g", "come in to read if no writer is inside or waits");
  }
  [[nodiscard]] bool lock_read_until(rt::clock::time_point deadline) {
    not_implemented("2g", "come in to read, or give up at the deadline");
  }
  void unlock_read() {
    not_implemented("2g", "leave, and wake the writer that waits if this was the last");
  }

  void lock_write() {
    not_implemented("2g", "announce yourself, wait until nobody is inside, and come in");
  }
  [[nodiscard]] bool try_lock_write() {
    not_implemented("2g", "come in to write if nobody is inside");
  }
  [[nodiscard]] bool lock_write_until(rt::clock::time_point deadline) {
    not_implemented("2g", "come in to write, or give up at the deadline and say so");
  }
  void unlock_write() {
    not_implemented("2g", "leave, and wake those that wait");
  }
  void downgrade() {
    not_implemented("2g", "become a reader, and wake those that wait");
  }

  bool is_locked() const {
    not_implemented("2g", "say whether anybody is inside");
  }

 private:
  // One way of holding it: two notes about who may sleep, how many readers are inside, and whether
  // a writer is.
  static constexpr std::uint32_t writer_waits = 1;
  static constexpr std::uint32_t reader_waits = 2;
  static constexpr std::uint32_t one_reader = 4;
  static constexpr std::uint32_t readers_max = 1U << 30;
  static constexpr std::uint32_t writing = 1U << 31;

  rt::atomic<std::uint32_t> word_{0};

  // Given: is nobody inside? And two ways to sleep while the word is `seen`, false iff in vain.
  static bool is_free(std::uint32_t word) { return (word & ~(writer_waits | reader_waits)) == 0; }
  static bool sleep(const rt::atomic<std::uint32_t>& word, std::uint32_t seen) {
    rt::park(word, seen);
    return true;
  }
  struct SleepUntil {
    rt::clock::time_point deadline;
    bool operator()(const rt::atomic<std::uint32_t>& word, std::uint32_t seen) const {
      return rt::park_until(word, seen, deadline);
    }
  };
  // returns the word with the note in it
  std::uint32_t note(std::uint32_t who_waits) {
    return word_.fetch_or(who_waits, rt::memory_order_relaxed) | who_waits;
  }

};

}  // namespace patina
