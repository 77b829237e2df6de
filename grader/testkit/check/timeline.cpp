// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/check/timeline.hpp>

#include <patina/base/assert.hpp>
#include <patina/base/hash.hpp>

#include <algorithm>

namespace testkit::linearizable::detail {

std::uint64_t mix(std::uint64_t word) { return patina::base::splitmix64(word); }

Timeline::Timeline(const std::vector<Interval>& intervals)
    : nodes_(1), nodes_of_(intervals.size()) {
  std::vector<Node> events;
  for (std::uint32_t i = 0; i < intervals.size(); ++i) {
    const Interval& interval = intervals[i];
    if (!interval.is_answered()) continue;
    PATINA_ASSERT(interval.begins < interval.ends, "a call is answered after it began");
    events.push_back({interval.begins, i, 0, 0, true});
    events.push_back({interval.ends, i, 0, 0, false});
  }
  std::sort(events.begin(), events.end(),
            [](const Node& left, const Node& right) { return left.time < right.time; });
  std::uint32_t ranks = 0;
  for (Node& event : events) {
    const std::uint32_t number = static_cast<std::uint32_t>(nodes_.size());
    event.previous = number - 1;
    nodes_.back().next = number;
    (event.is_begin ? nodes_of_[event.call].begin : nodes_of_[event.call].end) = number;
    if (event.is_begin) nodes_of_[event.call].rank = ranks++;
    nodes_.push_back(event);
  }
  nodes_[0].previous = static_cast<std::uint32_t>(nodes_.size() - 1);
}

void Timeline::unlink(std::uint32_t node) {
  nodes_[nodes_[node].previous].next = nodes_[node].next;
  nodes_[nodes_[node].next].previous = nodes_[node].previous;
}

void Timeline::relink(std::uint32_t node) {
  nodes_[nodes_[node].previous].next = node;
  nodes_[nodes_[node].next].previous = node;
}

void Timeline::take(std::uint32_t call) {
  unlink(nodes_of_[call].begin);
  unlink(nodes_of_[call].end);
}

void Timeline::put_back(std::uint32_t call) {
  relink(nodes_of_[call].end);
  relink(nodes_of_[call].begin);
}

void CallSet::insert(std::uint32_t call) {
  words_[call / 64] |= std::uint64_t{1} << call % 64;
  hash_ ^= mix(call);
  end_ = std::max(end_, call / 64 + 1);
  while (first_ < end_ && words_[first_] == UINT64_MAX) ++first_;
}

void CallSet::erase(std::uint32_t call) {
  words_[call / 64] &= ~(std::uint64_t{1} << call % 64);
  hash_ ^= mix(call);
  first_ = std::min(first_, call / 64);
  while (end_ > first_ && words_[end_ - 1] == 0) --end_;
}

SavedSet CallSet::save(std::vector<std::uint64_t>& into) const {
  const SavedSet saved{first_, end_ - first_, into.size()};
  into.insert(into.end(), words_.begin() + first_, words_.begin() + end_);
  return saved;
}

bool CallSet::equals(const SavedSet& saved, const std::vector<std::uint64_t>& from) const {
  return saved.first_word == first_ && saved.count == end_ - first_ &&
         std::equal(words_.begin() + first_, words_.begin() + end_,
                    from.begin() + static_cast<std::ptrdiff_t>(saved.at));
}

bool UsedSets::contains(std::uint32_t set, std::uint32_t call) const {
  return std::binary_search(sets_[set].begin(), sets_[set].end(), call);
}

bool UsedSets::is_subset(std::uint32_t small, std::uint32_t large) const {
  if (small == large) return true;
  return std::includes(sets_[large].begin(), sets_[large].end(), sets_[small].begin(),
                       sets_[small].end());
}

std::uint32_t UsedSets::with(std::uint32_t set, std::uint32_t call) {
  std::vector<std::uint32_t> more = sets_[set];
  more.insert(std::lower_bound(more.begin(), more.end(), call), call);
  const auto [at, is_new] = numbers_.try_emplace(more, static_cast<std::uint32_t>(sets_.size()));
  if (is_new) sets_.push_back(std::move(more));
  return at->second;
}

}  // namespace testkit::linearizable::detail
