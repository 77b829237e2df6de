// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Prints: hashes of what a search compares, under each renaming of the nodes.
//
// Interface:
//   Names names(3, true)            all ways to number three nodes; names(3, false): the given one
//   print_of(names, print)          a Prints: print(rename) for each way
//   Print                           a hash that grows; order counts
// A sum of prints is a print of the whole in which order does not count.
// Thread rule: value types.
#pragma once

#include <patina/base/random.hpp>
#include <testkit/raft/replica.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <vector>

namespace testkit::raft {

constexpr std::size_t renamings_max = 6;  // of three nodes
using Prints = std::array<std::uint64_t, renamings_max>;

class Print {
 public:
  explicit Print(std::uint64_t of_what) : value_(of_what) {}
  Print& add(std::uint64_t word) {
    value_ = patina::base::splitmix64(value_ ^ patina::base::splitmix64(word + 1));
    return *this;
  }
  Print& add(std::string_view text) {
    for (const char c : text) add(static_cast<unsigned char>(c));
    return add(text.size());
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_;
};

// One way to number the nodes anew. Who is no node stays as it is.
class Renaming {
 public:
  explicit Renaming(std::vector<std::uint64_t> to) : to_(std::move(to)) {}
  std::uint64_t operator()(NodeId node) const {
    const std::uint64_t number = node.value();
    return number == 0 || number > to_.size() ? number : to_[number - 1];
  }

 private:
  std::vector<std::uint64_t> to_;
};

class Names {
 public:
  Names(std::uint64_t nodes, bool is_symmetric) {
    std::vector<std::uint64_t> to(nodes);
    std::iota(to.begin(), to.end(), 1);
    do renamings_.emplace_back(to);
    while (is_symmetric && std::next_permutation(to.begin(), to.end()));
    PATINA_ASSERT(renamings_.size() <= renamings_max, "at most three nodes are symmetric");
  }
  std::size_t count() const { return renamings_.size(); }
  const Renaming& operator[](std::size_t i) const { return renamings_[i]; }

  template <class PrintOf>
  Prints print_of(PrintOf&& print) const {
    Prints prints{};
    for (std::size_t i = 0; i < renamings_.size(); ++i) prints[i] = print(renamings_[i]);
    return prints;
  }

 private:
  std::vector<Renaming> renamings_;
};

std::uint64_t print_of(const Renaming& rename, const Message& message);
std::uint64_t print_of(const std::vector<Entry>& entries);
// All that a node shows of itself.
std::uint64_t print_of(const Renaming& rename, const Status& status,
                       const std::vector<Entry>& log);
std::uint64_t print_of(const Renaming& rename, const patina::raft::Restored& disk);

}  // namespace testkit::raft
