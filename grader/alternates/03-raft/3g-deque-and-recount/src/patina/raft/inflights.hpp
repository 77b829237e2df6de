// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3g: Inflights, as a deque that knows how many bytes were sent and answered in all.
//
// Thread rule: one thread.
#pragma once

#include <patina/raft/types.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

namespace patina::raft {

class Inflights {
 public:
  std::size_t messages() const { return ends_.size(); }
  std::uint64_t bytes() const { return sent_ - answered_; }
  bool is_empty() const { return ends_.empty(); }

  void add(Index last, std::uint64_t bytes) {
    sent_ += bytes;
    ends_.emplace_back(last, sent_);
  }

  void free_to(Index index) {
    for (; !ends_.empty() && ends_.front().first <= index; ends_.pop_front())
      answered_ = ends_.front().second;
  }

  void clear() {
    ends_.clear();
    answered_ = sent_;
  }

 private:
  std::deque<std::pair<Index, std::uint64_t>> ends_;  // and what was sent in all up to there
  std::uint64_t sent_ = 0;
  std::uint64_t answered_ = 0;
};

}  // namespace patina::raft
