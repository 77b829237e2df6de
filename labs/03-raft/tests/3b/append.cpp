// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: what a follower does with the entries of append_entries (paper, 5.3).
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <cstdint>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;
using Terms = std::vector<std::uint64_t>;

namespace {

Solo follower(std::uint64_t term, const Terms& terms) {
  return Solo::with(2, 3, features_up_to('b'), term, log(1, terms));
}

}  // namespace

TEST_CASE("3b.01 A follower appends the entries that follow on its own (5.3)", "[3b.01]") {
  Solo node = follower(1, {1});
  step("the leader of term 2 sends two entries after 1:1");
  const Message answer = node.answer(append(1, 2, {1, 1}, log(2, {1, 2})));
  CHECK(answer.type == MessageType::append_response);
  CHECK(answer.is_granted);
  CHECK(answer.term == Term{2});
  CHECK(node.entries() == log(1, {1, 1, 2}));
}

TEST_CASE("3b.02 A follower refuses entries that follow on one that it does not have (5.3)",
          "[3b.02]") {
  Solo node = follower(2, {1, 1});
  step("entries after 3:2: this log is too short");
  const Message too_short = node.answer(append(1, 2, {3, 2}, log(4, {2})));
  CHECK_FALSE(too_short.is_granted);
  CHECK(too_short.log_index == Index{3});
  step("entries after 2:2: another term stands there");
  const Message another = node.answer(append(1, 2, {2, 2}, log(3, {2})));
  CHECK_FALSE(another.is_granted);
  CHECK(another.log_index == Index{2});
  step("the same without entries: a heartbeat is no exception");
  CHECK_FALSE(node.answer(append(1, 2, {3, 2})).is_granted);
  CHECK_FALSE(node.answer(append(1, 2, {2, 2})).is_granted);
  CHECK(node.entries() == log(1, {1, 1}));
}

TEST_CASE("3b.03 An entry that conflicts with the leader's goes, with all that follow it (5.3)",
          "[3b.03]") {
  Solo node = follower(3, {1, 2, 2, 2});
  step("the leader of term 3 has another entry at 2, and nothing after it");
  const Message answer = node.answer(append(1, 3, {1, 1}, log(2, {3})));
  CHECK(answer.is_granted);
  CHECK(node.entries() == log(1, {1, 3}));
}

TEST_CASE("3b.04 Entries that agree stay, and so do those after the message's last (5.3)",
          "[3b.04]") {
  Solo node = follower(1, {1, 1, 1, 1});
  step("a message that repeats entry 2, and says nothing of 3 and 4");
  CHECK(node.answer(append(1, 1, {1, 1}, log(2, {1}))).is_granted);
  CHECK(node.entries() == log(1, {1, 1, 1, 1}));
  step("a message without entries, after entry 1");
  CHECK(node.answer(append(1, 1, {1, 1})).is_granted);
  CHECK(node.entries() == log(1, {1, 1, 1, 1}));
}

TEST_CASE("3b.05 Messages that come late, or twice, take nothing away (5.3)", "[3b.05]") {
  Solo node = follower(0, {});
  const Message first = append(1, 1, {}, log(1, {1}));
  const Message both = append(1, 1, {}, log(1, {1, 1}));
  const Message third = append(1, 1, {2, 1}, log(3, {1}));
  step("the second message overtakes the first; a third follows");
  CHECK(node.answer(both).is_granted);
  CHECK(node.answer(third).is_granted);
  step("now the first one arrives, and then all of them once more");
  for (const Message& late : {first, both, third, first}) {
    CHECK(node.answer(late).is_granted);
    CHECK(node.entries() == log(1, {1, 1, 1}));
  }
}

TEST_CASE("3b.06 Every log agrees at position 0, and an empty one nowhere else (5.3)", "[3b.06]") {
  Solo node = follower(0, {});
  step("the second entry arrives before the first");
  CHECK_FALSE(node.answer(append(1, 1, {1, 1}, log(2, {1}))).is_granted);
  CHECK(node.entries().empty());
  step("the first one follows on 0:0, and then the second on it");
  CHECK(node.answer(append(1, 1, {0, 0}, log(1, {1}))).is_granted);
  CHECK(node.answer(append(1, 1, {1, 1}, log(2, {1}))).is_granted);
  CHECK(node.entries() == log(1, {1, 1}));
}
