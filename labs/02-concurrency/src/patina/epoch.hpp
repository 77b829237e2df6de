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
    }

    template <class F>
    void defer(F f) {
      static_cast<void>(f);
      not_implemented("2j", "put the call into a bag, and hand over a full one");
    }

    void repin() {
      not_implemented("2j", "write down the epoch of now, if it is another one");
    }

    void flush() {
      not_implemented("2j", "seal the open bag, and call what nobody can reach any more");
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
  }

  [[nodiscard]] Guard pin() {
    not_implemented("2j", "write down, where all can see it, in which epoch you pin");
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


  rt::atomic<std::uint64_t> epoch_{0};
  rt::atomic<Record*> records_{nullptr};
  rt::atomic<Bag*> bags_{nullptr};
};

}  // namespace patina
