// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2f, first part: futures polled by hand. What a future is stands in
// <patina/async/context.hpp> as the concept Future; read its four rules first.
//
// Interface:
//   yield_now()           pending once, so that every other task that can run goes first
//   join_all(futures)     all of them at once; gives their values, in order, when the last has come
//
// These two are state machines written out: their fields are what must be remembered from one poll
// to the next. A coroutine (task.hpp) has the compiler find those fields.
// Thread rule: a future is polled by one thread at a time.
// See also: tokio::task::yield_now, futures::future::join_all.
#pragma once

#include <patina/async/context.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

class [[nodiscard]] YieldNow {
 public:
  // Pending at the first poll, and ready at the next. A pending answer is a promise that somebody
  // will wake the task: here nobody else is there to do it.
  Poll<void> poll(Context& context) {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(context);
    // STUB: not_implemented("2f", "be pending once, and see to it that the task is polled again");
    if (has_yielded_) return Ready{};
    has_yielded_ = true;
    context.waker().wake();
    return Pending{};
    // END SOLUTION
  }

 private:
  bool has_yielded_ = false;
};

inline YieldNow yield_now() noexcept { return {}; }

template <Future F>
class [[nodiscard]] JoinAll {
 public:
  using Value = OutputOf<F>;
  using Values = std::conditional_t<std::is_void_v<Value>, std::type_identity<void>,
                                    std::type_identity<std::vector<Value>>>::type;

  explicit JoinAll(std::vector<F> futures) : futures_(std::move(futures)) {
    for (std::size_t i = 0; i < futures_.size(); ++i) values_.push_back(Pending{});
  }

  // Polls each future that has not given its value yet, even if one before it is still pending:
  // each must get the chance to start and to keep this Waker. An exception of one goes to the
  // caller, and the others are cancelled when the JoinAll is destroyed.
  Poll<Values> poll(Context& context) {
    // BEGIN SOLUTION(2f)
    // STUB: static_cast<void>(context);
    // STUB: not_implemented("2f", "poll what is not ready, and answer collect() if all is");
    bool all_ready = true;
    for (std::size_t i = 0; i < futures_.size(); ++i) {
      // Asked again, a future that has given its value would assert. (Mutant 2f-join-polls-again.)
      if (!values_[i].is_ready()) values_[i] = futures_[i].poll(context);
      all_ready = all_ready && values_[i].is_ready();
    }
    if (!all_ready) return Pending{};
    return collect();
    // END SOLUTION
  }

 private:
  // REQUIRES: every value is ready.
  Poll<Values> collect() {
    if constexpr (std::is_void_v<Value>) {
      return Ready{};
    } else {
      Values values;
      values.reserve(values_.size());
      for (Poll<Value>& value : values_) values.push_back(std::move(value).take());
      return values;
    }
  }

  std::vector<F> futures_;
  std::vector<Poll<Value>> values_;  // what has come so far, in the order of the futures
};

template <Future F>
JoinAll<F> join_all(std::vector<F> futures) {
  return JoinAll<F>(std::move(futures));
}

}  // namespace patina
