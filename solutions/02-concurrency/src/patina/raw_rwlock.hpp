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
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "wait until no writer is inside or waits, and come in");
    if (!try_lock_read()) [[unlikely]] wait_to_read(sleep);
    // END SOLUTION
  }
  [[nodiscard]] bool try_lock_read() {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "come in to read if no writer is inside or waits");
    // (Mutant 2g-readers-pass-writers: only `writing` is looked at, and writers starve.)
    std::uint32_t seen = word_.load(rt::memory_order_relaxed);
    while ((seen & (writing | writer_waits)) == 0) {
      PATINA_ASSERT(seen < readers_max, "so many readers are guards that were leaked");
      if (word_.compare_exchange_weak(seen, seen + one_reader, rt::memory_order_acquire,
                                      rt::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
    // END SOLUTION
  }
  [[nodiscard]] bool lock_read_until(rt::clock::time_point deadline) {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "come in to read, or give up at the deadline");
    return wait_to_read(SleepUntil{deadline});
    // END SOLUTION
  }
  void unlock_read() {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "leave, and wake the writer that waits if this was the last");
    // Release: the next writer writes after this has read. What fetch_sub returned is all that may
    // be known of the lock. (Mutants 2g-read-unlock-is-relaxed, 2g-reader-looks-back.)
    const std::uint32_t seen = word_.fetch_sub(one_reader, rt::memory_order_release);
    if ((seen & ~reader_waits) == (one_reader | writer_waits)) rt::unpark_all(word_);
    // END SOLUTION
  }

  void lock_write() {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "announce yourself, wait until nobody is inside, and come in");
    if (!try_lock_write()) [[unlikely]] wait_to_write(sleep);
    // END SOLUTION
  }
  [[nodiscard]] bool try_lock_write() {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "come in to write if nobody is inside");
    std::uint32_t seen = word_.load(rt::memory_order_relaxed);
    while (is_free(seen)) {
      if (word_.compare_exchange_weak(seen, seen | writing, rt::memory_order_acquire,
                                      rt::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
    // END SOLUTION
  }
  [[nodiscard]] bool lock_write_until(rt::clock::time_point deadline) {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "come in to write, or give up at the deadline and say so");
    if (wait_to_write(SleepUntil{deadline})) return true;
    // Others may have made this note too; they make it again. (Mutant 2g-giving-up-leaves-a-trace.)
    word_.fetch_and(~writer_waits, rt::memory_order_relaxed);
    rt::unpark_all(word_);
    return false;
    // END SOLUTION
  }
  void unlock_write() {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "leave, and wake those that wait");
    let_in(0);
    // END SOLUTION
  }
  void downgrade() {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "become a reader, and wake those that wait");
    let_in(one_reader);  // (mutant 2g-downgrade-opens)
    // END SOLUTION
  }

  bool is_locked() const {
    // BEGIN SOLUTION(2g)
    // STUB: not_implemented("2g", "say whether anybody is inside");
    return !is_free(word_.load(rt::memory_order_relaxed));
    // END SOLUTION
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

  // BEGIN SOLUTION(2g)
  // STUB:
  // Who waits makes a note first, so that who leaves wakes it. A writer that leaves wipes out both
  // notes; all are awake then, and who is too late makes its note again.
  template <class Park>
  [[gnu::noinline]] bool wait_to_read(Park park) {
    while (!try_lock_read()) {
      const std::uint32_t seen = note(reader_waits);
      if ((seen & (writing | writer_waits)) == 0) continue;
      if (!park(word_, seen)) return try_lock_read();
    }
    return true;
  }
  template <class Park>
  [[gnu::noinline]] bool wait_to_write(Park park) {
    while (!try_lock_write()) {
      const std::uint32_t seen = note(writer_waits);
      if (is_free(seen)) continue;
      if (!park(word_, seen)) return try_lock_write();
    }
    return true;
  }

  // The writer goes, and leaves `word` behind. (Mutants 2g-write-unlock-is-relaxed,
  // 2g-writer-wakes-one.)
  void let_in(std::uint32_t word) {
    const std::uint32_t seen = word_.exchange(word, rt::memory_order_release);
    if ((seen & (writer_waits | reader_waits)) != 0) [[unlikely]] rt::unpark_all(word_);
  }
  // END SOLUTION
};

}  // namespace patina
