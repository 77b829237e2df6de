// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// For task 2c, if you like: FastFlavour, a channel whose two sides do not lock each other out.
//
// Interface: that of ChannelFlavour, see <patina/channel/flavour.hpp>; and
//   BoundedFlavour<T>, UnboundedFlavour<T>    which flavours bounded and unbounded are made of
//
// You need none of it for the points: one Mutex around everything is a right answer, and then both
// names are LockedFlavour. A faster flavour of your own goes here, and the tests are the same.
//
// How the reference's works: messages are numbered from 0. `tail_` is the number of the next one to
// be sent and `head_` of the next to be received; a low bit of each is the lock of that side. So a
// send is one compare-exchange, which locks the senders' side, and one store, which publishes and
// unlocks (the two-lock queue of Michael and Scott, PODC 1996, with the lock in the index). Each
// side keeps a copy of the other's index and reads the real one only when the copy says full or
// empty: the line it lies on changes hands once for many messages. Who finds nothing to do waits a
// moment, which lets a few messages gather, then yields, then sleeps on a ChannelBell.
// Invariants: head <= tail <= head + capacity. A slot is written under the senders' lock and read
// under the receivers'; the indices order both. Once closed, tail does not move.
// Thread rule: every function but the destructor may be called from several threads at once.
#pragma once

#include <patina/channel/flavour.hpp>
#include <patina/channel_bell.hpp>
#include <patina/channel_locked.hpp>
#include <patina/channel_store.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace patina {

// BEGIN SOLUTION(2c, extra)
// STUB: template <class T>
// STUB: using BoundedFlavour = LockedFlavour<T>;
// STUB: template <class T>
// STUB: using UnboundedFlavour = LockedFlavour<T>;
template <class T, class Store>
class FastFlavour final : public ChannelFlavour<T> {
 public:
  template <class... Arguments>
  explicit FastFlavour(Arguments... arguments) : store_(arguments...) {}

  Sent send(T& message, Patience patience) override {
    const Sent sent = try_send(message);
    if (sent != Sent::full || patience.is_none()) [[likely]]
      return sent;
    return send_later(message, patience);
  }

  Result<T, Absent> receive(Patience patience) override {
    Result<T, Absent> received = try_receive();
    if (received || received.error() != Absent::empty || patience.is_none()) [[likely]]
      return received;
    return receive_later(patience);
  }

  void senders_gone() noexcept override {
    senders_gone_.store(true, rt::memory_order_seq_cst);
    arrived_.ring_all();
  }

  // Under the senders' lock: who sends is either through, and its message is destroyed here, or
  // finds the channel closed. (Mutant 2c-sends-past-the-close.)
  void receivers_gone() noexcept override {
    tail_.store(lock(tail_) | closed, rt::memory_order_seq_cst);
    room_.ring_all();
    while (try_receive().has_value()) {
    }
    const std::size_t head = lock(head_);
    store_.clear();
    head_.store(head, rt::memory_order_release);
  }

  std::size_t len() const override {
    const std::size_t head = head_.load(rt::memory_order_acquire) / step;
    return tail_.load(rt::memory_order_acquire) / step - head;
  }
  std::optional<std::size_t> capacity() const override { return store_.capacity(); }

  void watch(End end, Offer<T>& offer) override {
    if (end == End::sender) return room_.add(offer, settled(head_));
    arrived_.add(offer, settled(tail_));
  }
  void unwatch(End end, Offer<T>& offer) override {
    (end == End::sender ? room_ : arrived_).remove(offer);
  }

 private:
  using Word = rt::atomic<std::size_t>;
  static constexpr std::size_t locked = 1;
  static constexpr std::size_t closed = 2;  // in tail_: the receivers are gone
  static constexpr std::size_t step = 4;

  // Takes the lock of a side, and returns its word as it was. seq_cst says to a bell that somebody
  // is at it; on common processors it costs no more than acquire, which sees what the last holder
  // did to the side's own fields.
  static std::size_t lock(Word& word) {
    std::size_t seen = word.load(rt::memory_order_relaxed);
    for (int tries = 1;; ++tries) {
      seen &= ~locked;
      if (word.compare_exchange_weak(seen, seen | locked, rt::memory_order_seq_cst,
                                     rt::memory_order_relaxed)) [[likely]]
        return seen;
      tries % 16 == 0 ? rt::this_thread::yield() : rt::spin_hint();
    }
  }
  static auto settled(const Word& word) {
    return [&word] { return (word.load(rt::memory_order_seq_cst) & locked) == 0; };
  }

  Sent try_send(T& message) {
    const std::size_t tail = lock(tail_);
    if ((tail & closed) != 0 || !has_room(tail / step)) [[unlikely]] {
      tail_.store(tail, rt::memory_order_release);
      return (tail & closed) != 0 ? Sent::disconnected : Sent::full;
    }
    slot_to_send(tail).with_mut([&](Room<T>& room) {
      std::construct_at(std::addressof(room.message), std::move(message));
    });
    // Publishes and unlocks. (Mutant 2c-publishes-relaxed.)
    tail_.store(tail + step, rt::memory_order_release);
    arrived_.ring_one();
    return Sent::yes;
  }

  // No memory for another block is the caller's trouble, and nobody else's.
  Slot<T>& slot_to_send(std::size_t tail) {
    try {
      return store_.slot_to_send(tail / step);
    } catch (...) {
      tail_.store(tail, rt::memory_order_release);
      throw;
    }
  }

  // Under the senders' lock.
  bool has_room(std::size_t tail) {
    if (store_.has_room(tail - head_seen_)) [[likely]]
      return true;
    head_seen_ = head_.load(rt::memory_order_seq_cst) / step;
    return store_.has_room(tail - head_seen_);
  }

  Result<T, Absent> try_receive() {
    const std::size_t head = lock(head_);
    if (head / step == tail_seen_) [[unlikely]] {
      // In this order: what was sent before the senders went is seen.
      const bool is_end = senders_gone_.load(rt::memory_order_seq_cst);
      tail_seen_ = tail_.load(rt::memory_order_seq_cst) / step;
      if (head / step == tail_seen_) {
        head_.store(head, rt::memory_order_release);
        return unexpected(is_end ? Absent::disconnected : Absent::empty);
      }
    }
    Slot<T>& slot = store_.slot_to_receive(head / step);
    Result<T, Absent> received = slot.with_mut([](Room<T>& room) -> Result<T, Absent> {
      Result<T, Absent> message(std::move(room.message));
      std::destroy_at(std::addressof(room.message));
      return message;
    });
    head_.store(head + step, rt::memory_order_release);
    room_.ring_one();
    return received;
  }

  [[gnu::noinline]] Sent send_later(T& message, Patience patience) {
    Sent sent = Sent::full;
    const auto look = [&] { return (sent = try_send(message)) != Sent::full; };
    if (!spin(look)) room_.wait(settled(head_), look, patience);
    return sent;
  }
  [[gnu::noinline]] Result<T, Absent> receive_later(Patience patience) {
    std::optional<Result<T, Absent>> received;
    const auto look = [&] {
      received.emplace(try_receive());
      return received->has_value() || received->error() == Absent::disconnected;
    };
    if (!spin(look)) arrived_.wait(settled(tail_), look, patience);
    return std::move(*received);
  }

  // A sleep and a wakeup cost some microseconds: for about as long, look again, but not at once.
  // Each look takes the other side's line away, and who looks less often finds more. In the
  // explorer it sleeps at once, as RawMutex does.
  template <class Look>
  static bool spin(Look look) {
#ifdef PATINA_EXPLORE
    return look();
#else
    for (int round = 0; round < 6; ++round) {
      const int hints = round < 2 ? 128 << round : 512;
      for (int i = 0; i < hints; ++i) rt::spin_hint();
      if (round >= 3) rt::this_thread::yield();
      if (look()) return true;
    }
    return false;
#endif
  }

  alignas(cache_lines) Word tail_{0};
  std::size_t head_seen_ = 0;  // under the senders' lock
  alignas(cache_lines) Word head_{0};
  std::size_t tail_seen_ = 0;  // under the receivers' lock
  alignas(cache_lines) rt::atomic<bool> senders_gone_{false};
  Store store_;
  alignas(cache_lines) ChannelBell arrived_;
  alignas(cache_lines) ChannelBell room_;
};

template <class T>
using BoundedFlavour = FastFlavour<T, RingStore<T>>;
template <class T>
using UnboundedFlavour = FastFlavour<T, BlockStore<T>>;
// END SOLUTION

}  // namespace patina
