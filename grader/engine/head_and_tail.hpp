// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Keeps the head and the tail of what is printed, and counts the rest: a program may print without
// end, and what a learner wants to see stands first or last.
//
// Interface: add(piece) as pieces come; total() bytes so far; text() what was kept, and how much
// was left out between.
// Thread rule: a plain value.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace grader::os {

class HeadAndTail {
 public:
  void add(std::string_view piece) {
    total_ += piece.size();
    if (head_.size() < part) {
      const std::size_t taken = std::min(part - head_.size(), piece.size());
      head_ += piece.substr(0, taken);
      piece.remove_prefix(taken);
    }
    tail_ += piece;
    if (tail_.size() > 2 * part) tail_.erase(0, tail_.size() - part);
  }
  std::size_t total() const { return total_; }
  std::string text() const {
    std::string tail = tail_.size() > part ? tail_.substr(tail_.size() - part) : tail_;
    const std::size_t lost = total_ - head_.size() - tail.size();
    if (lost == 0) return head_ + tail;
    return head_ + "\n... " + std::to_string(lost) + " bytes left out ...\n" + tail;
  }

 private:
  static constexpr std::size_t part = 15000;
  std::string head_;
  std::string tail_;
  std::size_t total_ = 0;
};

}  // namespace grader::os
