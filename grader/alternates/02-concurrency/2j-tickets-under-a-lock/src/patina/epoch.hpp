// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2j: Collector, tickets under a lock: who is pinned slows nobody down but the garbage.
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
// How: a guard has a ticket, a number that nobody had before. What is deferred may be called once
// all tickets are back that were drawn until then.
// Thread rule: any thread may pin; a guard stays in its thread. The Collector outlives its guards.
// See also: Keir Fraser, Practical Lock-Freedom (2004), section 5.2.3; crossbeam-epoch,
// internal.rs.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/deferred.hpp>
#include <patina/rt/mutex.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <vector>

namespace patina {

class Collector {
  using Ticket = std::uint64_t;

 public:
  class Guard {
   public:
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() { collector_.give_back(ticket_); }

    template <class F>
    void defer(F f) {
      if (collector_.keep(Deferred(f)) >= waiting_max) flush();
    }
    void repin() {
      collector_.give_back(ticket_);
      ticket_ = collector_.draw();
    }
    void flush() {
      for (Deferred& deferred : collector_.ripe()) deferred();
    }

   private:
    friend class Collector;
    explicit Guard(Collector& collector) : collector_(collector), ticket_(collector.draw()) {}

    Collector& collector_;
    Ticket ticket_;
  };

  Collector() = default;
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  ~Collector() {
    PATINA_ASSERT(drawn_.empty(), "a collector outlives its guards");
    while (true) {
      std::vector<Deferred> calls = ripe();
      if (calls.empty()) return;
      for (Deferred& deferred : calls) deferred();
    }
  }

  [[nodiscard]] Guard pin() { return Guard(*this); }

 private:
  struct Waiting {
    Ticket first_free;  // it waits for those before this one
    Deferred call;
  };
  static constexpr std::size_t waiting_max = 100;

  Ticket draw() {
    const std::lock_guard lock(lock_);
    drawn_.insert(next_);
    return next_++;
  }
  void give_back(Ticket ticket) {
    const std::lock_guard lock(lock_);
    drawn_.erase(ticket);
  }
  std::size_t keep(Deferred call) {
    const std::lock_guard lock(lock_);
    waiting_.push_back({next_, call});
    return waiting_.size();
  }
  // To be called without the lock: what is called may pin and defer.
  std::vector<Deferred> ripe() {
    const std::lock_guard lock(lock_);
    const Ticket oldest = drawn_.empty() ? next_ : *drawn_.begin();
    std::vector<Deferred> calls;
    for (; !waiting_.empty() && waiting_.front().first_free <= oldest; waiting_.pop_front())
      calls.push_back(waiting_.front().call);
    return calls;
  }

  rt::mutex lock_;  // guards all below
  Ticket next_ = 0;
  std::set<Ticket> drawn_;
  std::deque<Waiting> waiting_;
};

}  // namespace patina
