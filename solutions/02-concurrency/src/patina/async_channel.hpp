// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2k, second part: a channel between tasks. Who has to wait is a future, and no thread sleeps.
//
// Interface:
//   auto [sender, receiver] = async_bounded<T>(capacity);   capacity > 0
//   auto [sender, receiver] = async_unbounded<T>();
//   co_await sender.send(value)    -> Result<void, T>           no receiver: the value comes back
//   sender.try_send(value)         -> Result<void, Refused<T>>  full or closed, and the value
//   co_await receiver.recv()       -> Result<T, ChannelClosed>
//   receiver.try_recv()            -> Poll<Result<T, ChannelClosed>>
//   receiver.close()               nothing more goes in; what is in still comes out
//
// Contract:
//   - messages come out in the order in which they went in, each once;
//   - a send waits while the channel is full. The room that a message leaves is promised to the
//     send that has waited longest, and nobody who comes later takes it;
//   - a send that is dropped before it is ready has sent nothing, and gives up its place in line,
//     or the room that was promised to it: the next one has it then;
//   - a recv that is dropped has received nothing;
//   - when the last sender has gone, and no send is on, what is in still comes out, then
//     ChannelClosed. When the receiver has closed or gone, sends fail, those that wait too;
//   - the receiver takes with it what is in: it's destroyed at once, and not while a lock is held.
//
// Thread rule: senders are copied, the receiver is one; each end in any thread, in one at a time.
// See also: tokio::sync::mpsc.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/wait_list.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/send.hpp>

#include <cstddef>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace patina {

struct ChannelClosed {
  bool operator==(const ChannelClosed&) const = default;
};

template <class T>
struct Refused {
  bool is_closed;  // else full
  T value;
};

namespace detail {

// What both ends share. Room is counted, not messages: `room` is what nobody fills and nobody was
// promised. While somebody stands in line there is none.
template <class T>
class AsyncQueue final : public Counted, public PooledFrame {
 public:
  enum class Sent { yes, full, closed };

  explicit AsyncQueue(std::size_t capacity) {
    state_.with_mut([&](State& state) { state.room = capacity; });
  }

  // Puts `value` in; takes from it only if the answer is yes. `turn` is null before the first call,
  // and for a try_send, which gives no Waker and never stands in line.
  Sent send(T& value, std::unique_ptr<Turn>& turn, const Waker* waker) {
    // BEGIN SOLUTION(2k)
    // STUB: static_cast<void>(value);
    // STUB: static_cast<void>(turn);
    // STUB: static_cast<void>(waker);
    // STUB: not_implemented("2k", "put the value in if there is room for it, else stand in line");
    Waker receiver;
    Waker old;  // destroyed when the lock is free: who knows what its end does (tokio #5429)
    {
      const std::lock_guard lock(mutex_);
      const Sent sent = state_.with_mut([&](State& state) {
        if (state.is_closed) return Sent::closed;
        if (!turn && state.room > 0) {
          --state.room;
        } else if (!turn || !turn->has_come) {
          if (waker != nullptr) old = stand_in_line(state, turn, *waker);
          return Sent::full;
        }
        state.messages.push_back(std::move(value));
        receiver = std::move(state.receiver);
        return Sent::yes;
      });
      if (sent != Sent::yes) return sent;
    }
    turn.reset();
    receiver.wake();
    return Sent::yes;
    // END SOLUTION
  }

  // A send is dropped, or has ended because the channel is closed.
  void give_up(Turn& turn) noexcept {
    // BEGIN SOLUTION(2k)
    // STUB: static_cast<void>(turn);
    // STUB: not_implemented("2k", "leave the line; or pass on the room that was promised");
    Waker next;
    {
      const std::lock_guard lock(mutex_);
      state_.with_mut([&](State& state) {
        if (turn.has_come)
          next = give_room(state);  // (Mutant 2k-the-dropped-keeps-its-room.)
        else if (!state.is_closed)  // a close has emptied the line
          state.line.remove(turn);
      });
    }
    next.wake();
    // END SOLUTION
  }

  // The first message, or ChannelClosed if none will come. Pending keeps the Waker, if given.
  Poll<Result<T, ChannelClosed>> receive(const Waker* waker) {
    // BEGIN SOLUTION(2k)
    // STUB: static_cast<void>(waker);
    // STUB: not_implemented("2k", "take the first message, and give its room to who waits for it");
    Waker next;
    Waker old;
    std::optional<T> message;
    {
      const std::lock_guard lock(mutex_);
      const bool is_over = state_.with_mut([&](State& state) {
        if (!state.messages.empty()) {
          message.emplace(std::move(state.messages.front()));
          state.messages.pop_front();
          next = give_room(state);
          return true;
        }
        if (state.is_closed || state.senders == 0) return true;
        if (waker != nullptr && !state.receiver.will_wake(*waker))
          old = std::exchange(state.receiver, waker->clone());
        return false;
      });
      if (!is_over) return Pending{};
    }
    next.wake();
    if (!message) return Result<T, ChannelClosed>(unexpected(ChannelClosed{}));
    return Result<T, ChannelClosed>(*std::move(message));
    // END SOLUTION
  }

  // No message goes in from here on. `drops`: and what is in, nobody will take out.
  void close(bool drops) noexcept {
    // BEGIN SOLUTION(2k)
    // STUB: static_cast<void>(drops);
    // STUB: if (drops) return;  // a destructor may call this before you begin
    // STUB: not_implemented("2k", "close, and wake every send that waits");
    std::vector<Waker> waiting;
    std::deque<T> dropped;
    {
      const std::lock_guard lock(mutex_);
      state_.with_mut([&](State& state) {
        state.is_closed = true;
        while (Turn* const turn = state.line.pop()) waiting.push_back(std::move(turn->waker));
        if (drops) dropped.swap(state.messages);
      });
    }
    for (const Waker& one : waiting) one.wake();
    // END SOLUTION
  }

  void add_sender() noexcept {
    // BEGIN SOLUTION(2k)
    // STUB:
    const std::lock_guard lock(mutex_);
    state_.with_mut([](State& state) { ++state.senders; });
    // END SOLUTION
  }
  void drop_sender() noexcept {
    // BEGIN SOLUTION(2k)
    // STUB:
    Waker receiver;
    {
      const std::lock_guard lock(mutex_);
      state_.with_mut([&](State& state) {
        if (--state.senders == 0) receiver = std::move(state.receiver);
      });
    }
    receiver.wake();
    // END SOLUTION
  }

 private:
  struct State {
    std::deque<T> messages;
    std::size_t room = 0;
    std::size_t senders = 0;  // and sends that are on
    bool is_closed = false;
    WaitList<Turn> line;  // sends for which there is no room yet
    Waker receiver;
  };

  // BEGIN SOLUTION(2k)
  // STUB:
  // returns the Waker of an earlier poll, if this one is another
  static Waker stand_in_line(State& state, std::unique_ptr<Turn>& turn, const Waker& waker) {
    if (!turn) {
      turn = std::make_unique<Turn>();
      state.line.push(*turn);
    }
    if (turn->waker.will_wake(waker)) return {};
    return std::exchange(turn->waker, waker.clone());
  }
  // returns whom to wake
  static Waker give_room(State& state) noexcept {
    Turn* const turn = state.line.pop();
    if (turn == nullptr) {
      ++state.room;
      return {};
    }
    turn->has_come = true;  // and `room` stays 0. (Mutant 2k-room-for-anybody.)
    return std::move(turn->waker);
  }
  // END SOLUTION

  rt::mutex mutex_;  // never held while anybody is woken or a message destroyed
  rt::cell<State> state_;
};

// A sender, or a send that is on: while one is there, the receiver has reason to wait.
template <class T>
class SenderCount {
 public:
  explicit SenderCount(CountedPtr<AsyncQueue<T>> queue) noexcept : queue_(std::move(queue)) {
    queue_->add_sender();
  }
  SenderCount(const SenderCount& other) noexcept : queue_(other.queue_) {
    if (queue_) queue_->add_sender();
  }
  SenderCount(SenderCount&& other) noexcept = default;
  SenderCount& operator=(SenderCount other) noexcept {
    std::swap(queue_, other.queue_);
    return *this;
  }
  ~SenderCount() {
    if (queue_) queue_->drop_sender();
  }
  AsyncQueue<T>* operator->() const {
    PATINA_ASSERT(queue_, "a sender that was moved from sends nothing");
    return queue_.get();
  }

 private:
  CountedPtr<AsyncQueue<T>> queue_;  // null: moved from
};

}  // namespace detail

template <class T>
class [[nodiscard]] AsyncSending {
 public:
  AsyncSending(detail::SenderCount<T> queue, T value)
      : queue_(std::move(queue)), value_(std::move(value)) {}
  AsyncSending(AsyncSending&&) noexcept = default;
  AsyncSending& operator=(AsyncSending&&) = delete;
  ~AsyncSending() {
    if (turn_) queue_->give_up(*turn_);
  }

  Poll<Result<void, T>> poll(Context& context) {
    using Sent = typename detail::AsyncQueue<T>::Sent;
    const Sent sent = queue_->send(value_, turn_, &context.waker());
    if (sent == Sent::full) return Pending{};
    if (sent == Sent::yes) return Result<void, T>();
    if (const auto turn = std::exchange(turn_, nullptr)) queue_->give_up(*turn);
    return Result<void, T>(unexpect, std::move(value_));
  }

 private:
  detail::SenderCount<T> queue_;
  T value_;
  std::unique_ptr<Turn> turn_;  // null: neither stands in line nor was promised room

  PATINA_UNSAFE_SEND(AsyncSending, Send<T>);
};

template <class T>
class AsyncSender {
 public:
  AsyncSending<T> send(T value) const { return AsyncSending<T>(queue_, std::move(value)); }
  Result<void, Refused<T>> try_send(T value) const {
    using Sent = typename detail::AsyncQueue<T>::Sent;
    std::unique_ptr<Turn> none;
    const Sent sent = queue_->send(value, none, nullptr);
    if (sent == Sent::yes) return {};
    return Result<void, Refused<T>>(unexpect, Refused<T>{sent == Sent::closed, std::move(value)});
  }

 private:
  template <class U>
  friend auto make_async_channel(std::size_t capacity);
  explicit AsyncSender(detail::SenderCount<T> queue) noexcept : queue_(std::move(queue)) {}

  detail::SenderCount<T> queue_;

  PATINA_UNSAFE_SEND(AsyncSender, Send<T>);
  PATINA_UNSAFE_SYNC(AsyncSender, Send<T>);
};

template <class T>
class AsyncReceiver;

// REQUIRES: the receiver outlives it and is not moved meanwhile.
template <class T>
class [[nodiscard]] AsyncReceiving {
 public:
  explicit AsyncReceiving(detail::AsyncQueue<T>& queue) noexcept : queue_(&queue) {}
  Poll<Result<T, ChannelClosed>> poll(Context& context) {
    return queue_->receive(&context.waker());
  }

 private:
  detail::AsyncQueue<T>* queue_;

  PATINA_UNSAFE_SEND(AsyncReceiving, Send<T>);
};

template <class T>
class AsyncReceiver {
 public:
  AsyncReceiver(AsyncReceiver&&) noexcept = default;
  AsyncReceiver& operator=(AsyncReceiver other) noexcept {
    std::swap(queue_, other.queue_);
    return *this;
  }
  ~AsyncReceiver() {
    if (queue_) queue_->close(true);
  }

  AsyncReceiving<T> recv() noexcept { return AsyncReceiving<T>(*queue_); }
  Poll<Result<T, ChannelClosed>> try_recv() { return queue_->receive(nullptr); }
  void close() { queue_->close(false); }

 private:
  template <class U>
  friend auto make_async_channel(std::size_t capacity);
  explicit AsyncReceiver(CountedPtr<detail::AsyncQueue<T>> queue) noexcept
      : queue_(std::move(queue)) {}

  CountedPtr<detail::AsyncQueue<T>> queue_;  // null: moved from

  PATINA_UNSAFE_SEND(AsyncReceiver, Send<T>);
};

template <class T>
struct AsyncChannel {
  AsyncSender<T> sender;
  AsyncReceiver<T> receiver;
};

template <class T>
auto make_async_channel(std::size_t capacity) {
  auto queue = CountedPtr<detail::AsyncQueue<T>>::make(capacity);
  detail::SenderCount<T> count(queue);
  return AsyncChannel<T>{AsyncSender<T>(std::move(count)), AsyncReceiver<T>(std::move(queue))};
}

template <class T>
AsyncChannel<T> async_bounded(std::size_t capacity) {
  PATINA_ASSERT(capacity > 0, "a channel without room would let nothing through");
  return make_async_channel<T>(capacity);
}
template <class T>
AsyncChannel<T> async_unbounded() {
  return make_async_channel<T>(std::numeric_limits<std::size_t>::max());
}

}  // namespace patina
