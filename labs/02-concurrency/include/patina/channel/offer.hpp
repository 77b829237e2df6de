// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a thread that may do one of several things shows to the channels: an Offer in each, and one
// Decision behind them all. Given; task 2h uses it.
//
// Interface:
//   decision.decide(choice)                    returns true iff nobody had decided before
//   Decision::decide_both(a, x, b, y)          both or neither: two parties meet
//   decision.decide_by(look)                   the owner: look() chooses or not, while no other can
//   decision.choice()                          what was decided, if anything was
//   decision.news(), tell(), wait(seen, p)     sleeps until told since news() was `seen`
//   Offer<T>(decision, choice)                 to send *outgoing, or to receive into *incoming
//
// Invariants: a Decision is made once, and Decision::none is one too. Who meets an offer moves the
// message from the one's `outgoing` into the other's `incoming` and sets is_met on both, under the
// lock of the channel in which both stand; who made it reads both after unwatch().
// Thread rule: any thread may decide and tell. The owner alone waits, and destroys it when it
// stands in no channel any more.
#pragma once

#include <patina/channel/patience.hpp>
#include <patina/channel/watchers.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/mutex.hpp>
#include <patina/rt/park.hpp>
#include <patina/rt/tsan.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

#if defined(PATINA_RT_TSAN) && !defined(PATINA_EXPLORE)
#include <sanitizer/tsan_interface.h>
#endif

namespace patina {

class Decision {
 public:
  static constexpr std::size_t none = ~std::size_t{0};  // decided: not any of them

  Decision() = default;
#if defined(PATINA_RT_TSAN) && !defined(PATINA_EXPLORE)
  // The destructor of std::mutex says nothing to ThreadSanitizer, which takes the next Decision
  // in this place for the same one, and for older than it is.
  ~Decision() { __tsan_mutex_destroy(mutex_.native_handle(), 0); }
#endif
  Decision(const Decision&) = delete;
  Decision& operator=(const Decision&) = delete;

  bool decide(std::size_t choice) {
    const std::lock_guard mine(mutex_);
    if (choice_) return false;
    choice_ = choice;
    return true;
  }

  // returns false if one of them was decided before, or if both are the same: nobody meets himself
  // Both locks at once, and always the older one's first: two parties may meet in two channels. By
  // address would do as well, but an address is not the same each time the explorer comes by.
  static bool decide_both(Decision& one, std::size_t choice, Decision& other,
                          std::size_t other_choice) {
    if (&one == &other) return false;
    const bool is_older = one.number_ < other.number_;
    const std::lock_guard older((is_older ? one : other).mutex_);
    const std::lock_guard newer((is_older ? other : one).mutex_);
    if (one.choice_ || other.choice_) return false;
    one.choice_ = choice;
    other.choice_ = other_choice;
    return true;
  }

  // look() returns what it chose, as a std::optional<std::size_t>. It may use any channel with a
  // buffer, and none without: those decide under their own lock.
  template <class Look>
  void decide_by(Look look) {
    const std::lock_guard mine(mutex_);
    if (!choice_) choice_ = look();
  }

  std::optional<std::size_t> choice() const {
    const std::lock_guard mine(mutex_);
    return choice_;
  }

  std::uint32_t news() const noexcept { return news_.load(rt::memory_order_acquire); }
  void tell() noexcept {
    news_.fetch_add(1, rt::memory_order_release);
    rt::unpark_one(news_);
  }
  // Returns false iff the patience came to its end. May return early for no reason.
  bool wait(std::uint32_t seen, Patience patience) const {
    if (patience.is_none()) return false;
    if (!patience.is_forever()) return rt::park_until(news_, seen, patience.deadline());
    rt::park(news_, seen);
    return true;
  }

 private:
  // Says who is older, and orders nothing else: no business of the explorer's.
  static std::uint64_t next_number() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed);
  }

  const std::uint64_t number_ = next_number();
  mutable rt::mutex mutex_;
  std::optional<std::size_t> choice_;
  rt::atomic<std::uint32_t> news_{0};
};

template <class T>
class Offer final : public Watcher {
 public:
  Decision& decision;
  const std::size_t choice;  // what the decision is if this offer is met
  T* outgoing = nullptr;
  std::optional<T>* incoming = nullptr;
  bool is_met = false;

  Offer(Decision& its_decision, std::size_t its_choice)
      : decision(its_decision), choice(its_choice) {}
  Offer(const Offer&) = delete;
  Offer& operator=(const Offer&) = delete;

  void may_be_ready() noexcept override { decision.tell(); }
};

}  // namespace patina
