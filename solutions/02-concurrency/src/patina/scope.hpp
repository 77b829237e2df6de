// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2d: scope, a block whose threads all end before it does.
//
// Interface:
//   scope([&](Scope& s) { s.spawn(f, arguments...); })   returns what the function returns
//   s.spawn(f, arguments...)                             runs f(arguments...) on a new thread
//   lend(x), lend_mut(x)                                 references that a thread may get (given)
//
// A std::thread that is forgotten ends the program, and one that is detached outlives what it
// refers to. What is spawned in a scope can be neither: so it may borrow from the frame around it.
// The scope is a function and not a guard object whose destructor joins: a guard can be leaked, and
// Rust had to take std::thread::scoped back for that in 2015.
//
// Invariants: when scope returns or throws, none of its threads runs any more, and all that they
// did happened before. Of all exceptions, of the function and of the threads, the first crosses.
// Thread rule: spawn may be called by the function and by the threads of the scope, to which it is
// handed as lend(s); Scope is Sync.
// See also: Rust's std::thread::scope; rust-lang/rust #24292 and RFC 1066.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/call.hpp>
#include <patina/lend.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/rt/thread.hpp>
#include <patina/send.hpp>

#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace patina {

class Scope {
 public:
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  // Runs f(arguments...) on a new thread, with arguments that are its own: copied or moved there.
  // f captures nothing and the arguments are Send. An exception that f lets out ends that thread
  // alone, and crosses at the end of the scope. Throws std::system_error if there is no thread to
  // be had.
  template <class F, class... Arguments>
  void spawn(F f, Arguments... arguments) const {
    // BEGIN SOLUTION(2d)
    // STUB: not_implemented("2d", "run f(arguments...) on a new thread of the scope");
    require_send(f, arguments...);
    const auto run = [this](F function, Arguments... own) {
      try {
        std::invoke(function, std::move(own)...);
      } catch (...) {
        keep_first(std::current_exception());
      }
    };
    const std::lock_guard lock(mutex_);
    threads_.write().emplace_back(run, std::move(f), std::move(arguments)...);
    // END SOLUTION
  }

  PATINA_UNSAFE_SYNC(Scope, true);

 private:
  template <class Body>
  friend auto scope(Body&& body);

  Scope() = default;

  // As elsewhere, these fields are one way of holding it.
  mutable rt::mutex mutex_;
  mutable rt::cell<std::vector<rt::thread>> threads_;  // guarded by mutex_; the started, not joined
  mutable rt::cell<std::exception_ptr> first_;         // guarded by mutex_

  // Given.
  void keep_first(std::exception_ptr error) const {
    const std::lock_guard lock(mutex_);
    if (first_.read() == nullptr) first_.set(std::move(error));
  }

  // Returns when all threads that were ever spawned here have ended.
  void join_all() {
    // BEGIN SOLUTION(2d)
    // STUB: not_implemented("2d", "join all threads, also those that they spawned");
    for (;;) {  // a thread that was joined may have spawned another one (mutant 2d-joins-once)
      std::vector<rt::thread> started;
      {
        const std::lock_guard lock(mutex_);
        started.swap(threads_.write());
      }
      if (started.empty()) return;
      for (rt::thread& thread : started) thread.join();
    }
    // END SOLUTION
  }
};

// Calls body(s) on this thread, waits for all threads of s, and returns what body returned (Unit
// for nothing); or throws the exception that was let out first, by body or by one of the threads.
template <class Body>
auto scope(Body&& body) {
  Scope s;
  auto call_body = [&body, &s] { return std::invoke(body, s); };
  std::optional<UnitResult<decltype(call_body)>> result;
  // BEGIN SOLUTION(2d)
  // STUB: not_implemented("2d", "call the body, join all threads, and throw what came first");
  try {
    result.emplace(invoke_unit(call_body));
  } catch (...) {
    s.keep_first(std::current_exception());  // and go on: the threads still refer to the frame
  }
  s.join_all();  // (mutant 2d-scope-leaves-by-exception)
  if (s.first_.read() != nullptr) std::rethrow_exception(s.first_.get());
  // END SOLUTION
  return *std::move(result);
}

}  // namespace patina
