// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2c: how many ends each side has is counted under a Mutex.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/channel/flavour.hpp>
#include <patina/mutex.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace patina {

// One side of a channel: how many ends it has.
class Side {
 public:
  void add() {
    locked([](std::size_t& ends) { ++ends; });
  }
  // returns true iff that was the last
  bool drop() {
    bool is_last = false;
    locked([&](std::size_t& ends) { is_last = --ends == 0; });
    return is_last;
  }

 private:
  template <class F>
  void locked(F f) {
    auto ends = ends_.lock();
    PATINA_ASSERT(ends.has_value(), "counting does not fail");
    f(**ends);
  }

  Mutex<std::size_t> ends_{std::size_t{1}};
};

template <class T>
struct ChannelShared {
  explicit ChannelShared(std::unique_ptr<ChannelFlavour<T>> chosen) : flavour(std::move(chosen)) {}

  const std::unique_ptr<ChannelFlavour<T>> flavour;
  Side senders;
  Side receivers;
};

}  // namespace patina
