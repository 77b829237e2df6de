// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2k, third part: an executor with several threads. A task may be polled by another thread
// each time, and never by two at once.
//
// Interface:
//   MultiExecutor executor(2)         that many worker threads
//   executor.spawn(future)            a Send future; a worker runs it from here on
//     -> MultiHandle<T>               a future for its value; dropped, it cancels the task
//   std::move(handle).detach()
//   MultiExecutor::block_on(future)   polls a future in the calling thread, which sleeps in between
//
// Contract:
//   - what can run is run by any worker that is free, first come first served: with two workers two
//     polls overlap, and a worker that has nothing to do sleeps;
//   - no wake is lost, not while the task is polled, and not while a worker is falling asleep;
//   - a cancelled task's future is destroyed once, by a worker and never during a poll; that may be
//     after the handle is gone, so a task borrows nothing;
//   - destroying the executor lets the polls that are on come to their end, then destroys every
//     future that is left, once. Wakers may outlive it; handles too, but they are not polled then.
//
// There are no timers here. A Task is Send only if you vouch for it: <patina/async/vouch.hpp>.
// Thread rule: spawn, and wakes, from any thread. The destructor in one that is no worker.
// See also: tokio's multi_thread runtime, which has a queue for each worker and steals.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/driver.hpp>
#include <patina/async/future_cell.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/multi_queue.hpp>
#include <patina/rt/thread.hpp>
#include <patina/send.hpp>

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

template <class T>
class [[nodiscard]] MultiHandle {
 public:
  MultiHandle(MultiHandle&&) noexcept = default;
  MultiHandle& operator=(MultiHandle other) noexcept {
    std::swap(cell_, other.cell_);
    return *this;
  }
  ~MultiHandle() {
    if (cell_) cell_->cancel();
  }
  void detach() && { cell_ = {}; }

  // The value of the task, or the exception that ended it.
  Poll<T> poll(Context& context) {
    PATINA_ASSERT(cell_, "a handle that has given its value is not polled again");
    if (!cell_->has_ended_or_wakes(context.waker())) return Pending{};
    PATINA_ASSERT(cell_->outcome.is_set(), "the task's executor still exists");
    return std::move(std::exchange(cell_, {})->outcome).into_poll();
  }

 private:
  friend class MultiExecutor;
  using Cell = JoinCell<MultiTask, T>;
  explicit MultiHandle(CountedPtr<Cell> cell) noexcept : cell_(std::move(cell)) {}

  CountedPtr<Cell> cell_;  // null: moved from, detached, or its value was given

  PATINA_UNSAFE_SEND(MultiHandle, Send<T>);
};

class MultiExecutor {
 public:
  explicit MultiExecutor(int workers) {
    PATINA_ASSERT(workers > 0, "somebody must run the tasks");
    for (int i = 0; i < workers; ++i)
      workers_.emplace_back([queue = queue_] {
        while (MultiTask* const task = queue->pop()) task->run();
      });
  }
  MultiExecutor(const MultiExecutor&) = delete;
  MultiExecutor& operator=(const MultiExecutor&) = delete;
  ~MultiExecutor() {
    // BEGIN SOLUTION(2k)
    // STUB: end_workers();
    end_workers();
    // Nobody runs any more, so all that is left is ours, whatever state it is in: idle too.
    while (MultiTask* const task = queue_->any_task()) task->finish();
    // END SOLUTION
  }

  template <Future F>
    requires(!std::is_reference_v<F>)
  MultiHandle<OutputOf<F>> spawn(F future) {
    static_assert(Send<F>, "a future that other threads poll must be Send (vouch_send for a Task)");
    static_assert(std::is_void_v<OutputOf<F>> || Send<OutputOf<F>>, "and so must its value be");
    auto cell = CountedPtr<FutureCell<MultiTask, F>>::make(std::move(future), queue_);
    if (queue_->add(*cell)) queue_->push(*cell);
    return MultiHandle<OutputOf<F>>(std::move(cell));
  }

  template <Future F>
  static OutputOf<F> block_on(F future) {
    auto sleeper = CountedPtr<Sleeper>::make();
    const Waker waker(sleeper);
    Context context(waker);
    for (;;) {
      if (auto value = future.poll(context)) return std::move(value).take();
      sleeper->bell.wait(std::nullopt);
    }
  }

 private:
  struct Sleeper final : Wakeable {
    Bell bell;
    void wake() noexcept override { bell.ring(); }
  };

  void end_workers() {
    queue_->end();
    for (rt::thread& one : workers_) one.join();
  }

  CountedPtr<detail::MultiQueue> queue_ = CountedPtr<detail::MultiQueue>::make();
  std::vector<rt::thread> workers_;
};

}  // namespace patina
