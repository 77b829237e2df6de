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

  // BEGIN SOLUTION(2c)
  // STUB:
  // A new end is made from a live one, so the count cannot reach zero meanwhile: relaxed will do.
  static void add(rt::atomic<std::size_t>& ends) noexcept {
    const std::size_t before = ends.fetch_add(1, rt::memory_order_relaxed);
    PATINA_ASSERT(before < std::size_t{1} << 62, "the count of ends never overflows");
  }

  // acq_rel: the last of a side speaks for all of it. What the others did with the channel comes
  // before their own decrement (release) and after it in the last one (acquire), and thus before
  // the channel is freed. (Mutant 2c-counts-relaxed.)
  void drop_sender() noexcept {
    if (senders.fetch_sub(1, rt::memory_order_acq_rel) != 1) return;
    flavour->senders_gone();
    leave();
  }
  void drop_receiver() noexcept {
    if (receivers.fetch_sub(1, rt::memory_order_acq_rel) != 1) return;
    flavour->receivers_gone();
    leave();
  }

  // One exchange decides who goes second. Two counters that each side looks at in turn cannot:
  // both may find the other at zero, or neither. (Mutants 2c-freed-twice, 2c-never-freed.)
  void leave() noexcept {
    if (one_side_gone.exchange(true, rt::memory_order_acq_rel)) delete this;
  }
  // END SOLUTION
};

}  // namespace patina
