// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The seam inside every channel: a flavour keeps the messages and puts threads to sleep; the front
// (Sender and Receiver) counts the ends and speaks to the caller. Given.
//
// Interface of a flavour:
//   send(message, patience)              takes the message, or says why not
//   receive(patience)                    a message, or why there is none
//   senders_gone(), receivers_gone()     the last of that side has just gone
//   len(), capacity()                    how many messages are there; how many there may be
//   watch(end, offer), unwatch(...)      for select (task 2h)
//   ready_at()                           when a receiver becomes ready by itself (task 2h)
//
// The front never asks which flavour it has: a buffer behind a lock (task 2c), a meeting place
// without a buffer and a clock that ticks (task 2h), a ring or a list of blocks without a lock.
// crossbeam-channel is cut at the same place: flavors/{array,list,zero,at,tick,never}.rs.
//
// Rules for every flavour:
//   - the messages of one sender are received in the order in which they were sent.
//   - after senders_gone() the messages that are there are still received, then comes disconnected.
//   - after receivers_gone() every send gives its message back, and the messages that were there
//     are destroyed at once, while no lock is held: their destructors may use this channel.
//   - no wakeup is lost: if something can go on, somebody who waits for it is awake.
// Thread rule: all functions but the destructor may be called from several threads at once. The
// front makes the two calls of _gone() once each, and none that needs that side afterwards.
#pragma once

#include <patina/channel/offer.hpp>
#include <patina/channel/patience.hpp>
#include <patina/result.hpp>
#include <patina/rt/clock.hpp>

#include <cstddef>
#include <optional>

namespace patina {

enum class End { sender, receiver };
enum class Sent { yes, full, disconnected };
enum class Absent { empty, disconnected };

template <class T>
class ChannelFlavour {
 public:
  ChannelFlavour() = default;
  ChannelFlavour(const ChannelFlavour&) = delete;
  ChannelFlavour& operator=(const ChannelFlavour&) = delete;
  virtual ~ChannelFlavour() = default;

  // Moves from `message` iff it returns Sent::yes. Sent::full: there was no room for as long as
  // the patience lasted.
  virtual Sent send(T& message, Patience patience) = 0;

  // Absent::empty: there was no message for as long as the patience lasted, and there may be one
  // later.
  virtual Result<T, Absent> receive(Patience patience) = 0;

  virtual void senders_gone() noexcept = 0;
  virtual void receivers_gone() noexcept = 0;

  virtual std::size_t len() const = 0;
  virtual std::optional<std::size_t> capacity() const = 0;  // nothing: no limit

  // From now on the offer is told whenever `end` may have become ready: a message or the last
  // sender's going for a receiver, room or the last receiver's going for a sender. What was ready
  // before is not told: look once more after you began to watch. Where there is no buffer, it may
  // also be met, at once or later, and is then decided: see <patina/channel/offer.hpp>.
  virtual void watch(End end, Offer<T>& offer) = 0;
  virtual void unwatch(End end, Offer<T>& offer) = 0;

  // The time at which a message comes by itself, and nobody is told.
  virtual std::optional<rt::clock::time_point> ready_at() const { return std::nullopt; }
};

}  // namespace patina
