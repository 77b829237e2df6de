// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: what a store keeps, and how it grows.
#include <testkit/catch.hpp>

#include <patina/raft/segment_store.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/store_trial.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::EntryKind;
using patina::raft::SegmentStore;

namespace {

std::unique_ptr<patina::raft::LogStore> make(patina::storage::Directory& files) {
  return std::make_unique<SegmentStore>(files);
}
// A segment is full after a handful of entries.
std::unique_ptr<patina::raft::LogStore> make_small(patina::storage::Directory& files) {
  return std::make_unique<SegmentStore>(files, 400);
}

}  // namespace

TEST_CASE("3c.15 An empty directory is a new node: term 0, no vote, no log", "[3c.15]") {
  step("load, and load again without having written");
  StoreTrial trial(make);
  REQUIRE(trial.found.has_value());
  CHECK(are_equal(*trial.found, Restored{}));
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(are_equal(*trial.found, Restored{}));
  step("stop the very first load at each of its operations");
  for (std::uint64_t stop = 1; stop <= 12; ++stop) {
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      StoreTrial first(make, stop);
      first.crash(seed == 0 ? Keep::nothing : Keep::part, seed);
      first.reopen();
      REQUIRE(first.found.has_value());
      CHECK(first.hard_state(1, 2));
    }
  }
}

TEST_CASE("3c.16 What was synced comes back after a crash, byte for byte (Figure 2)", "[3c.16]") {
  StoreTrial trial(make);
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  step("a hard state and entries of every kind; commands that are empty, binary and long");
  std::vector<Entry> entries = log(1, {1, 1, 2, 2, 3});
  entries[0] = {Index{1}, Term{1}, Bytes(), EntryKind::no_op};
  entries[1].data = Bytes(every_byte);
  entries[2] = {Index{3}, Term{2}, voters_up_to(3).encode(), EntryKind::configuration};
  entries[3].data = Bytes(std::string(100'000, '\0'));
  REQUIRE(trial.append(entries));
  REQUIRE(trial.hard_state(3, 2, 1));
  REQUIRE(trial.sync());
  step("power goes");
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->entries == entries);
  CHECK(trial.found->hard_state == HardState{Term{3}, NodeId{2}, Index{1}});
  step("another life: more of it, and power goes again");
  REQUIRE(trial.append(log(6, {3, 4})));
  REQUIRE(trial.hard_state(4, 0, 6));
  REQUIRE(trial.sync());
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->entries.size() == 7);
  CHECK(trial.found->hard_state == HardState{Term{4}, NodeId{0}, Index{6}});
}

TEST_CASE(
    "3c.17 An entry takes the place of the one at its index, and all behind that are gone (5.3)",
    "[3c.17]") {
  StoreTrial trial(make);
  step("six entries, of which a new leader replaces the last three by one");
  trial.append(log(1, {1, 1, 1, 2, 2, 2}));
  trial.sync();
  trial.append(log(4, {3}));
  trial.sync();
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->entries.size() == 4);
  step("and again, after that: none of the old ones may come back");
  trial.append(log(5, {3, 3}));
  trial.append(log(2, {4}));
  trial.sync();
  trial.crash(Keep::everything);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  REQUIRE(trial.found->entries.size() == 2);
  CHECK(trial.found->entries[0] == log(1, {1})[0]);
  CHECK(trial.found->entries[1] == log(2, {4})[0]);
}

TEST_CASE("3c.18 A log of many segments comes back whole, and goes on", "[3c.18]") {
  StoreTrial trial(make_small);
  step("two hundred entries, some at a time; now and then the last ones are replaced");
  std::uint64_t term = 1;
  for (std::uint64_t next = 1; next <= 200; next += 3) {
    trial.append(log(next, {term, term, term}));
    if (next % 5 == 0) trial.append(log(next + 1, {++term, term}));
    if (next % 7 == 0) trial.hard_state(term, 2, next);
    trial.sync();
  }
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->entries.size() == 201);
  step("and once more after the next entries");
  trial.append(log(202, {term, term}));
  trial.sync();
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->entries.size() == 203);
}

TEST_CASE("3c.19 A node's own snapshot stands for the entries up to it, and only for those (7)",
          "[3c.19]") {
  StoreTrial trial(make_small);
  trial.hard_state(3, 1, 8);
  trial.append(log(1, {1, 1, 1, 2, 2, 2, 3, 3, 3, 3}));
  trial.sync();
  step("a snapshot at entry 7 of ten");
  REQUIRE(trial.compact({7, 3}, "seven"));
  trial.sync();
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  REQUIRE(trial.found->snapshot != nullptr);
  CHECK(trial.found->snapshot->data == Bytes("seven"));
  CHECK(trial.found->snapshot->configuration == voters_up_to(3));
  CHECK(trial.found->entries == log(8, {3, 3, 3}));
  CHECK(trial.found->hard_state == HardState{Term{3}, NodeId{1}, Index{8}});
  step("a newer one, at the last entry; then the log goes on");
  trial.compact({10, 3}, "ten");
  trial.append(log(11, {3, 4}));
  trial.sync();
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->entries == log(11, {3, 4}));
  CHECK(trial.found->snapshot->index == Index{10});
}

TEST_CASE("3c.20 A leader's snapshot replaces the whole log, but neither term nor vote (7)",
          "[3c.20]") {
  StoreTrial trial(make_small);
  trial.append(log(1, {1, 1, 2, 2, 2}));
  trial.hard_state(6, 3, 2);
  trial.sync();
  step("install a snapshot of 30:5; the five entries are of no use any more");
  REQUIRE(trial.install({30, 5}, "thirty"));
  trial.sync();
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->entries.empty());
  CHECK(trial.found->hard_state == HardState{Term{6}, NodeId{3}, Index{2}});
  step("go on behind it");
  trial.append(log(31, {6}));
  trial.sync();
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->entries == log(31, {6}));
  CHECK(trial.found->snapshot->data == Bytes("thirty"));
}

TEST_CASE("3c.21 With snapshots a store does not grow: what they stand for goes", "[3c.21]") {
  StoreTrial trial(make_small);
  std::uint64_t most = 0;
  step("two thousand entries, with a snapshot every fifty");
  for (std::uint64_t next = 1; next <= 2000; next += 5) {
    trial.append(log(next, {1, 1, 1, 1, 1}));
    trial.hard_state(1, 2, next);
    trial.sync();
    if (next % 50 == 46) trial.compact({next, 1}, "all up to " + std::to_string(next));
    if (trial.disk.used_bytes() > most) most = trial.disk.used_bytes();
  }
  step("fifty entries take a few thousand bytes; forty thousand are generous");
  CHECK(most < 40'000);
  trial.crash(Keep::nothing);
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.found->snapshot->index == Index{1996});
}
