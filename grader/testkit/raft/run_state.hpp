// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a run of a small scope has come to, in a hundred bytes.
//
// Interface:
//   RunState   the nodes' states by number, what is under way, what is left of the bounds, and how
//              it came to that
//   Seen       which states were there before
// Thread rule: value types.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "promises.hpp"
#include "run_story.hpp"

namespace testkit::raft {

// Numbers that were seen; never asked for their order.
class Seen {
 public:
  Seen() : slots_(1u << 16) {}
  bool add(std::uint64_t number) {  // false: it was there
    number += number == 0;
    if (2 * (count_ + 1) > slots_.size()) grow();
    std::uint64_t& slot = find(number);
    if (slot == number) return false;
    ++count_;
    slot = number;
    return true;
  }

 private:
  std::uint64_t& find(std::uint64_t number) {
    std::size_t i = number & (slots_.size() - 1);
    while (slots_[i] != 0 && slots_[i] != number) i = (i + 1) & (slots_.size() - 1);
    return slots_[i];
  }
  void grow() {
    const auto old = std::exchange(slots_, std::vector<std::uint64_t>(2 * slots_.size()));
    for (const std::uint64_t number : old)
      if (number != 0) find(number) = number;
  }

  std::vector<std::uint64_t> slots_;
  std::size_t count_ = 0;
};

// What is left of the scope's bounds.
struct Left {
  std::uint8_t time_outs = 0;
  std::uint8_t beats = 0;
  std::uint8_t proposals = 0;
  std::uint8_t duplicates = 0;
  std::uint8_t crashes = 0;
};

constexpr std::size_t under_way_max = 16;  // with what one move sends

// The messages under way, each as often as it is: ascending, so that equal ones lie together.
class UnderWay {
 public:
  std::size_t size() const { return size_; }
  MessageNumber operator[](std::size_t i) const { return numbers_[i]; }
  void add(MessageNumber number) {
    PATINA_ASSERT(size_ < under_way_max, "a move of a small scope sends few messages");
    std::size_t at = size_++;
    for (; at > 0 && numbers_[at - 1] > number; --at) numbers_[at] = numbers_[at - 1];
    numbers_[at] = number;
  }
  void take(std::size_t at) {
    std::copy(numbers_.begin() + at + 1, numbers_.begin() + size_, numbers_.begin() + at);
    --size_;
  }

 private:
  std::array<MessageNumber, under_way_max> numbers_{};
  std::uint8_t size_ = 0;
};

struct RunState {
  std::array<StateNumber, nodes_max> nodes{};
  UnderWay under_way;
  Left left;
  std::uint32_t promised = 0;
  std::uint32_t parent = 0;
  std::uint32_t depth = 0;
  RunMove move;  // that led here from the parent
};

}  // namespace testkit::raft
