// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Room for a spawned future of any type, and for its outcome, behind one base class.
//
// Interface:
//   FutureCell<Base, F>     a Base that holds an F. Base declares, as pure virtual functions,
//                             bool poll_future(Context&)   has it ended? Then it is destroyed, and
//                                                          its outcome stands in JoinCell::outcome
//                             void drop_future()           destroys it unfinished
//   JoinCell<Base, T>       what is known of it where F is not: its outcome is a T
//
// Base is an executor's own kind of task, with its states and links. Both functions are called by
// the thread that runs the task, and not after the future is destroyed.
// Thread rule: as Base says.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/frame_pool.hpp>
#include <patina/async/outcome.hpp>

#include <optional>
#include <utility>

namespace patina {

template <class Base, class T>
class JoinCell : public Base {
 public:
  using Base::Base;
  Outcome<T> outcome;
};

template <class Base, Future F>
class FutureCell final : public JoinCell<Base, OutputOf<F>>, public PooledFrame {
 public:
  template <class... Arguments>
  explicit FutureCell(F&& future, Arguments&&... arguments)
      : JoinCell<Base, OutputOf<F>>(std::forward<Arguments>(arguments)...),
        future_(std::move(future)) {}

  bool poll_future(Context& context) override {
    if (!this->outcome.poll(*future_, context)) return false;
    future_.reset();
    return true;
  }
  void drop_future() noexcept override { future_.reset(); }

 private:
  std::optional<F> future_;
};

}  // namespace patina
