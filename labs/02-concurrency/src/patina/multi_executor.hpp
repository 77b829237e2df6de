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
#include <patina/async/intrusive.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/thread.hpp>
#include <patina/send.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

class MultiTask;

namespace detail {

// What workers share: what can run, what there is at all, and a word to sleep on.
class MultiQueue final : public Counted {
 public:
  // returns false iff the executor is being destroyed
  bool add(MultiTask& task);
  void remove(MultiTask& task) noexcept;
  void push(MultiTask& task) noexcept;

  // The next task that can run, for which this may sleep; null iff the worker is to end.
  MultiTask* pop() {
    not_implemented("2k", "wait for a task that can run");
  }

  // Every pop() answers null from here on, and nothing is added or pushed.
  void end() noexcept {
    const std::lock_guard lock(mutex_);
    state_.with_mut([](State& state) {
      state.is_over = true;
      state.ready = {};
    });
    signal_.fetch_add(1, rt::memory_order_relaxed);
    rt::unpark_all(signal_);
  }
  MultiTask* any_task() {
    const std::lock_guard lock(mutex_);
    return state_.with([](const State& state) { return state.tasks.first(); });
  }

 private:
  struct State {
    IntrusiveQueue<MultiTask> ready;
    IntrusiveList<MultiTask> tasks;  // all that have not ended
    int sleepers = 0;                // workers that sleep or are about to
    bool is_over = false;
  };
  rt::mutex mutex_;
  rt::cell<State> state_;
  rt::atomic<std::uint32_t> signal_{0};  // changed under the lock, when a sleeper shall look again
};

}  // namespace detail

class MultiTask : public Wakeable, public QueueLink<MultiTask>, public ListLink<MultiTask> {
 public:
  explicit MultiTask(CountedPtr<detail::MultiQueue> queue) noexcept : queue_(std::move(queue)) {}

  // From any thread, at any time. ENSURES: if the task has not ended, it is polled after everything
  // that happened before this call.
  void wake() noexcept override {
    not_implemented("2k", "note the wake, and queue the task if it was idle");
  }

  // The handle is gone: the future shall be destroyed by whoever would poll it next.
  void cancel() noexcept {
  }

  // By a worker that has popped it.
  void run() noexcept {
    not_implemented("2k", "poll it, and see whether it ended or was woken meanwhile");
  }

  // Destroys its future, if it still has one, and tells who waits for its end. Called once.
  void finish() noexcept {
    drop_future();
    Waker joiner;
    {
      const std::lock_guard lock(end_mutex_);
      end_.with_mut([&](End& end) {
        end.has_come = true;
        joiner = std::move(end.joiner);
      });
    }
    joiner.wake();
    queue_->remove(*this);
  }

  bool has_ended_or_wakes(const Waker& waker) {
    const std::lock_guard lock(end_mutex_);
    return end_.with_mut([&](End& end) {
      if (!end.has_come && !end.joiner.will_wake(waker)) end.joiner = waker.clone();
      return end.has_come;
    });
  }

 private:
  friend class detail::MultiQueue;
  virtual bool poll_future(Context& context) = 0;
  virtual void drop_future() noexcept = 0;

  // As in task 2f: who finds a task idle and makes it notified puts it into the queue.
  static constexpr std::uint32_t idle = 0, notified = 1, running = 2;
  struct End {
    bool has_come = false;
    Waker joiner;
  };

  rt::atomic<std::uint32_t> state_{notified};
  rt::atomic<bool> is_cancelled_{false};
  CountedPtr<detail::MultiQueue> queue_;
  CountedPtr<MultiTask> self_;  // the executor's claim, until it has ended
  rt::mutex end_mutex_;
  rt::cell<End> end_;
};

inline bool detail::MultiQueue::add(MultiTask& task) {
  const std::lock_guard lock(mutex_);
  return state_.with_mut([&](State& state) {
    if (state.is_over) return false;
    task.self_ = CountedPtr<MultiTask>::share(task);
    state.tasks.push(task);
    return true;
  });
}

inline void detail::MultiQueue::remove(MultiTask& task) noexcept {
  CountedPtr<MultiTask> self;  // given back when the lock is free
  const std::lock_guard lock(mutex_);
  state_.with_mut([&](State& state) {
    state.tasks.remove(task);
    self = std::move(task.self_);
  });
}

inline void detail::MultiQueue::push(MultiTask& task) noexcept {
  static_cast<void>(task);
  not_implemented("2k", "put it into the queue, and wake a worker if one sleeps");
}

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
    end_workers();
  }

  template <Future F>
    requires(!std::is_reference_v<F>)
  MultiHandle<OutputOf<F>> spawn(F future) {
    static_assert(Send<F>, "a future that other threads poll must be Send (vouch_send for a Task)");
    static_assert(std::is_void_v<OutputOf<F>> || Send<OutputOf<F>>, "and so must its value be");
    static_cast<void>(future);
    not_implemented("2k", "make a FutureCell, add it to the queue's tasks, and push it");
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
