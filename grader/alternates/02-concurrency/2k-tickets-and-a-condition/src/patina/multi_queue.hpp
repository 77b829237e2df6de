// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Alternate 2k-tickets-and-a-condition: workers sleep on a condition variable.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/intrusive.hpp>
#include <patina/async/waker.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/mutex.hpp>

#include <cstdint>
#include <mutex>
#include <utility>

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
    std::unique_lock lock(mutex_);
    for (;;) {
      if (state_.read().is_over) return nullptr;
      if (MultiTask* const task = state_.write().ready.pop()) return task;
      condition_.wait(lock);
    }
  }

  // Every pop() answers null from here on, and nothing is added or pushed.
  void end() noexcept {
    const std::lock_guard lock(mutex_);
    state_.with_mut([](State& state) {
      state.is_over = true;
      state.ready = {};
    });
    condition_.notify_all();
  }
  MultiTask* any_task() {
    const std::lock_guard lock(mutex_);
    return state_.with([](const State& state) { return state.tasks.first(); });
  }

 private:
  struct State {
    IntrusiveQueue<MultiTask> ready;
    IntrusiveList<MultiTask> tasks;  // all that have not ended
    bool is_over = false;
  };
  rt::mutex mutex_;
  rt::cell<State> state_;
  rt::condition_variable condition_;
};

}  // namespace detail

class MultiTask : public Wakeable, public QueueLink<MultiTask>, public ListLink<MultiTask> {
 public:
  explicit MultiTask(CountedPtr<detail::MultiQueue> queue) noexcept : queue_(std::move(queue)) {}

  // From any thread, at any time. ENSURES: if the task has not ended, it is polled after everything
  // that happened before this call.
  void wake() noexcept override {
    if (state_.exchange(notified, rt::memory_order_acq_rel) == idle) queue_->push(*this);
  }

  // The handle is gone: the future shall be destroyed by whoever would poll it next.
  void cancel() noexcept {
    is_cancelled_.store(true, rt::memory_order_relaxed);
    wake();
  }

  // By a worker that has popped it. Acquires what every waker has released, and the cancel flag.
  void run() noexcept {
    state_.exchange(running, rt::memory_order_acquire);
    if (is_cancelled_.load(rt::memory_order_relaxed)) return finish();
    const BorrowedWaker waker(*this);
    Context context(waker.get());
    if (poll_future(context)) return finish();
    // Once it is idle, another worker may run and end it: nothing of it is touched after that.
    std::uint32_t expected = running;
    if (!state_.compare_exchange_strong(expected, idle, rt::memory_order_release,
                                        rt::memory_order_relaxed))
      queue_->push(*this);
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
  const std::lock_guard lock(mutex_);
  state_.with_mut([&](State& state) {
    if (!state.is_over) state.ready.push(task);
  });
  condition_.notify_one();
}

}  // namespace patina
