// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: a store is stopped at each operation in turn, and its disk keeps what it likes of what was
// not synced.
#include <testkit/catch.hpp>

#include <patina/raft/segment_store.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/store_trial.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::SegmentStore;

namespace {

std::unique_ptr<patina::raft::LogStore> make(patina::storage::Directory& files) {
  return std::make_unique<SegmentStore>(files);
}
std::unique_ptr<patina::raft::LogStore> make_small(patina::storage::Directory& files) {
  return std::make_unique<SegmentStore>(files, 400);
}

std::vector<Entry> long_log(std::uint64_t first, const std::vector<std::uint64_t>& terms) {
  std::vector<Entry> entries = log(first, terms);
  for (Entry& each : entries) each.data = Bytes(std::string(300, 'x'));
  return entries;
}

const Script more = {StoreCall::state(9, 1, 0), StoreCall::append(log(1, {9, 9})),
                     StoreCall::sync(), StoreCall::append(log(1, {9})), StoreCall::sync()};

}  // namespace

TEST_CASE("3c.22 Stopped at any write or sync, a store has lost nothing that was synced (Figure 2)",
          "[3c.22]") {
  step("terms, votes and entries, each synced; stop at every operation and cut the power");
  every_crash(make, {},
              {StoreCall::state(1, 2, 0), StoreCall::sync(), StoreCall::append(log(1, {1, 1})),
               StoreCall::sync(), StoreCall::append(long_log(3, {1, 1, 1})),
               StoreCall::state(2, 0, 2), StoreCall::sync(), StoreCall::state(2, 3, 5),
               StoreCall::append(log(6, {2})), StoreCall::sync()},
              more);
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.23 A replaced suffix stays replaced, wherever the store is stopped (5.3)",
          "[3c.23]") {
  step("what is replaced is longer, as long and shorter than what replaces it");
  every_crash(make, {StoreCall::append(long_log(1, {1, 1, 1, 1, 1, 1})), StoreCall::sync()},
              {StoreCall::append(log(3, {2})), StoreCall::sync(),
               StoreCall::append(long_log(4, {2, 2})), StoreCall::append(log(4, {3, 3, 3, 3})),
               StoreCall::state(3, 1, 3), StoreCall::sync(), StoreCall::append(log(5, {4})),
               StoreCall::sync()},
              more);
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.24 The next segment is begun in steps, and none of them is one too few", "[3c.24]") {
  step("each append fills a segment");
  every_crash(make_small, {StoreCall::state(1, 3, 0), StoreCall::sync()},
              {StoreCall::append(long_log(1, {1, 1})), StoreCall::sync(),
               StoreCall::append(long_log(3, {1, 1})), StoreCall::state(2, 2, 2),
               StoreCall::append(long_log(5, {2, 2})), StoreCall::sync(),
               StoreCall::append(long_log(4, {3, 3}))},
              more);
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.25 A snapshot and what it stands for change places in one step (7)", "[3c.25]") {
  const Script before = {StoreCall::state(2, 1, 5), StoreCall::append(long_log(1, {1, 1})),
                         StoreCall::append(long_log(3, {1, 2})),
                         StoreCall::append(log(5, {2, 2, 2})), StoreCall::sync()};
  step("the node's own, then another");
  every_crash(make_small, before,
              {StoreCall::snapshot(snapshot({3, 1}, voters_up_to(3), "three"), true),
               StoreCall::append(log(8, {2})), StoreCall::state(3, 1, 6),
               StoreCall::snapshot(snapshot({6, 2}, voters_up_to(3), "six"), true),
               StoreCall::sync()},
              more);
  step("one from the leader, behind the end of the log; then one before its end");
  every_crash(make_small, before,
              {StoreCall::state(4, 0, 5),
               StoreCall::snapshot(snapshot({20, 4}, voters_up_to(3), "twenty"), false),
               StoreCall::sync(), StoreCall::append(long_log(21, {4, 4, 4})), StoreCall::sync(),
               StoreCall::snapshot(snapshot({22, 5}, voters_up_to(3), "other"), false)},
              more);
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.26 A store that is stopped while it comes back comes back the next time", "[3c.26]") {
  step("a crash with a torn end, and then one at each operation of load()");
  for (std::uint64_t seed = 0; seed < 40 && broken_rules() == 0; ++seed) {
    for (std::uint64_t stop = 1; stop < 9 && broken_rules() == 0; ++stop) {
      StoreTrial trial(make_small);
      trial.play({StoreCall::append(long_log(1, {1, 1})), StoreCall::sync(),
                  StoreCall::append(long_log(3, {1, 1, 1})), StoreCall::state(2, 2, 4)});
      trial.crash(Keep::part, seed);
      trial.stop_next_load_at(stop);
      trial.reopen();
      trial.crash(Keep::part, seed + 1);
      trial.model.story = "stopped at operation " + std::to_string(stop) + " of load()";
      trial.reopen();
      trial.play(trial.model.fitting(more));
      trial.crash(Keep::nothing);
      trial.reopen();
    }
  }
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.27 What load() gave back is durable: a killed process leaves unsynced data behind",
          "[3c.27]") {
  for (const bool is_small : {false, true}) {
    StoreTrial trial(is_small ? make_small : make);
    step("a vote is written, and before it is synced the process is killed; the machine goes on");
    trial.append(long_log(1, {1, 1}));
    trial.sync();
    trial.append(long_log(3, {1}));
    trial.hard_state(7, 3);
    trial.disk.kill();
    step("the next process reads the vote, and the node may act on it. Then power goes");
    trial.reopen();
    REQUIRE(trial.found.has_value());
    trial.crash(Keep::nothing);
    trial.reopen();
  }
  step("the same with each operation of a snapshot");
  for (std::uint64_t stop = 1; stop < 20; ++stop) {
    StoreTrial trial(make_small);
    trial.play({StoreCall::append(long_log(1, {1, 1, 1})), StoreCall::sync()});
    trial.disk.stop_at(stop);
    trial.install({9, 2}, "nine");
    trial.disk.kill();
    trial.reopen();
    trial.crash(Keep::nothing);
    trial.reopen();
  }
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.28 Whatever a node asked of it, and whenever power went, a store is right",
          "[3c.28]") {
  step("three hundred random lives of three crashes each");
  for (std::uint64_t seed = 1; seed <= 300 && broken_rules() == 0; ++seed) {
    auto random = patina::base::Random::stream(seed, "3c.28");
    StoreTrial trial(seed % 2 == 0 ? make : make_small);
    trial.model.story = "life " + std::to_string(seed);
    trial.play(random_script(random, 30));
    for (int crash = 0; crash < 3; ++crash) {
      trial.crash(Keep::part, random.next());
      trial.reopen();
      trial.play(trial.model.fitting(random_script(random, 10, 3, false)));
    }
  }
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.35 What was cut off as torn does not come back behind what is written in its place",
          "[3c.35]") {
  step("two entries are torn: of the first a sector is lost, the second one is whole");
  for (std::uint64_t seed = 0; seed < 200 && broken_rules() == 0; ++seed) {
    StoreTrial trial(make);
    trial.play({StoreCall::append(long_log(1, {1})), StoreCall::sync()});
    std::vector<Entry> torn = log(2, {1, 1});
    for (Entry& each : torn) each.data = Bytes(std::string(900, 'o'));
    trial.append(torn);
    trial.crash(Keep::part, seed);
    trial.reopen();
    if (!trial.found || trial.found->entries.size() != 1) continue;
    step("an entry of the same size in the place of the first, and another crash");
    trial.append({entry(2, 2, std::string(900, 'n'))});
    trial.sync();
    trial.crash(Keep::nothing);
    trial.reopen();
  }
  CHECK(broken_rules() == 0);
}
