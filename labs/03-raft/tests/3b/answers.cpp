// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b: what a follower answers, and what it commits (paper, 5.3 and Figure 2).
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

TEST_CASE("3b.07 A follower agrees up to the message's last entry, not up to its own (Figure 2)",
          "[3b.07]") {
  Solo node = follower(2, {1, 1, 2, 2});
  step("a heartbeat after entry 2: the leader may have none of what follows here");
  const Message heartbeat = node.answer(append(1, 3, {2, 1}));
  CHECK(heartbeat.is_granted);
  CHECK(heartbeat.log_index == Index{2});
  step("a message that brings entry 2");
  const Message entry = node.answer(append(1, 3, {1, 1}, log(2, {1})));
  CHECK(entry.is_granted);
  CHECK(entry.log_index == Index{2});
}

TEST_CASE("3b.08 A refusal says where the log ends, or where the term of its entry begins (5.3)",
          "[3b.08]") {
  Solo node = follower(4, {1, 2, 2, 2});
  step("the leader asks about entry 9: the log ends with 4");
  const Message too_short = node.answer(append(1, 5, {9, 5}));
  REQUIRE_FALSE(too_short.is_granted);
  CHECK(too_short.hint_term == Term{0});
  CHECK(too_short.hint_index == Index{5});
  step("it asks about entry 4, of term 1 in its log: here term 2 stands there, since entry 2");
  const Message conflict = node.answer(append(1, 5, {4, 1}));
  REQUIRE_FALSE(conflict.is_granted);
  CHECK(conflict.hint_index >= Index{2});
  CHECK(conflict.hint_index <= Index{4});
  CHECK((conflict.hint_term == Term{2} || conflict.hint_term == Term{0}));
}

TEST_CASE("3b.09 A follower commits no further than the message's last entry (Figure 2)",
          "[3b.09]") {
  Solo node = follower(2, {1, 1, 2, 2});
  step("the leader has committed up to 4, and its message speaks of the log up to 2");
  node.answer(append(1, 3, {2, 1}, {}, 4));
  CHECK(node.glance().commit == Index{2});
  CHECK(node.applied == log(1, {1, 1}));
  step("another one brings its own entry 3");
  node.answer(append(1, 3, {2, 1}, log(3, {3}), 4));
  CHECK(node.glance().commit == Index{3});
  CHECK(node.applied == log(1, {1, 1, 3}));
}

TEST_CASE("3b.10 A follower commits what its leader has committed, and no more (5.3)", "[3b.10]") {
  Solo node = follower(0, {});
  step("three entries, of which the leader has committed one");
  node.answer(append(1, 1, {}, log(1, {1, 1, 1}), 1));
  CHECK(node.glance().commit == Index{1});
  step("a heartbeat is enough to hear of the others");
  node.answer(append(1, 1, {3, 1}, {}, 2));
  CHECK(node.glance().commit == Index{2});
  node.answer(append(1, 1, {3, 1}, {}, 3));
  CHECK(node.glance().commit == Index{3});
}

TEST_CASE("3b.11 Committed entries are handed out once each, in order (Figure 2)", "[3b.11]") {
  Solo node = follower(0, {});
  const Message begin = append(1, 1, {}, log(1, {1, 1}), 1);
  const Message more = append(1, 1, {2, 1}, log(3, {1, 1}), 3);
  const Message rest = append(1, 1, {4, 1}, {}, 4);
  step("each message comes twice, and the first one again at the end");
  for (const Message& each : {begin, begin, more, more, begin, rest, rest, more, begin})
    node.answer(each);
  CHECK(node.applied == log(1, {1, 1, 1, 1}));
}

TEST_CASE("3b.12 What a follower has committed it does not take back (Figure 2)", "[3b.12]") {
  Solo node = follower(0, {});
  const Message early = append(1, 1, {}, log(1, {1, 1}), 1);
  step("entries up to 3 are committed");
  node.answer(append(1, 1, {}, log(1, {1, 1, 1}), 3));
  step("a message comes late that was sent when it was only the first");
  CHECK(node.answer(early).is_granted);
  CHECK(node.glance().commit == Index{3});
  CHECK(node.entries() == log(1, {1, 1, 1}));
}

TEST_CASE("3b.13 Entries of a leader of an earlier term are not taken (5.1)", "[3b.13]") {
  Solo node = follower(1, {1});
  step("term 3 has a leader, node 3");
  CHECK(node.answer(append(3, 3, {1, 1}, log(2, {3}))).is_granted);
  step("the leader of term 2 still sends: an entry in place of it, and a commit");
  node.receive(append(1, 2, {1, 1}, log(2, {2}), 2));
  CHECK(node.entries() == log(1, {1, 3}));
  CHECK(node.glance().commit == Index{0});
}
