// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2f, fourth part: the executor, which polls what was woken, in one thread.
//
// Interface:
//   Executor executor(driver)         REQUIRES: the driver outlives it
//   executor.spawn(future)            from here on it runs whenever the executor does
//     -> JoinHandle<T>                a future for its value; dropped, it cancels the task
//   std::move(handle).detach()        lets the task run without it
//   handle.is_finished()
//   executor.block_on(future)         runs everything until that future is ready; gives its value
//   executor.run_until_stalled()      runs everything that can run now, and never waits
//
// Contract:
//   - a task is polled only after it was spawned or woken, first come first served;
//   - a task woken while it is being polled is polled again: the wake may be for something that
//     came after it had looked;
//   - waking a task that is queued already, or has ended, changes nothing;
//   - wakes may come from any thread, timers fire, and neither is starved by tasks that yield for
//     ever;
//   - the frame of a task is destroyed when it ends or is cancelled, by the executor's thread;
//   - destroying the executor cancels every task. Wakers may outlive it.
//
// Thread rule: used by one thread; not Send. Wakers go anywhere.
// See also: tokio's current_thread runtime; async-task, whose handle cancels when it is dropped.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/driver.hpp>
#include <patina/async/future_cell.hpp>
#include <patina/async/inbox.hpp>
#include <patina/async/intrusive.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/timer.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace patina {

class Executor;

// A spawned future. How you hold tasks is up to you: this is one way.
class TaskCell : public Wakeable, public QueueLink<TaskCell>, public ListLink<TaskCell> {
 public:
  TaskCell(Executor& executor, CountedPtr<Inbox<TaskCell>> inbox) noexcept
      : executor_(executor), inbox_(std::move(inbox)) {}

  // From any thread, at any time, also when the executor is long gone. ENSURES: if the task has
  // not ended, it is polled after everything that happened before this call.
  void wake() noexcept override;

  bool has_future() const noexcept { return has_future_; }
  void set_joiner(const Waker& waker) {
    if (!joiner_.will_wake(waker)) joiner_ = waker.clone();
  }
  void cancel() noexcept;

 private:
  friend class Executor;
  virtual bool poll_future(Context& context) = 0;
  virtual void drop_future() noexcept = 0;

  // Who finds a task idle and makes it notified puts it into the queue: so it stands there once.
  //
  //   idle ----wake----> notified ----executor----> running ----pending----> idle
  //                          ^                         |  |
  //                          +---------wake------------+  +---ready----> done
  //
  // A wake writes `notified` over whatever there was, `done` too; nobody is hurt by that, because
  // only `idle` lets a task back into the queue.
  static constexpr std::uint32_t idle = 0, notified = 1, running = 2, done = 3;

  rt::atomic<std::uint32_t> state_{notified};
  Executor& executor_;
  CountedPtr<Inbox<TaskCell>> inbox_;  // of the executor; lives on after it
  CountedPtr<TaskCell> self_;          // the executor's claim; null once it has let go
  Waker joiner_;                       // waits for the end
  bool has_future_ = true;             // neither ended nor cancelled
  bool is_polled_ = false;             // right now
  bool is_cancelled_ = false;          // while it was polled
};

template <class T>
class [[nodiscard]] JoinHandle {
 public:
  JoinHandle(JoinHandle&&) noexcept = default;
  JoinHandle& operator=(JoinHandle other) noexcept {
    std::swap(cell_, other.cell_);
    return *this;
  }
  ~JoinHandle() {
    if (cell_) cell_->cancel();
  }

  bool is_finished() const { return cell_ && cell_->outcome.is_set(); }
  void detach() && { cell_ = {}; }

  // The value of the task, or the exception that ended it.
  Poll<T> poll(Context& context) {
    static_cast<void>(context);
    not_implemented("2f", "give the outcome once it is set");
  }

 private:
  friend class Executor;
  using Cell = JoinCell<TaskCell, T>;
  explicit JoinHandle(CountedPtr<Cell> cell) noexcept : cell_(std::move(cell)) {}

  CountedPtr<Cell> cell_;  // null: moved from, detached, or its value was given
};

class Executor {
 public:
  explicit Executor(Driver& driver)
      : driver_(driver), inbox_(CountedPtr<Inbox<TaskCell>>::make(driver)), timers_(driver) {}
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  ~Executor() {
    inbox_->close();
    ready_ = {};
    IntrusiveList<TaskCell> ended;
    while (TaskCell* const cell = tasks_.first()) {
      tasks_.remove(*cell);
      ended.push(*cell);
      if (cell->has_future_) drop_future(*cell);
    }
    while (TaskCell* const cell = ended.first()) {
      ended.remove(*cell);
      cell->self_ = {};
    }
  }

  template <Future F>
    requires(!std::is_reference_v<F>)
  JoinHandle<OutputOf<F>> spawn(F future) {
    auto cell = CountedPtr<FutureCell<TaskCell, F>>::make(std::move(future), *this, inbox_);
    cell->self_ = cell;
    tasks_.push(*cell);
    not_implemented("2f", "put the new task into the queue: it is born notified");
    return JoinHandle<OutputOf<F>>(std::move(cell));
  }

  // REQUIRES: not called from within a task (asserts).
  template <Future F>
  OutputOf<F> block_on(F future) {
    auto handle = spawn(std::move(future));
    const Inbox<TaskCell>::Run run(*inbox_);
    not_implemented("2f", "run rounds until the handle is finished, and wait in between");
    return std::move(handle.cell_->outcome).take();
  }

  void run_until_stalled() {
    const Inbox<TaskCell>::Run run(*inbox_);
    while (run_round()) {
    }
  }

 private:
  friend class TaskCell;

  // Takes in what other threads woke and what time woke, then polls some of the queue. Some, not
  // all: while tasks yield the queue is never empty. returns false iff nothing could run.
  bool run_round() {
    not_implemented("2f", "drain the inbox, fire the timers, run up to polls_per_round");
  }

  // `cell` was just popped from the queue, and may have been cancelled while it stood there.
  void run(TaskCell& cell) {
    static_cast<void>(cell);
    not_implemented("2f", "poll it, and see whether it ended or was woken meanwhile");
  }


  // Ends a task without a value, or after it. Its frame may hold the handles of other tasks.
  static void drop_future(TaskCell& cell) noexcept {
    cell.has_future_ = false;
    cell.state_.store(TaskCell::done, rt::memory_order_relaxed);
    cell.drop_future();
  }

  // The executor forgets a task that has ended and stands in no queue.
  void let_go(TaskCell& cell) noexcept {
    tasks_.remove(cell);
    static_cast<void>(std::exchange(cell.self_, {}));
  }

  static constexpr int polls_per_round = 64;

  Driver& driver_;
  CountedPtr<Inbox<TaskCell>> inbox_;  // what other threads woke
  TimerQueue timers_;
  IntrusiveQueue<TaskCell> ready_;  // what is to be polled
  IntrusiveList<TaskCell> tasks_;   // all that have not been let go
};

inline void TaskCell::wake() noexcept {
  not_implemented("2f", "note the wake, and queue the task if it was idle");
}

// By the executor's thread. A task that is being polled cancels itself: that waits for its poll's
// end. One that stands in a queue is let go when it is popped.
inline void TaskCell::cancel() noexcept {
  if (has_future_) not_implemented("2f", "drop the future now, or after its poll");
}

}  // namespace patina
