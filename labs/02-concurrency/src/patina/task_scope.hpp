// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2k, fourth part: tasks that end before the block that started them does.
//
//   TaskScope scope(executor);
//   scope.spawn(fetches(url, scope.stop_token()));
//   scope.spawn(watches(clock, scope.stop_token()));
//   co_await scope.join();
//
// Interface:
//   scope.spawn(future)          a child, which runs beside the others; its value is void
//   co_await scope.join()        waits until no child runs any more; then throws what the first one
//                                that failed has thrown
//   scope.stop_token()           what a child looks at to end early
//   scope.request_stop()         asks all of them to
//   co_await stopped(token)      ready when a stop is requested, from whichever thread
//   until_stopped(token, future) the future's value as a Result, or Stopped{} if a stop comes first
//
// Contract:
//   - a child that throws asks all others to stop; they end in their own way and time;
//   - join waits for every child, also those that were spawned while it waits, and also after one
//     has failed: an exception does not overtake a child that still uses what is in scope;
//   - destroying the scope cancels the children that still run, at once: what they hold is gone
//     before anything that was declared before the scope. So they may borrow that.
//
// Thread rule: all of it belongs to the executor's thread; request_stop, and a stop_source, to any.
// See also: Nathaniel J. Smith, Notes on structured concurrency (2018); folly::coro::AsyncScope;
// tokio_util's CancellationToken.
#pragma once

#include <patina/async/context.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/executor.hpp>
#include <patina/result.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

struct Stopped {
  bool operator==(const Stopped&) const = default;
};

class [[nodiscard]] UntilStop {
 public:
  explicit UntilStop(std::stop_token token) noexcept : token_(std::move(token)) {}

  // A stop may be requested by another thread between any two lines: what matters is that the
  // callback stands before the last look.
  Poll<void> poll(Context& context) {
    static_cast<void>(context);
    not_implemented("2k", "leave a stop_callback that wakes, and look");
  }

 private:
  struct Wake {
    Waker waker;
    void operator()() const noexcept { waker.wake(); }
  };
  using Callback = std::stop_callback<Wake>;

  std::stop_token token_;
  std::unique_ptr<Callback> callback_;  // of the latest poll
};

inline UntilStop stopped(std::stop_token token) noexcept { return UntilStop(std::move(token)); }

template <Future F>
class [[nodiscard]] UntilStopped {
 public:
  using Value = Result<OutputOf<F>, Stopped>;
  UntilStopped(std::stop_token token, F&& future)
      : future_(std::forward<F>(future)), stop_(std::move(token)) {}

  // A value that is there when the stop comes still counts.
  Poll<Value> poll(Context& context) {
    if (Poll<OutputOf<F>> value = future_.poll(context)) {
      if constexpr (std::is_void_v<OutputOf<F>>)
        return Value();
      else
        return Value(std::move(value).take());
    }
    if (stop_.poll(context)) return Value(unexpected(Stopped{}));
    return Pending{};
  }

 private:
  F future_;
  UntilStop stop_;
};

template <class F>
  requires Future<F>
UntilStopped<F> until_stopped(std::stop_token token, F&& future) {
  return UntilStopped<F>(std::move(token), std::forward<F>(future));
}

namespace detail {

// What a scope and its children share.
struct ScopeState final : Counted {
  int running = 0;  // children that have neither ended nor failed
  std::exception_ptr failure;
  Waker joiner;
  std::stop_source stop;

  // A child has ended; `why` is not null iff it failed.
  void child_ended(std::exception_ptr why) noexcept {
    static_cast<void>(why);
    not_implemented("2k", "keep the first failure, ask the others to stop, wake the join");
  }
};

template <Future F>
class ScopeChild {
 public:
  ScopeChild(CountedPtr<ScopeState> state, F future)
      : state_(std::move(state)), future_(std::move(future)) {}

  Poll<void> poll(Context& context) {
    try {
      if (!future_.poll(context)) return Pending{};
      state_->child_ended(nullptr);
    } catch (...) {
      state_->child_ended(std::current_exception());
    }
    return Ready{};
  }

 private:
  CountedPtr<ScopeState> state_;
  F future_;
};

}  // namespace detail

class [[nodiscard]] ScopeJoin {
 public:
  explicit ScopeJoin(CountedPtr<detail::ScopeState> state) noexcept : state_(std::move(state)) {}

  Poll<void> poll(Context& context) {
    static_cast<void>(context);
    not_implemented("2k", "wait until no child runs, then throw what the first one threw");
  }

 private:
  CountedPtr<detail::ScopeState> state_;
};

class TaskScope {
 public:
  explicit TaskScope(Executor& executor) : executor_(executor) {}
  TaskScope(const TaskScope&) = delete;
  TaskScope& operator=(const TaskScope&) = delete;

  // Children that have ended are forgotten here, so that a scope may live long.
  template <Future F>
    requires(!std::is_reference_v<F> && std::same_as<OutputOf<F>, void>)
  void spawn(F future) {
    if (children_.size() == children_.capacity())
      std::erase_if(children_, [](const JoinHandle<void>& one) { return one.is_finished(); });
    ++state_->running;
    children_.push_back(executor_.spawn(detail::ScopeChild<F>(state_, std::move(future))));
  }

  ScopeJoin join() { return ScopeJoin(state_); }
  std::stop_token stop_token() const noexcept { return state_->stop.get_token(); }
  void request_stop() noexcept { state_->stop.request_stop(); }

 private:
  Executor& executor_;
  CountedPtr<detail::ScopeState> state_ = CountedPtr<detail::ScopeState>::make();
  std::vector<JoinHandle<void>> children_;  // dropped with the scope, and so cancelled
};

}  // namespace patina
