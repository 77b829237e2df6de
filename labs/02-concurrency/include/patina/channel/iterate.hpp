// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Receivers in a range-for. Given.
//
// Interface:
//   for (T message : receiver)               waits for each message, and ends with the channel
//   for (T message : receiver.try_iter())    takes what is there, and ends when nothing is
//
// Each step of the loop receives one message, which belongs to the loop: *it gives it away.
// Thread rule: as for the receiver, which must outlive the loop.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

namespace patina {

// Receives by `receive`, a member function of the Receiver that returns a Result.
template <class T, class Receiver, auto receive>
class MessageIterator {
 public:
  using iterator_concept = std::input_iterator_tag;
  using value_type = T;
  using difference_type = std::ptrdiff_t;

  explicit MessageIterator(const Receiver& receiver) : receiver_(&receiver) { ++*this; }

  T operator*() const { return std::move(*message_); }

  MessageIterator& operator++() {
    message_.reset();  // before the wait for the next: it may be long
    auto received = (receiver_->*receive)();
    if (received) message_.emplace(std::move(*received));
    return *this;
  }
  void operator++(int) { ++*this; }

  friend bool operator==(const MessageIterator& it, std::default_sentinel_t) {
    return !it.message_.has_value();
  }

 private:
  const Receiver* receiver_;
  mutable std::optional<T> message_;
};

template <class Iterator, class Receiver>
class MessageRange {
 public:
  explicit MessageRange(const Receiver& receiver) : receiver_(&receiver) {}
  Iterator begin() const { return Iterator(*receiver_); }
  std::default_sentinel_t end() const { return {}; }

 private:
  const Receiver* receiver_;
};

}  // namespace patina
