// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2c, the part in the middle: what both sides of one channel have in common, and who frees it.
//
// Interface:
//   flavour                            keeps the messages, see <patina/channel/flavour.hpp>
//   add(senders), add(receivers)       one more end of that side
//   drop_sender(), drop_receiver()     one fewer; the last of a side tells the flavour
//
// Invariants: the first sender and the first receiver are counted from the start. Each side tells
// the flavour once that it is gone, and whichever side goes second frees the channel.
// Thread rule: any thread that holds an end may add or drop one of its side.
// See also: crossbeam-channel, counter.rs.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/channel/flavour.hpp>
#include <patina/rt/atomic.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace patina {

// How you count is up to you: this is one way.
template <class T>
struct ChannelShared {
  const std::unique_ptr<ChannelFlavour<T>> flavour;
  rt::atomic<std::size_t> senders{1};
  rt::atomic<std::size_t> receivers{1};
  rt::atomic<bool> one_side_gone{false};

  explicit ChannelShared(std::unique_ptr<ChannelFlavour<T>> chosen) : flavour(std::move(chosen)) {}

};

}  // namespace patina
