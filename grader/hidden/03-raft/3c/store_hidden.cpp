// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Hidden, 3c: a store in other sizes and other orders.
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
using patina::storage::Errno;

namespace {

StoreTrial::Make segments_of(std::uint64_t bytes) {
  return [bytes](patina::storage::Directory& files) {
    return std::make_unique<SegmentStore>(files, bytes);
  };
}

std::vector<Entry> fat(std::uint64_t first, const std::vector<std::uint64_t>& terms,
                       std::size_t bytes) {
  std::vector<Entry> entries = log(first, terms);
  for (Entry& each : entries) each.data = Bytes(std::string(bytes, '\0'));
  return entries;
}

}  // namespace

TEST_CASE("3c.h04 Stopped anywhere, with entries larger than a sector and larger than a segment",
          "[3c.h04]") {
  step("commands of zeros, which look like what was never written");
  every_crash(segments_of(1000), {StoreCall::append(fat(1, {1}, 5000)), StoreCall::sync()},
              {StoreCall::append(fat(2, {1, 1}, 1500)), StoreCall::state(4, 2, 1),
               StoreCall::sync(), StoreCall::append(fat(3, {4}, 511)),
               StoreCall::append(fat(4, {4, 4}, 3000)), StoreCall::sync(),
               StoreCall::state(4, 2, 5)},
              {StoreCall::append(fat(1, {5, 5}, 700)), StoreCall::sync()}, 6);
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.h05 Snapshots of both kinds, one upon the other, at every operation (7)",
          "[3c.h05]") {
  const auto taken = [](std::uint64_t index, std::uint64_t term) {
    return snapshot({index, term}, voters_up_to(5), std::string(2000, 's'));
  };
  every_crash(segments_of(300),
              {StoreCall::state(1, 1, 2), StoreCall::append(fat(1, {1, 1, 1, 1}, 200)),
               StoreCall::append(fat(5, {1, 1, 1}, 200)), StoreCall::sync()},
              {StoreCall::append(log(7, {2, 2})), StoreCall::state(2, 3, 7),
               StoreCall::snapshot(taken(7, 2), true), StoreCall::append(log(9, {2})),
               StoreCall::snapshot(taken(50, 3), false), StoreCall::state(3, 0, 50),
               StoreCall::append(fat(51, {3, 3}, 300)), StoreCall::sync(),
               StoreCall::snapshot(taken(51, 3), true), StoreCall::sync()},
              {StoreCall::state(9, 2, 0), StoreCall::append(log(1, {9})), StoreCall::sync()}, 4);
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.h06 A thousand random lives, whatever the size of a segment", "[3c.h06]") {
  for (std::uint64_t seed = 1; seed <= 1000 && broken_rules() == 0; ++seed) {
    auto random = patina::base::Random::stream(seed, "3c.h06");
    StoreTrial trial(segments_of(100 + random.below(3000)));
    trial.model.story = "life " + std::to_string(seed);
    for (int crash = 0; crash < 4; ++crash) {
      const Script script = random_script(random, 14, 1 + random.below(5), crash == 0);
      if (random.chance(1, 2)) trial.disk.stop_at(1 + random.below(40));
      trial.play(crash == 0 ? script : trial.model.fitting(script));
      if (random.chance(1, 4)) {
        trial.disk.kill();
      } else {
        trial.crash(random.chance(1, 3) ? Keep::nothing : Keep::part, random.next());
      }
      trial.reopen();
    }
  }
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.h07 Two bits that turned, or a sector of zeros, are no answer either (FAST 2018)",
          "[3c.h07]") {
  const auto filled = [] {
    auto trial = std::make_unique<StoreTrial>(segments_of(2000));
    trial->append(fat(1, {1, 1, 1}, 300));
    trial->hard_state(3, 2, 1);
    trial->sync();
    trial->compact({2, 1}, std::string(700, 'z'));
    trial->append(log(4, {3, 3, 3, 3}));
    trial->sync();
    trial->append(fat(8, {3, 3}, 100));
    trial->sync();
    return trial;
  };
  const auto whole = filled();
  std::uint64_t reported = 0;
  for (const std::string& name : whole->disk.names()) {
    const std::uint64_t size = whole->disk.bytes(name).size();
    for (std::uint64_t byte = 0; byte < size; byte += 7) {
      const auto trial = filled();
      trial->hard_state(4, 1, 9);
      trial->sync();
      const bool is_zeroed = byte % 2 == 0;
      const std::string bytes = trial->disk.bytes(name);
      for (std::uint64_t at = byte; at < std::min(size, byte + 16) && is_zeroed; ++at)
        for (int bit = 0; bit < 8; ++bit)
          if ((static_cast<unsigned char>(bytes[at]) >> bit & 1) != 0)
            trial->disk.flip(name, at, bit);
      if (!is_zeroed) trial->disk.flip(name, byte, 0);
      if (!is_zeroed) trial->disk.flip(name, (byte * 5 + 3) % size, 6);
      trial->load();
      if (!trial->found) ++reported;
      check(!trial->found || are_equal(*trial->found, trial->model.now()),
            "byte " + std::to_string(byte) + " of " + name + " was changed, and load() gave back " +
                (trial->found ? describe(*trial->found) : ""));
      if (broken_rules() != 0) return;
    }
  }
  CHECK(reported > 0);
}

TEST_CASE(
    "3c.h08 One sync of many fails, anywhere, and nothing is believed that it lost (ATC 2020)",
    "[3c.h08]") {
  for (std::uint64_t seed = 1; seed <= 150 && broken_rules() == 0; ++seed) {
    auto random = patina::base::Random::stream(seed, "3c.h08");
    StoreTrial trial(segments_of(500));
    trial.model.story = "life " + std::to_string(seed);
    trial.play(random_script(random, 8));
    trial.disk.fail_at(1 + random.below(12), random.chance(1, 2) ? Errno::io : Errno::no_space);
    const bool is_done = trial.play(trial.model.fitting(random_script(random, 14, 2, false)));
    if (is_done) continue;
    for (int again = 0; again < 3; ++again)
      check(!trial.sync(), "a store that has failed says so each time");
    trial.crash(Keep::part, seed);
    trial.reopen();
  }
  CHECK(broken_rules() == 0);
}
