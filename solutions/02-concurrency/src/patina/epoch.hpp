// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2j: Collector, epochs without a lock: who is pinned slows nobody down but the garbage.
//
// Interface (that of GivenEpochs, and two functions more):
//   Collector collector;
//   auto guard = collector.pin();         from now on nothing that I can reach is given back
//   guard.defer([node] { delete node; })  call this once nobody can be reading `node` any more
//   guard.repin()                         as if dropped and pinned anew: all I have read is invalid
//   guard.flush()                         hand over what was deferred here, and call what is ripe
//
// Contract:
//   - what is deferred is called once: after every guard that lived when it was deferred was
//     dropped or repinned, or when the Collector dies. Who defers has made the node unreachable
//     before;
//   - what a thread did before it dropped its guard happens before what waited for that is called;
//   - garbage is handed over by flush(), and by itself from time to time: while guards come and go,
//     less than 1000 deferred calls wait. flush() never waits for a thread: where one is pinned for
//     long, it finds little that is ripe;
//   - guards may be nested in one thread, and what is called may pin, defer and flush again.
//
// How: the epoch is a number that only grows. A guard writes down the epoch that it has seen; the
// epoch goes on to the next one when every guard that is there has seen the current one. So guards
// are of the current epoch or the one before, and garbage of epoch E is out of reach in E + 2.
// Thread rule: any thread may pin; a guard stays in its thread. The Collector outlives its guards.
// See also: Keir Fraser, Practical Lock-Freedom (2004), section 5.2.3; crossbeam-epoch,
// internal.rs.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/deferred.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace patina {

// How many calls a bag takes before it is sealed and handed over. In the explorer each is handed
// over at once: a bag that is never full would hide from the search what is freed too early.
#ifdef PATINA_EXPLORE
inline constexpr std::size_t bag_calls_max = 1;
#else
inline constexpr std::size_t bag_calls_max = 64;
#endif

class Collector {
  struct Record;

 public:
  class Guard {
   public:
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() {
      // BEGIN SOLUTION(2j)
      // STUB:
      // Release: what was read under this guard comes before what is freed after it, and the open
      // bag before its next owner. Nothing is done with it here: to drop a guard is cheap.
      record_.state.store(0, rt::memory_order_release);
      // END SOLUTION
    }

    template <class F>
    void defer(F f) {
      // BEGIN SOLUTION(2j)
      // STUB: static_cast<void>(f);
      // STUB: not_implemented("2j", "put the call into a bag, and hand over a full one");
      const bool is_full = record_.open.with_mut([&](std::vector<Deferred>& open) {
        open.emplace_back(f);
        return open.size() >= bag_calls_max;
      });
      if (is_full) flush();
      // END SOLUTION
    }

    void repin() {
      // BEGIN SOLUTION(2j)
      // STUB: not_implemented("2j", "write down the epoch of now, if it is another one");
      // With its pinned bit. (Mutants 2j-repin-unpins, 2j-repin-without-a-fence.)
      const std::uint64_t now = pinned_at(collector_.epoch_.load(rt::memory_order_relaxed));
      if (record_.state.load(rt::memory_order_relaxed) == now) return;
      record_.state.store(now, rt::memory_order_release);
      rt::atomic_thread_fence(rt::memory_order_seq_cst);
      // END SOLUTION
    }

    void flush() {
      // BEGIN SOLUTION(2j)
      // STUB: not_implemented("2j", "seal the open bag, and call what nobody can reach any more");
      collector_.seal(record_);
      collector_.try_advance();
      collector_.collect();
      // END SOLUTION
    }

   private:
    friend class Collector;
    Guard(Collector& collector, Record& record) : collector_(collector), record_(record) {}

    Collector& collector_;
    Record& record_;
  };

  Collector() = default;
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  // REQUIRES: no guard lives. Calls all that was deferred and not called.
  ~Collector() {
    // BEGIN SOLUTION(2j)
    // STUB:
    for (Record* record = records_.load(); record != nullptr; record = record->next)
      PATINA_ASSERT(record->state.load() == 0, "a collector outlives its guards");
    while (call_all()) continue;  // what is called may defer again (mutant 2j-forgets-the-rest)
    // END SOLUTION
  }

  [[nodiscard]] Guard pin() {
    // BEGIN SOLUTION(2j)
    // STUB: not_implemented("2j", "write down, where all can see it, in which epoch you pin");
    // The epoch may be over when it is written down: that only makes others wait. But it must be
    // there before anything is read, and only seq_cst orders a store before a later load. The fence
    // meets those of seal and try_advance. (Mutant 2j-pins-without-a-fence.)
    Record& record = claim(pinned_at(epoch_.load(rt::memory_order_relaxed)));
    rt::atomic_thread_fence(rt::memory_order_seq_cst);
    return Guard(*this, record);
    // END SOLUTION
  }

 private:
  // What a guard has to itself while it lives; afterwards the next guard takes it over, with the
  // bag as it is. Records are never freed before the Collector, so nobody has to protect *them*.
  struct Record {
    rt::atomic<std::uint64_t> state;  // 0: nobody's; else twice the epoch of its guard, plus 1
    rt::cell<std::vector<Deferred>> open;
    Record* next = nullptr;

    explicit Record(std::uint64_t first_state) : state(first_state) {}
  };
  // A bag that is sealed, with the epoch in which that was.
  struct Bag {
    std::vector<Deferred> calls;
    std::uint64_t epoch = 0;
    Bag* next = nullptr;
  };

  // Given: onto a list of which nothing is ever taken but all at once, so that there is no ABA.
  template <class Node>
  static void push(rt::atomic<Node*>& list, Node* node) {
    Node* first = list.load(rt::memory_order_relaxed);
    do {
      node->next = first;
    } while (!list.compare_exchange_weak(first, node, rt::memory_order_release,
                                         rt::memory_order_relaxed));
  }

  static void call(Bag* bag) {
    for (Deferred& deferred : bag->calls) deferred();
    delete bag;
  }

  static std::uint64_t pinned_at(std::uint64_t epoch) { return epoch << 1 | 1; }

  // BEGIN SOLUTION(2j)
  // STUB:
  // Acquire, with the release of the guard before: its open bag.
  Record& claim(std::uint64_t pinned) {
    for (Record* record = records_.load(rt::memory_order_acquire); record != nullptr;
         record = record->next) {
      std::uint64_t nobody = 0;
      if (record->state.load(rt::memory_order_relaxed) == 0 &&
          record->state.compare_exchange_strong(nobody, pinned, rt::memory_order_acquire,
                                                rt::memory_order_relaxed)) {
        return *record;
      }
    }
    auto* const made = new Record(pinned);
    push(records_, made);
    return *made;
  }

  // The epoch of a bag is the current one after all in it was unlinked: who pins from the next one
  // on can't find it. The epoch of its own guard may be one less, and then E + 2 would be too
  // early: hence the fence. (Mutants 2j-seals-with-its-own-epoch, 2j-frees-after-one-epoch.)
  void seal(Record& record) {
    std::vector<Deferred> calls = record.open.with_mut(
        [](std::vector<Deferred>& open) { return std::exchange(open, {}); });
    if (calls.empty()) return;
    auto* const bag = new Bag{std::move(calls)};
    rt::atomic_thread_fence(rt::memory_order_seq_cst);
    bag->epoch = epoch_.load(rt::memory_order_relaxed);
    push(bags_, bag);
  }

  // Acquire of each state: what was read under guards that are gone comes before the new epoch, and
  // by its release before what is freed because of it. Compare-exchange: this may be long ago, and
  // the epoch never goes back. (Mutant 2j-passes-a-straggler.)
  void try_advance() {
    std::uint64_t now = epoch_.load(rt::memory_order_relaxed);
    rt::atomic_thread_fence(rt::memory_order_seq_cst);
    for (Record* record = records_.load(rt::memory_order_acquire); record != nullptr;
         record = record->next) {
      const std::uint64_t state = record->state.load(rt::memory_order_acquire);
      if ((state & 1) != 0 && state != pinned_at(now)) return;
    }
    epoch_.compare_exchange_strong(now, now + 1, rt::memory_order_acq_rel,
                                   rt::memory_order_relaxed);
  }

  // Takes all bags at once, so that no bag is looked at that another thread is freeing, and puts
  // those back that are not ripe.
  void collect() {
    Bag* bag = bags_.exchange(nullptr, rt::memory_order_acquire);
    const std::uint64_t now = epoch_.load(rt::memory_order_acquire);
    while (bag != nullptr) {
      Bag* const next = bag->next;
      if (now - bag->epoch >= 2)
        call(bag);
      else
        push(bags_, bag);
      bag = next;
    }
  }

  // For the end: returns true iff there was something.
  bool call_all() {
    Record* record = records_.exchange(nullptr, rt::memory_order_acquire);
    Bag* bag = bags_.exchange(nullptr, rt::memory_order_acquire);
    if (record == nullptr && bag == nullptr) return false;
    while (record != nullptr) {
      for (Deferred& deferred : std::exchange(record->open.write(), {})) deferred();
      delete std::exchange(record, record->next);
    }
    while (bag != nullptr) call(std::exchange(bag, bag->next));
    return true;
  }
  // END SOLUTION

  rt::atomic<std::uint64_t> epoch_{0};
  rt::atomic<Record*> records_{nullptr};
  rt::atomic<Bag*> bags_{nullptr};
};

}  // namespace patina
