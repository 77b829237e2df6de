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
    static_cast<void>(context);
    not_implemented("2f", "poll the future, and keep its outcome");
  }

  bool await_ready() {
    not_implemented("2f", "poll the future once: what is ready needs no suspension");
  }

  void await_suspend(std::coroutine_handle<>) noexcept {
    not_implemented("2f", "tell the Task what it waits for");
  }

  OutputOf<F> await_resume() {
    not_implemented("2f", "give the value, or throw the exception");
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
    if (frame_) not_implemented("2f", "destroy the frame and all that it holds");
  }

  // REQUIRES: it has not given its value yet and was not moved from (asserts).
  Poll<T> poll(Context& context) {
    static_cast<void>(context);
    not_implemented("2f", "go on as far as possible without waiting");
  }

 private:
  explicit Task(Handle frame) noexcept : frame_(frame) {}


  Handle frame_;  // null: ended, or moved from
};

}  // namespace patina
