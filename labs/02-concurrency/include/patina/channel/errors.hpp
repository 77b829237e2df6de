// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Why a message was not sent, or not received. Given.
//
// Interface:
//   SendError<T>           no receiver is left
//   TrySendError<T>        full, or disconnected: no receiver is left
//   SendTimeoutError<T>    timeout, or disconnected
//   Disconnected           no message and no sender is left
//   TryRecvError           empty, or disconnected
//   RecvTimeoutError       timeout, or disconnected
//   outcome(result)        the same in one word, "done" if nothing was amiss
//
// What could not be sent comes back in the error's `message`: nothing is ever lost on the way.
// These are the world's failures, so they are values: a peer may hang up at any moment.
// Thread rule: value types.
// See also: crossbeam_channel::{SendError, TrySendError, RecvTimeoutError, ...}.
#pragma once

#include <patina/result.hpp>

#include <string_view>

namespace patina {

template <class T>
struct SendError {
  T message;
};

enum class TrySendReason { full, disconnected };
template <class T>
struct TrySendError {
  TrySendReason reason;
  T message;
};

enum class SendTimeoutReason { timeout, disconnected };
template <class T>
struct SendTimeoutError {
  SendTimeoutReason reason;
  T message;
};

struct Disconnected {
  bool operator==(const Disconnected&) const = default;
};

enum class TryRecvError { empty, disconnected };
enum class RecvTimeoutError { timeout, disconnected };

namespace detail {

inline std::string_view word(Disconnected) { return "disconnected"; }
inline std::string_view word(TryRecvError error) {
  return error == TryRecvError::empty ? "empty" : "disconnected";
}
inline std::string_view word(RecvTimeoutError error) {
  return error == RecvTimeoutError::timeout ? "timeout" : "disconnected";
}
template <class T>
std::string_view word(const SendError<T>&) {
  return "disconnected";
}
template <class T>
std::string_view word(const TrySendError<T>& error) {
  return error.reason == TrySendReason::full ? "full" : "disconnected";
}
template <class T>
std::string_view word(const SendTimeoutError<T>& error) {
  return error.reason == SendTimeoutReason::timeout ? "timeout" : "disconnected";
}

}  // namespace detail

template <class T, class E>
std::string_view outcome(const Result<T, E>& result) {
  return result.has_value() ? "done" : detail::word(result.error());
}

}  // namespace patina
