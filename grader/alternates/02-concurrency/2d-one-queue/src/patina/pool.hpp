// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2d, another answer: one queue, oldest job first, and a condition variable.
//
// A job is on the heap and is run by whoever claims it first: a worker that took it from the queue,
// or the join that made it. In the second case it stays in the queue, and whoever takes it from
// there sees that it was claimed. Slower than stealing by far, and shorter to think about.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/call.hpp>
#include <patina/outcome.hpp>
#include <patina/rt/fiber_local.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/rt/thread.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace patina {

class Pool {
 public:
  explicit Pool(std::size_t workers) {
    PATINA_ASSERT(workers > 0, "a pool has at least one worker");
    size_ = workers;
    for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
    }
    changed_.notify_all();
    for (rt::thread& thread : threads_) thread.join();
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  std::size_t size() const { return size_; }
  static Pool& shared() {
    static Pool pool(std::max<std::size_t>(rt::thread::hardware_concurrency(), 1));
    return pool;
  }
  static Pool& current() { return here() != nullptr ? *here() : shared(); }

  template <class F>
  UnitResult<F> install(F f) {
    require_send_call<F>();
    return enter(f);
  }

  template <class F, class... Arguments>
  void spawn(F f, Arguments... arguments) {
    auto function = call(std::move(f), std::move(arguments)...);
    require_send_call<decltype(function)>();
    submit(std::make_shared<Spawned<decltype(function)>>(std::move(function)));
  }

 private:
  template <class F, class G>
  friend auto join(F f, G g);

  struct Task {
    virtual ~Task() = default;
    virtual void run() = 0;
    bool is_claimed = false;  // both guarded by the mutex of the pool
    bool is_done = false;
  };

  template <class F>
  struct Awaited final : Task {
    explicit Awaited(F& f) : function(f) {}
    void run() override { outcome.keep(function); }
    F& function;  // in the frame of who waits; touched by who has claimed
    CallOutcome<UnitResult<F>> outcome;
  };

  template <class F>
  struct Spawned final : Task {
    explicit Spawned(F f) : function(std::move(f)) {}
    void run() override {
      std::optional<F> once(std::move(function));
      try {
        (*once)();
      } catch (...) {
        fail_assertion("what was spawned on a pool lets no exception out: nobody waits for it");
      }
    }
    F function;
  };

  static Pool*& here() { return rt::fiber_local<Pool*, Pool>::get(); }

  void submit(std::shared_ptr<Task> task) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(std::move(task));
    }
    changed_.notify_all();
  }

  void finish(Task& task) {
    task.run();
    {
      const std::lock_guard lock(mutex_);
      task.is_done = true;
    }
    changed_.notify_all();
  }

  bool claim(Task& task) {
    const std::lock_guard lock(mutex_);
    return !std::exchange(task.is_claimed, true);
  }

  // returns true iff it ran a job of the queue, with the lock released meanwhile
  bool run_next(std::unique_lock<rt::mutex>& lock) {
    while (!queue_.empty()) {
      const std::shared_ptr<Task> task = std::move(queue_.front());
      queue_.pop_front();
      if (std::exchange(task->is_claimed, true)) continue;
      lock.unlock();
      finish(*task);
      lock.lock();
      return true;
    }
    return false;
  }

  void work() {
    here() = this;
    std::unique_lock lock(mutex_);
    for (;;) {
      if (run_next(lock)) continue;
      if (is_stopping_) return;
      changed_.wait(lock);
    }
  }

  void wait_for(const Task& task) {
    std::unique_lock lock(mutex_);
    while (!task.is_done) {
      if (here() != this || !run_next(lock)) {
        if (!task.is_done) changed_.wait(lock);
      }
    }
  }

  template <class F>
  UnitResult<F> enter(F& f) {
    if (here() == this) return invoke_unit(f);
    const auto task = std::make_shared<Awaited<F>>(f);
    submit(task);
    wait_for(*task);
    return task->outcome.take();
  }

  template <class F, class G>
  std::pair<UnitResult<F>, UnitResult<G>> join_here(F& f, G& g) {
    const auto right = std::make_shared<Awaited<G>>(g);
    submit(right);
    CallOutcome<UnitResult<F>> left;
    left.keep(f);
    if (claim(*right)) {
      right->run();
    } else {
      wait_for(*right);
    }
    UnitResult<F> result = left.take();  // the exception of f comes first
    return {std::move(result), right->outcome.take()};
  }

  rt::mutex mutex_;
  rt::condition_variable changed_;           // a job came, a job is done, or the pool stops
  std::deque<std::shared_ptr<Task>> queue_;  // guarded by mutex_
  bool is_stopping_ = false;                 // guarded by mutex_
  std::size_t size_ = 0;
  std::vector<rt::thread> threads_;
};

template <class F, class G>
auto join(F f, G g) {
  require_send_call<F>();
  require_send_call<G>();
  if (Pool::here() != nullptr) return Pool::here()->join_here(f, g);
  auto inside = [&f, &g] { return Pool::here()->join_here(f, g); };
  return Pool::shared().enter(inside);
}

}  // namespace patina
