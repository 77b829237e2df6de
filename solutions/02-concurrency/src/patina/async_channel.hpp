// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2k, given on top of the second part: a channel between tasks. Who has to wait is a future,
// and no thread sleeps.
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
//   - when the last sender has gone what is in still comes out, then ChannelClosed. When the
//     receiver has closed or gone, sends fail, those that wait too;
//   - the receiver takes with it what is in: it's destroyed at once, and not while a lock is held.
//
// A send borrows its sender and a recv its receiver, which outlive it and stay where they are.
// Thread rule: senders are copied, the receiver is one; each end in any thread, in one at a time.
// See also: tokio::sync::mpsc.
#pragma once

#include <patina/async/context.hpp>
#include <patina/async/wait_list.hpp>
#include <patina/async_queue.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/result.hpp>
#include <patina/send.hpp>

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>

namespace patina {

template <class T>
struct Refused {
  bool is_closed;  // else full
  T value;
};

namespace detail {

// One of the senders: while one is there, the receiver has reason to wait.
template <class T>
class SenderCount {
 public:
  explicit SenderCount(const CountedPtr<AsyncQueue<T>>& queue) noexcept : queue_(queue.get()) {
    AsyncQueue<T>::add_first_sender(queue);
  }
  SenderCount(const SenderCount& other) noexcept : queue_(other.queue_) {
    if (queue_ != nullptr) queue_->add_sender();
  }
  SenderCount(SenderCount&& other) noexcept : queue_(std::exchange(other.queue_, nullptr)) {}
  SenderCount& operator=(SenderCount other) noexcept {
    std::swap(queue_, other.queue_);
    return *this;
  }
  ~SenderCount() {
    if (queue_ != nullptr) queue_->drop_sender();
  }
  AsyncQueue<T>& operator*() const {
    PATINA_ASSERT(queue_ != nullptr, "a sender that was moved from sends nothing");
    return *queue_;
  }

 private:
  AsyncQueue<T>* queue_;  // null: moved from
};

}  // namespace detail

template <class T>
class [[nodiscard]] AsyncSending {
 public:
  AsyncSending(detail::AsyncQueue<T>& queue, T value)
      : queue_(&queue), value_(std::move(value)) {}
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
  detail::AsyncQueue<T>* queue_;
  T value_;
  std::unique_ptr<Turn> turn_;  // null: neither stands in line nor was promised room

  PATINA_UNSAFE_SEND(AsyncSending, Send<T>);
};

template <class T>
class AsyncSender {
 public:
  AsyncSending<T> send(T value) const& { return AsyncSending<T>(*queue_, std::move(value)); }
  void send(T value) const&& = delete;  // the send would outlive its sender
  Result<void, Refused<T>> try_send(T value) const {
    using Sent = typename detail::AsyncQueue<T>::Sent;
    std::unique_ptr<Turn> none;
    const Sent sent = (*queue_).send(value, none, nullptr);
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
