// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2h: rendezvous, a channel without a buffer, where a sender and a receiver meet.
//
// Interface:
//   auto [sender, receiver] = rendezvous<T>();
//   RendezvousFlavour<T>, a ChannelFlavour: see <patina/channel/flavour.hpp>
//
// A message goes from hand to hand: send returns when somebody has received it. try_send succeeds
// only if somebody is waiting to receive, and try_recv if somebody is waiting to send. Its length
// and its capacity are 0: it is always empty, and always full.
// Invariants: who waits stands in the line of his side, with an offer; an offer is met once, and
// whoever comes later does the meeting, under the lock. Nobody stands in a line whose other side is
// gone without having been told.
// Lock: it guards both lines and both flags. The locks of decisions are taken under it.
// Thread rule: every function but the destructor may be called from several threads at once.
// See also: Hoare, Communicating Sequential Processes (CACM 1978); crossbeam-channel zero.rs.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/channel.hpp>
#include <patina/channel/flavour.hpp>
#include <patina/channel/offer.hpp>
#include <patina/mutex.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace patina {

// What the lock guards: who waits, the longest first. Given; how you hold it is up to you.
template <class T>
struct RendezvousState {
  std::vector<Offer<T>*> senders;
  std::vector<Offer<T>*> receivers;
  bool senders_gone = false;
  bool receivers_gone = false;

  std::vector<Offer<T>*>& line(End end) { return end == End::sender ? senders : receivers; }
  std::vector<Offer<T>*>& other_line(End end) {
    return end == End::sender ? receivers : senders;
  }
  bool is_other_side_gone(End end) const {
    return end == End::sender ? receivers_gone : senders_gone;
  }
};

template <class T>
class RendezvousFlavour final : public ChannelFlavour<T> {
 public:
  Sent send(T& message, Patience patience) override {
    // BEGIN SOLUTION(2h)
    // STUB: not_implemented("2h", "wait for a receiver, and hand the message over");
    Decision decision;
    Offer<T> offer(decision, 0);
    offer.outgoing = &message;
    const bool is_late = stand_in_line(End::sender, offer, patience);
    return offer.is_met ? Sent::yes : is_late ? Sent::full : Sent::disconnected;
    // END SOLUTION
  }

  Result<T, Absent> receive(Patience patience) override {
    // BEGIN SOLUTION(2h)
    // STUB: not_implemented("2h", "wait for a sender, and take its message");
    Decision decision;
    Offer<T> offer(decision, 0);
    std::optional<T> message;
    offer.incoming = &message;
    const bool is_late = stand_in_line(End::receiver, offer, patience);
    if (offer.is_met) return std::move(*message);
    return unexpected(is_late ? Absent::empty : Absent::disconnected);
    // END SOLUTION
  }

  // Who waits for that side learns that it waits in vain: its offer is decided, and not met.
  void senders_gone() noexcept override {
    // BEGIN SOLUTION(2h)
    // STUB: not_implemented("2h", "tell the receivers that wait");
    auto state = lock();
    state->senders_gone = true;
    dismiss(state->receivers);
    // END SOLUTION
  }
  void receivers_gone() noexcept override {
    // BEGIN SOLUTION(2h)
    // STUB: not_implemented("2h", "tell the senders that wait");
    auto state = lock();
    state->receivers_gone = true;
    dismiss(state->senders);
    // END SOLUTION
  }

  std::size_t len() const override { return 0; }
  std::optional<std::size_t> capacity() const override { return 0; }

  // Stands in line from now on; if somebody is there to be met, meets him at once. If nobody will
  // ever come, the offer is decided, and not met.
  void watch(End end, Offer<T>& offer) override {
    // BEGIN SOLUTION(2h)
    // STUB: not_implemented("2h", "stand in line, and meet who is there");
    auto state = lock();
    state->line(end).push_back(&offer);
    if (meet_somebody(state->other_line(end), offer)) return;
    if (state->is_other_side_gone(end)) offer.decision.decide(offer.choice);
    // END SOLUTION
  }

  // Leaves the line. Afterwards nobody knows of the offer, and whether it was met is certain.
  void unwatch(End end, Offer<T>& offer) override {
    // BEGIN SOLUTION(2h)
    // STUB: not_implemented("2h", "leave the line");
    auto state = lock();
    std::erase(state->line(end), &offer);
    // END SOLUTION
  }

 private:
  MutexGuard<RendezvousState<T>> lock() {
    auto locked = state_.lock();
    return locked ? std::move(*locked) : std::move(locked).error().into_guard();
  }

  Mutex<RendezvousState<T>> state_;

  // BEGIN SOLUTION(2h)
  // STUB:
  // Returns true iff the patience ended first.
  bool stand_in_line(End end, Offer<T>& offer, Patience patience) {
    watch(end, offer);
    while (true) {
      const std::uint32_t seen = offer.decision.news();
      if (offer.decision.choice() || !offer.decision.wait(seen, patience)) break;
    }
    // At this very moment somebody may come and meet this offer. One of both decides.
    // (Mutant 2h-leaves-while-met.)
    const bool is_late = offer.decision.decide(Decision::none);
    unwatch(end, offer);
    return is_late;
  }

  // In turn, the longest waiting first. Both decisions are made in one step: a party that offers to
  // several channels is met in one of them. (Mutant 2h-decides-one-by-one.)
  static bool meet_somebody(std::vector<Offer<T>*>& line, Offer<T>& mine) {
    return std::any_of(line.begin(), line.end(), [&mine](Offer<T>* other) {
      if (!Decision::decide_both(mine.decision, mine.choice, other->decision, other->choice))
        return false;
      Offer<T>& from = mine.outgoing != nullptr ? mine : *other;
      Offer<T>& to = mine.outgoing != nullptr ? *other : mine;
      to.incoming->emplace(std::move(*from.outgoing));
      mine.is_met = other->is_met = true;
      // Under the lock, which the other takes before it goes: it is still there.
      // (Mutant 2h-tells-after-the-lock.)
      other->decision.tell();
      return true;
    });
  }

  static void dismiss(std::vector<Offer<T>*>& line) {
    for (Offer<T>* const offer : line) {
      if (offer->decision.decide(offer->choice)) offer->decision.tell();
    }
  }
  // END SOLUTION
};

// A channel without a buffer.
template <class T>
Channel<T> rendezvous() {
  return ChannelAccess<T>::over(std::make_unique<RendezvousFlavour<T>>());
}

}  // namespace patina
