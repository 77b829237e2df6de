// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the search for an order of calls stands on (testkit/check/linearizable.hpp).
//
// Interface:
//   Interval   when a call began and when it was answered, if ever
//   Timeline   begins and ends of answered calls, a list from which calls are taken and put back
//   CallSet    which calls were taken: a set with a hash, saved as few words
//   UsedSets   small sets of calls, each known by a number
//
// Invariants: calls are put back in the reverse order in which they were taken.
// Thread rule: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace testkit::linearizable {

// Numbers of events: all events of a history are one after another.
struct Interval {
  static constexpr std::uint64_t never = UINT64_MAX;
  std::uint64_t begins = 0;
  std::uint64_t ends = never;
  bool is_answered() const { return ends != never; }
};

namespace detail {

std::uint64_t mix(std::uint64_t word);

// Nodes are numbers; node 0 is before the first and after the last.
class Timeline {
 public:
  explicit Timeline(const std::vector<Interval>& intervals);

  bool is_empty() const { return nodes_[0].next == 0; }
  std::uint32_t first() const { return nodes_[0].next; }
  std::uint32_t next(std::uint32_t node) const { return nodes_[node].next; }
  bool is_begin(std::uint32_t node) const { return nodes_[node].is_begin; }
  std::uint32_t call(std::uint32_t node) const { return nodes_[node].call; }
  std::uint64_t time(std::uint32_t node) const { return nodes_[node].time; }
  std::uint32_t rank(std::uint32_t call) const { return nodes_of_[call].rank; }  // by its begin

  void take(std::uint32_t call);
  void put_back(std::uint32_t call);

 private:
  struct Node {
    std::uint64_t time = 0;
    std::uint32_t call = 0;
    std::uint32_t next = 0;
    std::uint32_t previous = 0;
    bool is_begin = false;
  };
  void unlink(std::uint32_t node);
  void relink(std::uint32_t node);

  std::vector<Node> nodes_;
  struct Nodes {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t rank = 0;
  };
  std::vector<Nodes> nodes_of_;  // each call's
};

// Where a CallSet was saved: words [first_word, first_word + count) of it; all before are full.
struct SavedSet {
  std::uint32_t first_word = 0;
  std::uint32_t count = 0;
  std::uint64_t at = 0;
};

class CallSet {
 public:
  explicit CallSet(std::size_t calls) : words_(calls / 64 + 1) {}

  void insert(std::uint32_t call);
  void erase(std::uint32_t call);
  std::uint64_t hash() const { return hash_; }
  SavedSet save(std::vector<std::uint64_t>& into) const;
  bool equals(const SavedSet& saved, const std::vector<std::uint64_t>& from) const;

 private:
  std::vector<std::uint64_t> words_;
  std::uint64_t hash_ = 0;
  std::uint32_t first_ = 0;  // the first word that is not full
  std::uint32_t end_ = 0;    // words from here on are empty; at least first_
};

// Set 0 is empty. A set and a call make the same number again each time.
class UsedSets {
 public:
  bool contains(std::uint32_t set, std::uint32_t call) const;
  bool is_subset(std::uint32_t small, std::uint32_t large) const;
  std::uint32_t with(std::uint32_t set, std::uint32_t call);

 private:
  std::vector<std::vector<std::uint32_t>> sets_{{}};  // each ascending
  std::map<std::vector<std::uint32_t>, std::uint32_t> numbers_{{{}, 0}};
};

}  // namespace detail
}  // namespace testkit::linearizable
