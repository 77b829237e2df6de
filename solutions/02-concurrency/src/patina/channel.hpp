// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2c, the front: Sender and Receiver, the two ends of a channel.
//
// Interface:
//   auto [sender, receiver] = bounded<T>(capacity);     room for `capacity` messages, at least one
//   auto [sender, receiver] = unbounded<T>();           room for all
//   sender.send(m), try_send(m), send_until(m, deadline), send_for(m, duration)
//   receiver.recv(), try_recv(), recv_until(deadline), recv_for(duration)
//   for (T m : receiver), for (T m : receiver.try_iter())
//   end.clone(), a copy                                 one more end of the same side
//   end.len(), is_empty(), is_full(), capacity(), same_channel(other)
//
// Many may send and many receive; each message is received once. When the last sender is gone, the
// messages that are there are still received, and then every receive says Disconnected. When the
// last receiver is gone, every send gives its message back, and what was unread is destroyed.
// Invariants: a channel lives as long as it has an end; each side says "the last of us is gone"
// once; whichever side goes second frees the channel.
// Thread rule: one end may be used by several threads at once; both are Send and Sync if T is Send.
// See also: crossbeam-channel; Go's chan, which is closed by hand.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/channel/errors.hpp>
#include <patina/channel/flavour.hpp>
#include <patina/channel/iterate.hpp>
#include <patina/channel_fast.hpp>
#include <patina/channel_shared.hpp>
#include <patina/result.hpp>
#include <patina/rt/clock.hpp>
#include <patina/send.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace patina {

template <class T>
class Sender;
template <class T>
class Receiver;

template <class T>
struct [[nodiscard]] Channel {
  Sender<T> sender;
  Receiver<T> receiver;
};

// An end that sends. A copy is one more sender; a move is not.
template <class T>
class Sender {
 public:
  Sender(const Sender& other) noexcept {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "be one more sender of the channel of `other`");
    shared_ = &other.shared();
    shared_->add(shared_->senders);
    // END SOLUTION
  }
  [[nodiscard]] Sender clone() const noexcept { return *this; }

  // ENSURES: `other` may only be assigned to or destroyed.
  Sender(Sender&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  Sender& operator=(Sender other) noexcept {
    std::swap(shared_, other.shared_);
    return *this;
  }

  // One sender fewer; the last one tells the receivers.
  ~Sender() {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "be one sender fewer, and say so if none is left");
    if (shared_ != nullptr) shared_->drop_sender();
    // END SOLUTION
  }

  // Sends, and waits while there is no room. Fails if no receiver is left, also while it waits.
  Result<void, SendError<T>> send(T message) const {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "send, however long it takes");
    if (pass(message, Patience::forever()) == Sent::yes) return {};
    return unexpected(SendError<T>{std::move(message)});
    // END SOLUTION
  }

  // Sends if there is room now.
  Result<void, TrySendError<T>> try_send(T message) const {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "send if there is room now");
    const Sent sent = pass(message, Patience::none());
    if (sent == Sent::yes) return {};
    return unexpected(
        TrySendError<T>{sent == Sent::full ? TrySendReason::full : TrySendReason::disconnected,
                        std::move(message)});
    // END SOLUTION
  }

  // Sends, and waits for room no longer than told. If there is room, it sends however late it is.
  Result<void, SendTimeoutError<T>> send_until(T message, rt::clock::time_point deadline) const {
    return send_with(std::move(message), Patience::until(deadline));
  }
  template <class Rep, class Period>
  Result<void, SendTimeoutError<T>> send_for(T message,
                                             std::chrono::duration<Rep, Period> duration) const {
    return send_with(std::move(message), Patience::lasting(duration));
  }

  // How many messages are in the channel at this moment; others may send and receive meanwhile.
  std::size_t len() const { return shared().flavour->len(); }
  bool is_empty() const { return len() == 0; }
  bool is_full() const { return len() == capacity(); }
  std::optional<std::size_t> capacity() const { return shared().flavour->capacity(); }

  // returns true iff both send into one channel
  bool same_channel(const Sender& other) const { return &shared() == &other.shared(); }

  PATINA_UNSAFE_SEND(Sender, Send<T>);
  PATINA_UNSAFE_SYNC(Sender, Send<T>);

 private:
  template <class>
  friend struct ChannelAccess;

  explicit Sender(ChannelShared<T>* shared) noexcept : shared_(shared) {}

  ChannelShared<T>& shared() const {
    PATINA_ASSERT(shared_ != nullptr, "a Sender is not used after it was moved from");
    return *shared_;
  }
  Sent pass(T& message, Patience patience) const {
    return shared().flavour->send(message, patience);
  }

  Result<void, SendTimeoutError<T>> send_with(T message, Patience patience) const {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "send, and wait for room as long as the patience lasts");
    const Sent sent = pass(message, patience);
    if (sent == Sent::yes) return {};
    return unexpected(SendTimeoutError<T>{
        sent == Sent::full ? SendTimeoutReason::timeout : SendTimeoutReason::disconnected,
        std::move(message)});
    // END SOLUTION
  }

  ChannelShared<T>* shared_;  // null once moved from
};

// An end that receives. A copy is one more receiver; a move is not.
template <class T>
class Receiver {
 public:
  Receiver(const Receiver& other) noexcept {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "be one more receiver of the channel of `other`");
    shared_ = &other.shared();
    shared_->add(shared_->receivers);
    // END SOLUTION
  }
  [[nodiscard]] Receiver clone() const noexcept { return *this; }

  // ENSURES: `other` may only be assigned to or destroyed.
  Receiver(Receiver&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  Receiver& operator=(Receiver other) noexcept {
    std::swap(shared_, other.shared_);
    return *this;
  }

  // One receiver fewer; the last one tells the senders and destroys what was not received.
  ~Receiver() {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "be one receiver fewer, and say so if none is left");
    if (shared_ != nullptr) shared_->drop_receiver();
    // END SOLUTION
  }

  // The next message; waits while there is none. Fails once there is none and no sender is left.
  Result<T, Disconnected> recv() const {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "receive, however long it takes");
    return take(Patience::forever()).transform_error([](Absent) { return Disconnected{}; });
    // END SOLUTION
  }

  // The next message, if there is one now.
  Result<T, TryRecvError> try_recv() const {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "receive what is there now");
    return take(Patience::none()).transform_error([](Absent absent) {
      return absent == Absent::empty ? TryRecvError::empty : TryRecvError::disconnected;
    });
    // END SOLUTION
  }

  // The next message; waits no longer than told. A message that is there is taken however late it
  // is.
  Result<T, RecvTimeoutError> recv_until(rt::clock::time_point deadline) const {
    return recv_with(Patience::until(deadline));
  }
  template <class Rep, class Period>
  Result<T, RecvTimeoutError> recv_for(std::chrono::duration<Rep, Period> duration) const {
    return recv_with(Patience::lasting(duration));
  }

  // For range-for: see <patina/channel/iterate.hpp>. The one waits and ends with the channel, the
  // other takes what is there.
  using Iterator = MessageIterator<T, Receiver, &Receiver::recv>;
  using TryIterator = MessageIterator<T, Receiver, &Receiver::try_recv>;
  Iterator begin() const { return Iterator(*this); }
  std::default_sentinel_t end() const { return {}; }
  MessageRange<TryIterator, Receiver> try_iter() const {
    return MessageRange<TryIterator, Receiver>(*this);
  }

  // How many messages are in the channel at this moment; others may send and receive meanwhile.
  std::size_t len() const { return shared().flavour->len(); }
  bool is_empty() const { return len() == 0; }
  bool is_full() const { return len() == capacity(); }
  std::optional<std::size_t> capacity() const { return shared().flavour->capacity(); }

  // returns true iff both receive from one channel
  bool same_channel(const Receiver& other) const { return &shared() == &other.shared(); }

  PATINA_UNSAFE_SEND(Receiver, Send<T>);
  PATINA_UNSAFE_SYNC(Receiver, Send<T>);

 private:
  template <class>
  friend struct ChannelAccess;

  explicit Receiver(ChannelShared<T>* shared) noexcept : shared_(shared) {}

  ChannelShared<T>& shared() const {
    PATINA_ASSERT(shared_ != nullptr, "a Receiver is not used after it was moved from");
    return *shared_;
  }
  Result<T, Absent> take(Patience patience) const { return shared().flavour->receive(patience); }

  Result<T, RecvTimeoutError> recv_with(Patience patience) const {
    // BEGIN SOLUTION(2c)
    // STUB: not_implemented("2c", "receive, and wait for a message as long as the patience lasts");
    return take(patience).transform_error([](Absent absent) {
      return absent == Absent::empty ? RecvTimeoutError::timeout : RecvTimeoutError::disconnected;
    });
    // END SOLUTION
  }

  ChannelShared<T>* shared_;  // null once moved from
};

// The door for other flavours, and for select (task 2h). Given.
template <class T>
struct ChannelAccess {
  static_assert(std::is_nothrow_move_constructible_v<T>,
                "a message travels by moves, and one that fails halfway would be lost");

  static Channel<T> over(std::unique_ptr<ChannelFlavour<T>> flavour) {
    assert_send<T>();
    auto* const shared = new ChannelShared<T>(std::move(flavour));
    return {Sender<T>(shared), Receiver<T>(shared)};
  }
  static ChannelFlavour<T>& flavour(const Sender<T>& sender) { return *sender.shared().flavour; }
  static ChannelFlavour<T>& flavour(const Receiver<T>& receiver) {
    return *receiver.shared().flavour;
  }
};

// A channel that holds up to `capacity` messages: its senders wait while it is full.
// REQUIRES: capacity > 0 (asserts). Without a buffer, both sides have to meet: that is task 2h.
template <class T>
Channel<T> bounded(std::size_t capacity) {
  // BEGIN SOLUTION(2c)
  // STUB: not_implemented("2c", "make a channel with room for `capacity` messages");
  PATINA_ASSERT(capacity > 0, "a bounded channel has room for one message at least");
  return ChannelAccess<T>::over(std::make_unique<BoundedFlavour<T>>(capacity));
  // END SOLUTION
}

// A channel whose senders never wait. Who sends faster than others receive fills the memory.
template <class T>
Channel<T> unbounded() {
  // BEGIN SOLUTION(2c)
  // STUB: not_implemented("2c", "make a channel with room for all");
  return ChannelAccess<T>::over(std::make_unique<UnboundedFlavour<T>>());
  // END SOLUTION
}

}  // namespace patina
