// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A future that is Send on its author's word.
//
// Interface:
//   executor.spawn(vouch_send(task))    "nothing in its frame belongs to one thread"
//
// The compiler of Rust looks into the frame of an async fn and knows; ours cannot. So a Task is not
// Send, and who hands one to other threads answers for it: no Rc, no guard of a Mutex, no pointer
// to what another thread uses, nothing thread_local lives across a co_await in it.
// Thread rule: as the future, which one thread at a time polls.
#pragma once

#include <patina/async/context.hpp>
#include <patina/send.hpp>

#include <utility>

namespace patina {

template <Future F>
class [[nodiscard]] VouchedSend {
 public:
  explicit VouchedSend(F future) : future_(std::move(future)) {}
  auto poll(Context& context) { return future_.poll(context); }

 private:
  F future_;

  PATINA_UNSAFE_SEND(VouchedSend, true);
};

template <Future F>
  requires(!std::is_reference_v<F>)
VouchedSend<F> vouch_send(F future) {
  return VouchedSend<F>(std::move(future));
}

}  // namespace patina
