// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How a call ended: nothing yet, a value, or an exception, kept until somebody asks.
//
// Interface:
//   keep(f)     runs f, and keeps what it returns or throws
//   take()      moves the value out, or throws the exception again
//
// Like Result (task 1e), but for calls that may throw, and empty at first: it is made before the
// call is, in the frame of whoever waits for it.
// Thread rule: one thread at a time. Whoever takes has seen, through a latch, that keep is over.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/call.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace patina {

template <class T>
class CallOutcome {
 public:
  CallOutcome() noexcept {}
  CallOutcome(const CallOutcome&) = delete;
  CallOutcome& operator=(const CallOutcome&) = delete;
  ~CallOutcome() {
    if (state_ == State::value) std::destroy_at(std::addressof(value_));
    if (state_ == State::error) std::destroy_at(std::addressof(error_));
  }

  // Never throws. REQUIRES: called once (asserts).
  template <class F>
  void keep(F& function) noexcept {
    PATINA_ASSERT(state_ == State::nothing, "a call ends once");
    try {
      ::new (static_cast<void*>(std::addressof(value_))) T(invoke_unit(function));
      state_ = State::value;
    } catch (...) {
      ::new (static_cast<void*>(std::addressof(error_)))
          std::exception_ptr(std::current_exception());
      state_ = State::error;
    }
  }

  // REQUIRES: the call has ended (asserts).
  T take() {
    PATINA_ASSERT(state_ != State::nothing, "only a call that has ended has an outcome");
    if (state_ == State::error) std::rethrow_exception(error_);
    return std::move(value_);
  }

 private:
  enum class State : unsigned char { nothing, value, error };

  State state_ = State::nothing;
  union {
    T value_;
    std::exception_ptr error_;
  };
};

}  // namespace patina
