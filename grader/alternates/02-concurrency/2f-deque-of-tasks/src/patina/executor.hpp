// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Alternate 2f-deque-of-tasks: a deque of counted pointers, and one flag a task instead of four
// states. The flag is lowered before the poll, so a wake that comes during the poll queues the task
// again; and whoever stands in the queue is kept alive by it, so nothing is let go too early.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/driver.hpp>
#include <patina/async/future_cell.hpp>
#include <patina/base/assert.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/fiber_local.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/timer.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

class Executor;
class TaskCell;

// Where wakes go. It outlives the executor as long as somebody could still wake a task of it.
class Schedule final : public Counted {
 public:
  explicit Schedule(Driver& driver) : mail_(Mail{&driver, {}}) {}

  bool is_current() const noexcept { return current() == this; }
  static const Schedule*& current() noexcept {
    return rt::fiber_local<const Schedule*, Tag>::get();
  }

  void push(CountedPtr<TaskCell> cell) {
    if (is_current()) return ready.push_back(std::move(cell));
    const std::lock_guard lock(mutex_);
    mail_.with_mut([&](Mail& mail) {
      if (mail.driver == nullptr) return;
      mail.cells.push_back(std::move(cell));
      mail.driver->interrupt();
    });
  }
  void take_mail() {
    std::vector<CountedPtr<TaskCell>> cells;
    {
      const std::lock_guard lock(mutex_);
      mail_.with_mut([&](Mail& mail) { cells.swap(mail.cells); });
    }
    for (CountedPtr<TaskCell>& cell : cells) ready.push_back(std::move(cell));
  }
  void close() {
    std::vector<CountedPtr<TaskCell>> cells;
    const std::lock_guard lock(mutex_);
    mail_.with_mut([&](Mail& mail) {
      mail.driver = nullptr;
      cells.swap(mail.cells);
    });
    for (CountedPtr<TaskCell>& cell : cells) ready.push_back(std::move(cell));
  }

  std::deque<CountedPtr<TaskCell>> ready;  // the executor's own

 private:
  struct Tag;
  struct Mail {
    Driver* driver;
    std::vector<CountedPtr<TaskCell>> cells;
  };
  rt::mutex mutex_;
  rt::cell<Mail> mail_;
};

class TaskCell : public Wakeable {
 public:
  explicit TaskCell(CountedPtr<Schedule> schedule) noexcept : schedule_(std::move(schedule)) {}

  void wake() noexcept override {
    if (!is_queued_.exchange(true, rt::memory_order_acq_rel))
      schedule_->push(CountedPtr<TaskCell>::share(*this));
  }
  // Polls the future, unless it is gone.
  void run(TimerService& timers) {
    is_queued_.exchange(false, rt::memory_order_acq_rel);
    if (!has_future_) return;
    const BorrowedWaker waker(*this);
    Context context(waker.get(), &timers);
    is_polled_ = true;
    const bool has_ended = poll_future(context);
    is_polled_ = false;
    if (has_ended) has_future_ = false;
    if (is_cancelled_) drop();
    if (!has_future_) std::exchange(joiner_, {}).wake();
  }
  void cancel() noexcept {
    is_cancelled_ = true;
    if (!is_polled_) drop();
  }
  bool has_future() const noexcept { return has_future_; }
  void set_joiner(const Waker& waker) { joiner_ = waker.clone(); }

 private:
  virtual bool poll_future(Context& context) = 0;
  virtual void drop_future() noexcept = 0;
  void drop() noexcept {
    if (std::exchange(has_future_, false)) drop_future();
  }

  rt::atomic<bool> is_queued_{true};
  CountedPtr<Schedule> schedule_;
  Waker joiner_;
  bool has_future_ = true;
  bool is_polled_ = false;
  bool is_cancelled_ = false;
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

  Poll<T> poll(Context& context) {
    PATINA_ASSERT(cell_, "a JoinHandle that has given its value is not polled again");
    if (!cell_->outcome.is_set()) {
      PATINA_ASSERT(cell_->has_future(), "the task's executor still exists");
      cell_->set_joiner(context.waker());
      return Pending{};
    }
    const auto cell = std::move(cell_);
    return std::move(cell->outcome).into_poll();
  }

 private:
  friend class Executor;
  using Cell = JoinCell<TaskCell, T>;
  explicit JoinHandle(CountedPtr<Cell> cell) noexcept : cell_(std::move(cell)) {}
  CountedPtr<Cell> cell_;
};

class Executor {
 public:
  explicit Executor(Driver& driver)
      : driver_(driver), timers_(driver), schedule_(CountedPtr<Schedule>::make(driver)) {}
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  ~Executor() {
    schedule_->close();
    while (!tasks_.empty()) {
      const CountedPtr<TaskCell> cell = std::move(tasks_.back());
      tasks_.pop_back();
      cell->cancel();
    }
    schedule_->ready.clear();
  }

  template <Future F>
    requires(!std::is_reference_v<F>)
  JoinHandle<OutputOf<F>> spawn(F future) {
    auto cell = CountedPtr<FutureCell<TaskCell, F>>::make(std::move(future), schedule_);
    if (tasks_.size() == tasks_.capacity()) forget_the_ended();
    tasks_.push_back(cell);
    schedule_->ready.push_back(cell);
    return JoinHandle<OutputOf<F>>(std::move(cell));
  }

  template <Future F>
  OutputOf<F> block_on(F future) {
    auto handle = spawn(std::move(future));
    const Inside inside(*schedule_);
    while (!handle.is_finished())
      if (!run_round()) driver_.wait(timers_.next_deadline());
    return std::move(handle.cell_->outcome).take();
  }
  void run_until_stalled() {
    const Inside inside(*schedule_);
    while (run_round()) {
    }
  }

 private:
  struct Inside {
    explicit Inside(const Schedule& schedule) {
      PATINA_ASSERT(Schedule::current() == nullptr, "a task does not block on an executor");
      Schedule::current() = &schedule;
    }
    ~Inside() { Schedule::current() = nullptr; }
  };

  // One turn for each task that is in the queue now.
  bool run_round() {
    schedule_->take_mail();
    timers_.fire();
    std::size_t left = schedule_->ready.size();
    const bool has_work = left != 0;
    for (; left != 0; --left) {
      const CountedPtr<TaskCell> cell = std::move(schedule_->ready.front());
      schedule_->ready.pop_front();
      cell->run(timers_);
    }
    return has_work;
  }
  void forget_the_ended() {
    std::erase_if(tasks_, [](const CountedPtr<TaskCell>& cell) { return !cell->has_future(); });
  }

  Driver& driver_;
  TimerQueue timers_;
  CountedPtr<Schedule> schedule_;
  std::vector<CountedPtr<TaskCell>> tasks_;  // all that have not ended, and some that have
};

}  // namespace patina
