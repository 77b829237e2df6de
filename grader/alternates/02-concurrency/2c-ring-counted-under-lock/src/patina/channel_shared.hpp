// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2c: how many ends and sides are left is counted under Mutexes.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/channel/flavour.hpp>
#include <patina/mutex.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace patina {

class CountUnderLock {
 public:
  explicit CountUnderLock(std::size_t first) : count_(std::size_t{first}) {}

  void add() {
    locked([](std::size_t& count) { return ++count; });
  }
  // returns true iff that was the last
  bool drop() {
    return locked([](std::size_t& count) { return --count; }) == 0;
  }

 private:
  template <class F>
  std::size_t locked(F f) {
    auto count = count_.lock();
    PATINA_ASSERT(count.has_value(), "counting does not fail");
    return f(**count);
  }

  Mutex<std::size_t> count_;
};

template <class T>
struct ChannelShared {
  const std::unique_ptr<ChannelFlavour<T>> flavour;
  CountUnderLock senders{1};
  CountUnderLock receivers{1};
  CountUnderLock sides{2};

  explicit ChannelShared(std::unique_ptr<ChannelFlavour<T>> chosen) : flavour(std::move(chosen)) {}

  static void add(CountUnderLock& ends) { ends.add(); }
  void drop_sender() {
    if (!senders.drop()) return;
    flavour->senders_gone();
    leave();
  }
  void drop_receiver() {
    if (!receivers.drop()) return;
    flavour->receivers_gone();
    leave();
  }

 private:
  void leave() {
    if (sides.drop()) delete this;
  }
};

}  // namespace patina
