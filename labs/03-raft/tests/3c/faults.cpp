// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3c: disks that are full, that fail and that lie; and what a store does not ask of them.
#include <testkit/catch.hpp>

#include <patina/raft/segment_store.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/store_trial.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::SegmentStore;
using patina::storage::Errno;

namespace {

std::unique_ptr<patina::raft::LogStore> make(patina::storage::Directory& files) {
  return std::make_unique<SegmentStore>(files);
}
std::unique_ptr<patina::raft::LogStore> make_small(patina::storage::Directory& files) {
  return std::make_unique<SegmentStore>(files, 400);
}

// Five files' worth, all of it synced.
void fill(StoreTrial& trial) {
  trial.append(log(1, {1, 1, 1, 1, 1, 1}));
  trial.hard_state(2, 3, 4);
  trial.sync();
  trial.compact({4, 1}, "four");
  trial.append(log(7, {2, 2, 2, 2, 2, 2}));
  trial.sync();
  trial.append(log(13, {2, 2, 2}));
  trial.hard_state(3, 1, 9);
  trial.sync();
}

// Is it the same term, vote and log? A snapshot may be missing where all entries are there.
bool is_no_lie(const Restored& found, const Restored& known) {
  if (are_equal(found, known)) return true;
  if (found.snapshot != nullptr || found.entries.size() < known.entries.size()) return false;
  const auto behind = static_cast<std::ptrdiff_t>(known.entries.size());
  return found.hard_state == known.hard_state && found.entries.front().index == Index{1} &&
         std::equal(known.entries.begin(), known.entries.end(), found.entries.end() - behind);
}

}  // namespace

TEST_CASE("3c.29 A bit that turned in what was synced is reported, and never read as an answer",
          "[3c.29]") {
  StoreTrial whole(make_small);
  fill(whole);
  step("turn a bit of each byte that was synced before something else was; then load");
  std::uint64_t reported = 0, unseen = 0, tried = 0;
  for (const std::string& name : whole.disk.names()) {
    const std::uint64_t size = whole.disk.bytes(name).size();
    for (std::uint64_t byte = 0; byte < size; ++byte) {
      StoreTrial trial(make_small);
      fill(trial);
      trial.append(log(16, {3}));
      trial.sync();
      trial.disk.flip(name, byte, static_cast<int>(byte % 8));
      trial.load();
      ++tried;
      if (!trial.found) {
        ++reported;
        CHECK_FALSE(trial.error.empty());
      } else if (are_equal(*trial.found, trial.model.now())) {
        ++unseen;  // a byte that carries nothing
      } else {
        broke_rule("bit " + std::to_string(byte % 8) + " of byte " + std::to_string(byte) + " of " +
                   name + " turned, and load() gave back " + describe(*trial.found) +
                   " for what was " + describe(trial.model.now()));
        return;
      }
    }
  }
  CHECK(reported > 0);
  CHECK(unseen < tried / 2);
}

TEST_CASE("3c.30 A file that is gone is reported where the log needs it", "[3c.30]") {
  StoreTrial whole(make_small);
  fill(whole);
  const std::vector<std::string> names = whole.disk.names();
  step("lose each file in turn, where there is more than one, but the newest");
  for (std::size_t i = 0; names.size() > 1 && i < names.size(); ++i) {
    StoreTrial trial(make_small);
    fill(trial);
    trial.append(log(16, {3, 3, 3, 3, 3, 3}));
    trial.append(log(22, {3}));
    trial.sync();
    trial.disk.lose(names[i]);
    trial.load();
    if (!trial.found) continue;
    check(is_no_lie(*trial.found, trial.model.now()),
          "without " + names[i] + " load() gave back " + describe(*trial.found));
  }
  CHECK(broken_rules() == 0);
}

TEST_CASE(
    "3c.31 After a sync that failed a store does nothing any more: another would lie (ATC 2020)",
    "[3c.31]") {
  StoreTrial trial(make);
  trial.append(log(1, {1, 1}));
  trial.sync();
  step("the sync of a vote fails; the kernel forgets the pages and calls them clean");
  trial.hard_state(2, 3);
  trial.disk.fail_at(1, Errno::io);
  CHECK_FALSE(trial.sync());
  CHECK_FALSE(trial.error.empty());
  step("ask again: each call fails, and the disk is asked for nothing");
  const std::uint64_t before = trial.disk.operations();
  CHECK_FALSE(trial.sync());
  CHECK_FALSE(trial.append(log(3, {2})));
  CHECK_FALSE(trial.hard_state(2, 3));
  CHECK_FALSE(trial.sync());
  CHECK(trial.disk.operations() == before);
  step("power goes: what was synced before is there");
  trial.crash(Keep::nothing);
  trial.reopen();
}

TEST_CASE("3c.32 A full disk is an error, and what was synced before is there", "[3c.32]") {
  StoreTrial trial(make_small);
  trial.hard_state(2, 3);
  trial.append(log(1, {1, 2}));
  trial.sync();
  step("no space is left in the middle of a write");
  trial.disk.fail_at(1, Errno::no_space);
  const bool is_taken = trial.append(log(3, {2, 2, 2}));
  CHECK_FALSE((is_taken && trial.sync()));
  check(trial.error.find("no space") != std::string::npos,
        "the error says what the disk said: \"no space\". It says: " + trial.error);
  CHECK_FALSE(trial.sync());
  step("there is space again, and the process begins anew");
  trial.disk.kill();
  trial.reopen();
  REQUIRE(trial.found.has_value());
  CHECK(trial.append(trial.found->entries.size() == 2 ? log(3, {2}) : log(4, {2})));
  CHECK(trial.sync());
  trial.crash(Keep::nothing);
  trial.reopen();
}

TEST_CASE("3c.33 No operation's failure is passed over in silence", "[3c.33]") {
  const Script script = {StoreCall::append(log(1, {1, 1, 1, 1, 1, 1, 1})), StoreCall::sync(),
                         StoreCall::state(2, 3, 0), StoreCall::append(log(8, {2, 2})),
                         StoreCall::sync(), StoreCall::append(log(9, {3})),
                         StoreCall::snapshot(snapshot({8, 2}, voters_up_to(3), "8"), true),
                         StoreCall::snapshot(snapshot({20, 3}, voters_up_to(3), "20"), false),
                         StoreCall::sync()};
  StoreTrial whole(make_small);
  const std::uint64_t loaded = whole.disk.operations();
  whole.play(script);
  const std::uint64_t count = whole.disk.operations() - loaded;
  step("let each of its " + std::to_string(count) + " operations fail in turn");
  for (std::uint64_t nth = 1; nth <= count; ++nth) {
    StoreTrial trial(make_small);
    trial.disk.fail_at(nth, Errno::io);
    const bool is_done = trial.play(script);
    const std::string failed = trial.disk.last();
    trial.model.story = "operation " + std::to_string(nth) + " failed, \"" + failed + "\"";
    check(!is_done || failed.find("remove") == 0,
          "operation " + std::to_string(nth) + ", \"" + failed + "\", failed and no call said so");
    if (is_done) continue;
    trial.crash(nth % 2 == 0 ? Keep::nothing : Keep::part, nth);
    trial.reopen();
    if (broken_rules() != 0) break;
  }
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.34 A sync costs one of the disk's, and none where nothing was written", "[3c.34]") {
  StoreTrial trial(make);
  trial.append(log(1, {1}));
  trial.sync();
  step("a hundred times: hard state and entries, then sync");
  const std::uint64_t before = trial.disk.syncs();
  for (std::uint64_t i = 2; i < 102; ++i) {
    trial.append(log(i, {1}));
    trial.hard_state(1, 2, i);
    trial.sync();
  }
  CHECK(trial.disk.syncs() - before <= 110);
  step("a hundred times nothing");
  const std::uint64_t idle = trial.disk.syncs();
  for (int i = 0; i < 100; ++i) trial.sync();
  CHECK(trial.disk.syncs() == idle);
}
