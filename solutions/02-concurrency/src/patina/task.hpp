// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2f, second part: Task<T>, a future written as a coroutine.
//
//   Task<int> sum(OneshotReceiver<int> a, OneshotReceiver<int> b) {
//     const auto first = co_await std::move(a);
//     co_return first.value() + (co_await std::move(b)).value();
//   }
//
// Interface:
//   Task<T>                  the type that such a function returns; a Future with value T
//   co_await future          inside it: suspends until any Future is ready, gives its value
//   task.poll(context)       runs it until it waits for something, or to its end
//
// Contract:
//   - a Task is lazy: it does nothing until it is first polled, and [[nodiscard]] says so;
//   - an exception that leaves the coroutine comes out of the poll that ended it, and so out of the
//     co_await of whoever waits;
//   - to destroy a Task is to cancel it: all that it holds is destroyed, in the usual order;
//   - after it has given its value, polling it asserts.
//
// How it works. A suspended Task waits for one future, which lives in its frame. To poll the Task
// is to poll that future first; only if it is ready is the coroutine resumed, in a plain call that
// returns when it suspends again. No coroutine ever resumes another one: the stack is as deep as
// Tasks are nested, however often they wait. (Symmetric transfer would do the same with tail calls,
// which GCC 12 makes only at -O2 and without sanitizers: a loop of a million co_awaits overflows
// the stack in every other build.)
// Thread rule: polled by one thread at a time; not Send, for nobody knows what its frame holds.
// See also: Rust's async fn; cppcoro::task.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/frame_pool.hpp>
#include <patina/async/outcome.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>

#include <coroutine>
#include <type_traits>
#include <utility>

namespace patina {

namespace detail {

// What a suspended coroutine waits for.
class Awaited {
 public:
  virtual bool poll(Context& context) = 0;  // is it ready now?

 protected:
  ~Awaited() = default;
};

// What a Task remembers in its frame between two polls, besides its outcome.
struct TaskState {
  Context* context = nullptr;  // of the poll that is on
  Awaited* awaited = nullptr;  // the future that it waits for; null before the first poll
};

// The awaiter of `co_await future`. F is a reference if the future is a variable of the coroutine;
// a temporary is moved in here.
//
// This is what the compiler makes of co_await: it asks await_ready(); if false it suspends and
// calls await_suspend(), after which resume() returns to its caller; once resumed, or at once if
// ready, the value of the whole expression is await_resume().
template <class F>
class Awaiting final : public Awaited {
 public:
  Awaiting(TaskState& state, F&& future) : state_(state), future_(std::forward<F>(future)) {}
  Awaiting(const Awaiting&) = delete;
  Awaiting& operator=(const Awaiting&) = delete;

  // Polls the future; its value, or the exception that its poll throws, is kept for await_resume.
  bool poll(Context& context) override {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(context);
    // STUB: not_implemented("2f", "poll the future, and keep its outcome");
    return outcome_.poll(future_, context);
    // END SOLUTION
  }

  bool await_ready() {
    // BEGIN SOLUTION(2f)
    // STUB: not_implemented("2f", "poll the future once: what is ready needs no suspension");
    return poll(*state_.context);
    // END SOLUTION
  }

  void await_suspend(std::coroutine_handle<>) noexcept {
    // BEGIN SOLUTION(2f)
    // STUB: not_implemented("2f", "tell the Task what it waits for");
    state_.awaited = this;
    // END SOLUTION
  }

  OutputOf<F> await_resume() {
    // BEGIN SOLUTION(2f)
    // STUB: not_implemented("2f", "give the value, or throw the exception");
    return std::move(outcome_).take();
    // END SOLUTION
  }

 private:
  TaskState& state_;
  F future_;
  Outcome<OutputOf<F>> outcome_;
};

}  // namespace detail

template <class T = void>
class [[nodiscard]] Task {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  // Both suspensions are the language's way of saying who owns the frame: we do, from before the
  // first line of the coroutine runs until after its last one has.
  struct promise_type : PooledFrame, Outcome<T>, detail::TaskState {
    Task get_return_object() noexcept { return Task(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }

    template <class F>
      requires Future<F>
    detail::Awaiting<F> await_transform(F&& future) {
      return detail::Awaiting<F>(*this, std::forward<F>(future));
    }
  };

  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Task& operator=(Task other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  // Cancels what has not ended.
  ~Task() {
    // BEGIN SOLUTION(2f)
    // STUB: if (frame_) not_implemented("2f", "destroy the frame and all that it holds");
    destroy();
    // END SOLUTION
  }

  // REQUIRES: it has not given its value yet and was not moved from (asserts).
  Poll<T> poll(Context& context) {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(context);
    // STUB: not_implemented("2f", "go on as far as possible without waiting");
    PATINA_ASSERT(frame_, "a Task that has ended is not polled again");
    promise_type& promise = frame_.promise();
    if (promise.awaited != nullptr && !promise.awaited->poll(context)) return Pending{};
    promise.awaited = nullptr;
    promise.context = &context;
    frame_.resume();
    if (!frame_.done()) return Pending{};
    // The frame is of no use now, and somebody may be waiting for what its parameters hold.
    Outcome<T> outcome = std::move(promise);
    destroy();
    return std::move(outcome).into_poll();
    // END SOLUTION
  }

 private:
  explicit Task(Handle frame) noexcept : frame_(frame) {}

  // BEGIN SOLUTION(2f)
  // STUB:
  // Null first: a destructor in the frame may look at this Task. (Mutant 2f-frame-destroyed-twice.)
  void destroy() noexcept {
    if (const Handle frame = std::exchange(frame_, nullptr)) frame.destroy();
  }
  // END SOLUTION

  Handle frame_;  // null: ended, or moved from
};

}  // namespace patina
