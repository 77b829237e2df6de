// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The log in memory: a ring of entries behind a position, and no rule of Raft.
//
// Interface:
//   base()                  where it begins: the entry before the first one; after a snapshot, its
//                           last
//   first(), last()         indexes; first is base + 1, and an empty log has last == base
//   last_entry()            index and term of the last one, or of the base
//   term_at(index)          nothing outside of [base, last]
//   known_term(index)       REQUIRES: base <= index <= last
//   last_not_above(index, term)   the last entry at or before index whose term is not above `term`,
//                           or the base if there is none. REQUIRES: index <= last
//   at(index)               REQUIRES: first <= index <= last
//   run(range)              its first entries, as many as lie side by side. REQUIRES: not empty
//   append(entry)           returns it as it stands here. REQUIRES: entry.index is last + 1 and its
//                           term not below the last one's
//   truncate_from(index)    drops index and what follows. REQUIRES: index > base
//   compact_to(index)       drops what is at or before index, which becomes the base
//   reset(index, term)      drops all; this position is the base
//   first_unwritten()       the first entry that came in, or took another's place, since
//   mark_written()          was called; last + 1 if none (3c)
//
// Invariants: indexes are contiguous; terms never fall. at() stays valid until the log is changed.
// base < first_unwritten <= last + 1.
// Cost: each operation takes constant time, append amortized; no allocation once it has its size.
// Thread rule: one thread.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/raft/entry.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace patina::raft {

class Log {
 public:
  LastEntry base() const { return base_; }
  Index first() const { return base_.index + 1; }
  Index last() const { return base_.index + count_; }
  std::uint64_t size() const { return count_; }
  LastEntry last_entry() const {
    return count_ == 0 ? base_ : LastEntry{last(), slot(last()).term};
  }

  std::optional<Term> term_at(Index index) const {
    if (index == base_.index) return base_.term;
    if (index < base_.index || index > last()) return std::nullopt;
    return slot(index).term;
  }
  Term known_term(Index index) const {
    PATINA_ASSERT(index >= base_.index, "a term is asked for that was compacted away");
    PATINA_ASSERT(index <= last(), "a term is asked for that is not there yet");
    return index == base_.index ? base_.term : slot(index).term;
  }
  bool matches(Index index, Term term) const {
    if (index == base_.index) return base_.term == term;
    return index > base_.index && index <= last() && slot(index).term == term;
  }

  Index first_unwritten() const { return first_unwritten_; }
  void mark_written() { first_unwritten_ = last() + 1; }

  // Terms never fall, so that halving finds it.
  Index last_not_above(Index index, Term term) const {
    PATINA_ASSERT(index <= last(), "what is not there yet is not searched");
    Index low = base_.index;
    while (low < index) {
      const Index middle = low + (index - low + 1) / 2;
      if (slot(middle).term <= term) {
        low = middle;
      } else {
        index = middle - 1;
      }
    }
    return low;
  }

  const Entry& at(Index index) const {
    PATINA_ASSERT(index > base_.index, "an entry is asked for that was compacted away");
    PATINA_ASSERT(index <= last(), "an entry is asked for that is not there yet");
    return slot(index);
  }

  std::span<const Entry> run(IndexRange range) const {
    PATINA_ASSERT(range.first > base_.index, "entries are asked for that were compacted away");
    PATINA_ASSERT(range.first <= range.last, "entries are asked for, but none are");
    PATINA_ASSERT(range.last <= last(), "entries are asked for that are not there yet");
    const Entry& first = slot(range.first);
    const auto behind = static_cast<std::uint64_t>(slots_.get() + capacity_ - &first);
    return {&first, std::min(range.size(), behind)};
  }

  const Entry& append(Entry entry) {
    PATINA_ASSERT(entry.index == last() + 1, "entries are appended without a gap");
    PATINA_ASSERT(entry.term >= last_entry().term, "terms in a log never fall");
    if (count_ == capacity_) grow();
    ++count_;
    return slot(entry.index) = std::move(entry);
  }

  void truncate_from(Index index) {
    PATINA_ASSERT(index > base_.index, "what was compacted away can't be truncated");
    while (last() >= index) {
      slot(last()) = Entry{};
      --count_;
    }
    first_unwritten_ = std::min(first_unwritten_, last() + 1);
  }

  void compact_to(Index index) {
    PATINA_ASSERT(index <= last(), "a log is compacted up to an entry that it holds");
    if (index <= base_.index) return;
    const LastEntry base{index, slot(index).term};
    for (Index i = first(); i <= index; ++i) slot(i) = Entry{};
    count_ -= index - base_.index;
    base_ = base;
    first_unwritten_ = std::max(first_unwritten_, first());
  }

  void reset(Index index, Term term) {
    while (count_ > 0) {
      slot(last()) = Entry{};
      --count_;
    }
    base_ = {index, term};
    first_unwritten_ = first();
  }

 private:
  Entry& slot(Index index) const { return slots_[index.value() & (capacity_ - 1)]; }

  // Apart from append, which is called for each entry and so is to be small.
  [[gnu::noinline]] void grow() {
    const std::uint64_t capacity = capacity_ == 0 ? 16 : capacity_ * 2;
    auto slots = std::make_unique<Entry[]>(capacity);
    for (Index i = first(); i <= last(); ++i)
      slots[i.value() & (capacity - 1)] = std::move(slot(i));
    slots_ = std::move(slots);
    capacity_ = capacity;
  }

  LastEntry base_;
  Index first_unwritten_{1};
  std::uint64_t count_ = 0;
  std::uint64_t capacity_ = 0;  // a power of two, or 0
  std::unique_ptr<Entry[]> slots_;
};

}  // namespace patina::raft
