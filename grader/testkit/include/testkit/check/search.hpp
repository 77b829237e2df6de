// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The search for an order of calls, for judge() alone (testkit/check/linearizable.hpp).
//
// Depth first over the answered calls that may come next, in a linked list of their begins and
// ends. Calls without an answer are tried only where these fit no more, fewest first, and not where
// they change nothing; a state that was reached with fewer of them is not looked at again. What was
// looked at is remembered as (set of calls done, state): the set is kept as the few words between
// the first call undone and the last one done, so memory grows with the calls, not their square.
//
// Interface: Seen, Search, judge_until.
// Invariants: effort is counted in steps, never by a clock.
// Thread rule: one thread.
#pragma once

#include <testkit/check/calls.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace testkit::linearizable::detail {

// What was looked at: (calls done, state, open calls used). It prunes what was reached before with
// no more of the open calls.
template <class Model>
class Seen {
 public:
  explicit Seen(const UsedSets& sets) : sets_(sets) {}

  // Returns true iff this is new; what it cost is added to `steps`.
  bool insert(const CallSet& done, const Model& state, std::uint32_t used, std::uint64_t& steps) {
    std::uint32_t& first = first_.try_emplace(done.hash() ^ mix(state.hash()), none).first->second;
    for (std::uint32_t at = first; at != none; at = entries_[at].next) {
      ++steps;
      const Entry& entry = entries_[at];
      if (done.equals(entry.done, words_) && entry.state == state &&
          sets_.is_subset(entry.used, used))
        return false;
    }
    entries_.push_back({state, done.save(words_), used, first});
    first = static_cast<std::uint32_t>(entries_.size() - 1);
    return true;
  }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Entry {
    Model state;
    SavedSet done;
    std::uint32_t used;
    std::uint32_t next;
  };
  const UsedSets& sets_;
  std::unordered_map<std::uint64_t, std::uint32_t> first_;  // looked up, never walked
  std::vector<Entry> entries_;
  std::vector<std::uint64_t> words_;
};

template <class Model>
struct OutlookOf {
  using Type = NoOutlook<Model>;
};
template <class Model>
  requires requires { typename Model::Outlook; }
struct OutlookOf<Model> {
  using Type = typename Model::Outlook;
};

template <class Model>
class Search {
 public:
  Search(std::span<const Call<Model>> calls, const Model& start, std::uint64_t steps_max)
      : calls_(calls), steps_max_(steps_max), outlook_(calls, start),
        timeline_(intervals_of(calls)), done_(calls.size()), seen_(sets_) {
    for (std::uint32_t i = 0; i < calls.size(); ++i)
      if (!calls[i].interval.is_answered()) open_.push_back({i, twin_of(i)});
    frames_.push_back(Frame(start, 0, timeline_.first()));
  }

  Outcome run() {
    while (!timeline_.is_empty()) {
      const Move move = next_move();
      if (move == Move::taken) continue;
      if (move == Move::spent) return {Verdict::unknown, steps_, {}, {}};
      if (frames_.size() == 1) return {Verdict::broken, steps_, {}, {}};
      frames_.pop_back();
      done_.erase(timeline_.rank(frames_.back().taken));
      timeline_.put_back(frames_.back().taken);
      outlook_.put_back(frames_.back().taken);
    }
    return {Verdict::linearizable, steps_, order(), {}};
  }

 private:
  enum class Move { taken, none, spent };
  enum class Which { safe, any };
  static constexpr std::uint32_t none = UINT32_MAX;

  // A state at a frame: its first, and those that calls without an answer lead to from there.
  struct Variant {
    Model state;
    std::uint32_t used;           // which of them took effect so far
    std::uint32_t parent = none;  // the variant that it came from,
    std::uint32_t by = none;      // by this call
  };
  struct Frame {
    Frame(const Model& state, std::uint32_t used, std::uint32_t first) : cursor(first) {
      variants.push_back({state, used});
    }
    std::vector<Variant> variants;
    std::uint32_t variant = 0;
    std::uint32_t cursor;
    Which which = Which::safe;  // what is looked for: safe calls first
    bool is_settled = false;    // one was found: nothing else of this variant needs to be tried
    std::uint32_t taken = none;
  };
  struct Open {
    std::uint32_t call;
    std::uint32_t twin;  // an earlier one that asks the same: that one goes first
  };

  static std::vector<Interval> intervals_of(std::span<const Call<Model>> calls) {
    std::vector<Interval> all;
    for (const Call<Model>& call : calls) all.push_back(call.interval);
    return all;
  }

  std::uint32_t twin_of(std::uint32_t call) const {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open)
      if (*calls_[open->call].input == *calls_[call].input) return open->call;
    return none;
  }

  // Goes on at the last frame until a call is taken, or nothing is left to try there.
  Move next_move() {
    for (;;) {
      if (steps_ > steps_max_) return Move::spent;
      Frame& frame = frames_.back();
      for (; !frame.is_settled && timeline_.is_begin(frame.cursor);
           frame.cursor = timeline_.next(frame.cursor))
        if (take(frame.cursor)) return Move::taken;
      if (!frame.is_settled && frame.which == Which::any) widen(timeline_.time(frame.cursor));
      frame.cursor = timeline_.first();
      if (!frame.is_settled && frame.which == Which::safe) {
        frame.which = Which::any;
        continue;
      }
      frame.which = Which::safe;
      frame.is_settled = false;
      if (++frame.variant == frame.variants.size()) return Move::none;
    }
  }

  // Returns true iff the call that begins here comes next.
  bool take(std::uint32_t node) {
    const std::uint32_t index = timeline_.call(node);
    Frame& frame = frames_.back();
    const Variant from = frame.variants[frame.variant];
    ++steps_;
    std::optional<Model> state = from.state.step(*calls_[index].input, calls_[index].output);
    if (!state) return false;
    outlook_.took(index);
    state = outlook_.look(index, from.state, *state);
    if (state && frame.which == Which::safe) {
      frame.is_settled = outlook_.is_safe(index, from.state, *state);
      if (!frame.is_settled) state.reset();
    }
    const std::uint32_t rank = timeline_.rank(index);
    done_.insert(rank);
    if (!state || !seen_.insert(done_, *state, from.used, steps_)) {
      done_.erase(rank);
      outlook_.put_back(index);
      return false;
    }
    frame.cursor = timeline_.next(node);
    frame.taken = index;
    timeline_.take(index);
    frames_.push_back(Frame(*state, from.used, timeline_.first()));
    return true;
  }

  // Adds what open calls that began before `time` make of the variant whose turn it is.
  void widen(std::uint64_t time) {
    Frame& frame = frames_.back();
    const Variant from = frame.variants[frame.variant];
    for (const Open& open : open_) {
      const Call<Model>& call = calls_[open.call];
      if (call.interval.begins > time || sets_.contains(from.used, open.call)) continue;
      if (open.twin != none && !sets_.contains(from.used, open.twin)) continue;
      ++steps_;
      std::optional<Model> state = from.state.step(*call.input, nullptr);
      if (!state || *state == from.state) continue;
      state = outlook_.guess(from.state, *state);
      if (!state) continue;
      const std::uint32_t used = sets_.with(from.used, open.call);
      if (!seen_.insert(done_, *state, used, steps_)) continue;
      frame.variants.push_back({*state, used, frame.variant, open.call});
    }
  }

  std::vector<std::uint32_t> order() const {
    std::vector<std::uint32_t> calls;
    for (std::size_t i = 0; i + 1 < frames_.size(); ++i) {
      const Frame& frame = frames_[i];
      const auto first = static_cast<std::ptrdiff_t>(calls.size());
      for (std::uint32_t at = frame.variant; frame.variants[at].by != none;
           at = frame.variants[at].parent)
        calls.push_back(frame.variants[at].by);
      std::reverse(calls.begin() + first, calls.end());
      calls.push_back(frame.taken);
    }
    return calls;
  }

  const std::span<const Call<Model>> calls_;
  const std::uint64_t steps_max_;
  typename OutlookOf<Model>::Type outlook_;
  Timeline timeline_;
  CallSet done_;
  UsedSets sets_;
  Seen<Model> seen_;
  std::vector<Open> open_;
  std::vector<Frame> frames_;
  std::uint64_t steps_ = 0;
};

// Judges what had happened when the event `last` was over.
template <class Model>
Outcome judge_until(std::span<const Call<Model>> calls, const Model& start, std::uint64_t last,
                    const Budget& budget) {
  std::vector<Call<Model>> before;
  std::vector<std::uint32_t> indices;
  for (std::uint32_t i = 0; i < calls.size(); ++i) {
    Call<Model> call = calls[i];
    if (call.interval.begins > last) continue;
    if (call.interval.ends > last) call.output = nullptr, call.interval.ends = Interval::never;
    before.push_back(call);
    indices.push_back(i);
  }
  Outcome outcome = Search<Model>(before, start, budget.steps).run();
  for (std::uint32_t& call : outcome.order) call = indices[call];
  return outcome;
}

}  // namespace testkit::linearizable::detail
