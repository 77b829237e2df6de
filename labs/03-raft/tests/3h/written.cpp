// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: up to where a log is on disk, when several Readies are on their way there.
#include <testkit/catch.hpp>
#include <testkit/raft/messages.hpp>
#include <testkit/raft/print.hpp>

#include <patina/raft/raft.hpp>

#include <cstdint>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

namespace {

// A follower's state, and the doors by which rules change its log.
struct Log {
  Log() : state(config()) { state.writes.begin(Term{}, Index{}); }

  static Config config() {
    Config config;
    config.id = NodeId{1};
    config.configuration = voters_up_to(3);
    config.features = features_up_to('h');
    return config;
  }

  // What is at or behind `first` goes, and these come.
  void replace(std::uint64_t first, const std::vector<std::uint64_t>& terms) {
    if (Index{first} <= state.log.last()) patina::raft::truncate_log(state, Index{first});
    for (const Entry& each : raft::log(first, terms)) patina::raft::append_to_log(state, each);
  }
  std::uint64_t take() {
    const Ready ready = patina::raft::take_ready(state);
    patina::raft::on_ready_taken(state, ready);
    return ready.number;
  }
  void persist(std::uint64_t number) { patina::raft::on_written(state, number); }
  std::uint64_t written() const { return patina::raft::written_index(state).value(); }

  patina::raft::State state;
};

}  // namespace

TEST_CASE("3h.01 The log is on disk as far as the Readies that are, one after another", "[3h.01]") {
  Log log;
  log.replace(1, {1, 1, 1});
  const auto first = log.take();
  log.replace(4, {1, 1});
  const auto second = log.take();
  log.replace(6, {1});
  CHECK(log.written() == 0);
  step("the first one is there");
  log.persist(first);
  CHECK(log.written() == 3);
  log.persist(second);
  CHECK(log.written() == 5);
  step("what was not handed out is not there");
  CHECK(log.state.log.last() == Index{6});
}

TEST_CASE("3h.02 That a Ready is on disk says so of all before it; said again, it says nothing",
          "[3h.02]") {
  Log log;
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t i = 1; i <= 5; ++i) {
    log.replace(i, {1});
    numbers.push_back(log.take());
  }
  step("the third, and nobody has spoken of the others");
  log.persist(numbers[2]);
  CHECK(log.written() == 3);
  step("the first and the third once more");
  log.persist(numbers[0]);
  log.persist(numbers[2]);
  CHECK(log.written() == 3);
  log.persist(numbers[4]);
  CHECK(log.written() == 5);
}

TEST_CASE("3h.03 What was replaced since it was handed out does not count as written (etcd's ABA)",
          "[3h.03]") {
  Log log;
  log.replace(1, {1, 1, 1, 1});
  log.persist(log.take());
  step("5 to 7 of term 2 are being written when 5 of term 3 takes their place, then 6 and 7 come");
  log.replace(5, {2, 2, 2});
  const auto old = log.take();
  log.replace(5, {3});
  CHECK(log.written() == 4);
  const auto fresh = log.take();
  log.replace(6, {3, 3});
  const auto rest = log.take();
  step("the old ones are there");
  log.persist(old);
  CHECK(log.written() == 4);
  step("the new one is; then the rest");
  log.persist(fresh);
  CHECK(log.written() == 5);
  log.persist(rest);
  CHECK(log.written() == 7);
}

TEST_CASE("3h.04 What is replaced ceases to count at once, also when it had been on disk",
          "[3h.04]") {
  Log log;
  log.replace(1, {1, 1, 1, 1});
  log.persist(log.take());
  CHECK(log.written() == 4);
  step("3 is replaced, and not handed out yet");
  log.replace(3, {2});
  CHECK(log.written() == 2);
  const auto number = log.take();
  CHECK(log.written() == 2);
  log.persist(number);
  CHECK(log.written() == 3);
}

TEST_CASE("3h.05 The same entry, gone and back again, counts when it is written again", "[3h.05]") {
  Log log;
  log.replace(1, {1, 2});
  const auto first = log.take();
  step("2 of term 2 gives way to 2 of term 3; then a leader of term 4 brings the old one back");
  log.replace(2, {3});
  log.take();
  log.replace(2, {2});
  const auto third = log.take();
  step("the disk has it now, and is about to overwrite it");
  log.persist(first);
  CHECK(log.written() == 1);
  log.persist(third);
  CHECK(log.written() == 2);
}

TEST_CASE("3h.06 Until a snapshot from the leader is on disk nothing counts that it replaced",
          "[3h.06]") {
  Log log;
  log.replace(1, {1, 1, 2, 2, 2, 2, 2, 2});
  log.persist(log.take());
  CHECK(log.written() == 8);
  step("the disk holds a log whose sixth entry is another than the snapshot's");
  Message message = install(2, 3, snapshot({6, 3}, voters_up_to(3), "state"));
  message.to = NodeId{1};
  log.state.current_term = Term{3};
  patina::raft::on_install_snapshot(log.state, message);
  CHECK(log.written() == 0);
  const auto number = log.take();
  CHECK(log.written() == 0);
  log.persist(number);
  CHECK(log.written() == 6);
}

TEST_CASE("3h.07 What was compacted away while it was being written is written all the same",
          "[3h.07]") {
  Log log;
  log.replace(1, {1, 1, 1, 1, 1});
  log.state.commit_index = Index{4};
  const auto first = log.take();
  log.state.applied_index = Index{4};
  patina::raft::compact_log(log.state, Index{4}, Bytes("state"));
  log.replace(6, {1});
  const auto second = log.take();
  log.persist(first);
  CHECK(log.written() == 5);
  log.persist(second);
  CHECK(log.written() == 6);
}
