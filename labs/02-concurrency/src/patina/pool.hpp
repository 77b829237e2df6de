// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2d: Pool, workers that share work by stealing it, and join, which splits work in two.
//
// Interface:
//   Pool pool(2)                   two workers; its destructor waits for all that was spawned
//   pool.install(f)                calls f on a worker, and returns or throws what f does
//   pool.spawn(f, arguments...)    calls f on a worker, some time; nobody waits for it
//   pool.size()                    how many workers
//   Pool::shared(), current()      the pool of the program; that of this worker, or else shared
//   join(f, g)                     calls both, at once if a worker is free: a pair of results
//
// How: each worker has a queue. join pushes g onto it, calls f, and takes g back; if a thief was
// faster, it works on something else meanwhile. Who has no work steals the oldest, or else sleeps.
// Invariants: each job runs once. No job lies in a queue while a worker sleeps that could run it.
// A worker that waits works.
// Thread rule: any thread may call anything; the destructor runs when nobody else uses the pool,
// and not on one of its workers.
// See also: rayon_core and its sleep/README.md; Blumofe, Leiserson, "Scheduling multithreaded
// computations by work stealing", JACM 1999.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/call.hpp>
#include <patina/deque.hpp>
#include <patina/job.hpp>
#include <patina/latch.hpp>
#include <patina/rt/asymmetric_fence.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/fiber_local.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread.hpp>
#include <patina/steal_queue.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

// The queue of a worker: yours of task 2i as soon as it is there.
using JobQueue = std::conditional_t<deque_is_there, Deque<Job>, StealQueue<Job>>;

class Pool {
 public:
  // Starts `workers` threads. REQUIRES: at least one (asserts).
  explicit Pool(std::size_t workers) {
    not_implemented("2d", "make the workers, and start a thread for each");
  }

  // Waits until all that was spawned has run, and ends the workers.
  ~Pool() {
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  std::size_t size() const { return workers_.size(); }
  static Pool& current() { return here() != nullptr ? here()->pool : shared(); }
  // As many workers as the machine runs threads.
  static Pool& shared() {
    static Pool pool(std::max<std::size_t>(rt::thread::hardware_concurrency(), 1));
    return pool;
  }

  // Calls f on a worker of this pool and waits for it: on this very thread if that is one. Returns
  // what f returns, throws what f throws. f and its result are Send.
  template <class F>
  UnitResult<F> install(F f) {
    require_send_call<F>();
    return enter(f);
  }

  // Calls f(arguments...) on a worker, some time. REQUIRES: it throws nothing (asserts).
  template <class F, class... Arguments>
  void spawn(F f, Arguments... arguments) {
    not_implemented("2d", "let a worker call f(arguments...)");
  }

 private:
  template <class F, class G>
  friend auto join(F f, G g);
  friend class Latch;

  struct alignas(128) Worker {
    Worker(Pool& its_pool, std::size_t its_index) : pool(its_pool), index(its_index) {}
    Pool& pool;
    const std::size_t index;
    JobQueue queue;
  };
  // The worker that this thread is, or null.
  static Worker*& here() { return rt::fiber_local<Worker*, Worker>::get(); }

  // From here on all is one way of holding it and of dividing the work. Yours may be another.
  std::vector<std::unique_ptr<Worker>> workers_;
  StealQueue<Job> from_outside_;  // jobs of threads that are no workers
  rt::atomic<bool> stopping_{false};
  alignas(128) rt::atomic<std::uint32_t> sleepers_{0};  // how many sleep, or are about to
  rt::atomic<std::uint32_t> events_{0};  // counts the calls to wake; sleepers park on it
  alignas(128) std::vector<rt::thread> threads_;

  template <class F>
  UnitResult<F> enter(F& f) {
    not_implemented("2d", "call f on a worker of this pool, and wait for it");
  }

  // Puts `job` where a worker finds it, and sees to it that one looks. Given.
  void push(Job& job) {
    if (Worker* const me = here(); me != nullptr && &me->pool == this) {
      me->queue.push(&job);
    } else {
      from_outside_.push(&job);
    }
    wake_one();
  }

  // What the thread of a worker does until the pool stops.
  void work(Worker& me) {
    not_implemented("2d", "run one job after the other until the pool stops");
  }

  // One's own newest job, or else the oldest of another worker, or one from outside, or null if all
  // queues were empty.
  Job* find_job(Worker& me) {
    not_implemented("2d", "find a job, here or elsewhere");
  }
  template <class Queue>
  static Job* steal_from(Queue& queue) {
    not_implemented("2d", "steal the oldest job of a queue, or find the queue empty");
  }

  // The next job for `me`, or null once `done` holds and no job was found. Sleeps if there is
  // nothing to do, in this order: announce, remember the count of events, look again, park. Who
  // has something for a sleeper: publish, look for an announcement, count an event, unpark. So one
  // of them sees the other; and if the count has moved on meanwhile, park returns at once.
  template <class Done>
  [[gnu::noinline]] Job* next_job(Worker& me, const Done& done) {
    not_implemented("2d", "find a job, sleep while there is none, and miss no call");
  }

  // Wake a worker that sleeps, or all; given. REQUIRES: what they are called for is published.
  void wake_one() {
    if (count_event()) rt::unpark_one(events_);
  }
  void wake_all() {
    if (count_event()) rt::unpark_all(events_);
  }

  // Counts an event if anybody sleeps or is about to; returns true iff so. Looks at the sleepers
  // when what the caller published can be seen. Cost if nobody sleeps: a light fence, a load.
  bool count_event() {
    not_implemented("2d", "look for an announcement, and count an event if there is one");
  }

  // returns true iff `job`, pushed before, is back: nobody else will run it. What lies above it was
  // spawned since, and is run here and now.
  bool take_back(Worker& me, const Job& job) {
    not_implemented("2d", "take the job back, if no thief was faster");
  }

  // Returns when a thief is done with the job of `latch`. Works on other jobs meanwhile: the thief
  // may be waiting for one of them.
  [[gnu::noinline]] void work_until(Worker& me, const Latch& latch) {
    not_implemented("2d", "run other jobs until the latch is set");
  }

  template <class F, class G>
  std::pair<UnitResult<F>, UnitResult<G>> join_here(Worker& me, F& f, G& g) {
    not_implemented("2d", "call f here, and let g be stolen meanwhile");
  }
};

// Calls f on this thread, and g on another worker if one is free by then, else here after f.
// Returns the pair of results; Unit stands for nothing. Both have been called and have ended when
// join returns or throws; if both throw, the exception of f crosses. Outside of any pool it all
// happens in Pool::shared(). f, g and their results are Send. Cost: no allocation, no lock but the
// queue's; joins may be nested as deep as the stack allows.
template <class F, class G>
auto join(F f, G g) {
  require_send_call<F>();
  require_send_call<G>();
  if (Pool::Worker* const me = Pool::here()) return me->pool.join_here(*me, f, g);
  auto inside = [&f, &g] { return Pool::here()->pool.join_here(*Pool::here(), f, g); };
  return Pool::shared().enter(inside);
}

}  // namespace patina
