// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The referee is judged itself: each of its rules finds what breaks it, and lets pass what does
// not. Rules about disks: raft_disk_checkers_test.cpp; configurations:
// raft_members_checkers_test.cpp.
#include "raft_scene.hpp"

using namespace scene;

namespace {

bool has(const Rules& rules, const std::string& rule) {
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

}  // namespace

TEST_CASE("election safety: two leaders of one term, at once or one after the other") {
  Scene scene(3);
  scene[1].leads(2);
  scene[2].follows(2);
  scene.see();
  scene[2].leads(3);
  scene.see();
  CHECK(scene.broken.empty());
  scene[1].follows(3);
  scene[2].follows(4);
  scene.see();
  scene[3].leads(3);
  scene.see();
  CHECK(scene.broken == Rules{"raft.election-safety"});
}

TEST_CASE("election safety: who sends what only a leader sends holds itself for one") {
  Scene scene(3);
  scene.says(append(1, 2), 2);
  scene.says(append(1, 2), 3);
  CHECK(scene.broken.empty());
  scene.says(append(2, 2), 3);
  CHECK(scene.broken == Rules{"raft.election-safety"});
}

TEST_CASE("leader append-only: a leader that drops an entry, not a follower that does") {
  Scene scene(3);
  scene[1].leads(2).log({1, 2, 2});
  scene[2].follows(2).log({1, 1, 1});
  scene.see();
  scene[1].log({1, 2, 2, 2});
  scene[2].log({1, 2});
  scene.see();
  CHECK(scene.broken.empty());
  scene[1].log({1, 2});
  scene.see();
  CHECK(scene.broken == Rules{"raft.leader-append-only"});
}

TEST_CASE("log matching: same index and term, other entries before it or another command in it") {
  Scene scene(3);
  scene[1].log({1, 1, 3});
  scene[2].log({1, 1, 3, 3});
  scene.see();
  CHECK(scene.broken.empty());
  SECTION("before it") {
    scene[3].log({1, 2, 3});
    scene.see();
  }
  SECTION("in it") {
    scene[3].holds({entry(1, 1, "another")});
    scene.see();
  }
  SECTION("changed in the middle, and its end is as it was") {
    scene[2].entries[1].data = Bytes("another");
    scene.see();
    CHECK(scene.broken.empty());
    scene.referee.sweep();
  }
  CHECK(scene.broken == Rules{"raft.log-matching"});
}

TEST_CASE("leader completeness: a new leader without a committed entry") {
  Scene scene(3);
  scene[1].leads(1).log({1, 1});
  scene[2].follows(1).log({1, 1});
  scene.see();
  scene[1].commits(2);
  scene.see();
  scene[2].leads(2).log({1, 1, 2});
  scene.see();
  CHECK(scene.broken.empty());
  scene[3].leads(3).log({1});
  scene.see();
  CHECK(scene.broken == Rules{"raft.leader-completeness"});
}

TEST_CASE("leader completeness: an older leader commits what a newer one has not") {
  Scene scene(5);
  scene[1].leads(1).log({1, 1});
  scene[2].log({1, 1});
  scene[3].log({1, 1});
  scene[5].leads(2).log({1});
  scene.see();
  scene[1].commits(2);
  scene.see();
  CHECK(scene.broken == Rules{"raft.leader-completeness"});
}

TEST_CASE("state machine safety: two entries are committed at one index") {
  Scene scene(3);
  scene[1].log({1, 1});
  scene[2].log({1, 1});
  scene.see();
  scene[2].commits(1);
  scene.see();
  scene[1].commits(2);
  scene.see();
  CHECK(scene.broken.empty());
  scene[3].log({1, 2}).commits(2);
  scene.see();
  CHECK(has(scene.broken, "raft.state-machine-safety"));
}

TEST_CASE("state machine safety: order, gaps, other entries and other answers") {
  Scene scene(3);
  scene.applies(1, entry(1, 1, "a"), "1");
  scene.applies(1, entry(2, 1, "b"), "2");
  scene.applies(2, entry(1, 1, "a"), "1");
  CHECK(scene.broken.empty());
  SECTION("a gap") { scene.applies(2, entry(3, 1, "c"), "3"); }
  SECTION("twice") { scene.applies(2, entry(1, 1, "a"), "1"); }
  SECTION("another entry") { scene.applies(2, entry(2, 2, "b"), "2"); }
  SECTION("another command") { scene.applies(2, entry(2, 1, "c"), "2"); }
  SECTION("another answer") { scene.applies(2, entry(2, 1, "b"), "3"); }
  SECTION("back to an older snapshot") {
    scene.referee.installed(NodeId{1}, {Index{2}, Term{1}, {}, {}});
  }
  CHECK(scene.broken == Rules{"raft.state-machine-safety"});
}

TEST_CASE("committed on a quorum: an entry that too few have, and one that is dropped later") {
  Scene scene(3);
  scene[1].leads(1).log({1, 1});
  scene[2].follows(1).log({1});
  scene.see();
  scene[1].commits(1);
  scene.see();
  CHECK(scene.broken.empty());
  SECTION("too few") {
    scene[1].commits(2);
    scene.see();
    CHECK(scene.broken == Rules{"raft.committed-on-a-quorum"});
    CHECK(scene.sentences.front().find("of 3 voters only 1 have it (1)") != std::string::npos);
  }
  SECTION("dropped") {
    scene[2].log({});
    scene.see();
    CHECK(scene.broken == Rules{"raft.committed-on-a-quorum"});
  }
  SECTION("gone into a snapshot") {
    scene[2].commits(1).snapshot({1, 1});
    scene.see();
    CHECK(scene.broken.empty());
  }
}

TEST_CASE("committed on a quorum: in joint consensus both majorities count") {
  Scene scene(5);
  Configuration joint = voters({1, 2, 3});
  joint.old_voters = voters({1, 4, 5}).voters;
  const std::vector<Entry> log{{Index{1}, Term{1}, joint.encode(), EntryKind::configuration},
                               entry(2, 2, "2:2")};
  const auto has = [&](std::uint64_t node) {
    scene[node].follows(2).holds(log).configuration = joint;
    scene.see(node);
  };
  has(1);
  has(2);
  scene[1].leads(2);
  scene.see();
  SECTION("one is not enough") {
    scene[1].commits(2);
    scene.see();
    CHECK(scene.broken == Rules{"raft.committed-on-a-quorum"});
  }
  SECTION("both are") {
    has(5);
    scene[1].commits(2);
    scene.see();
    CHECK(scene.broken.empty());
  }
}

TEST_CASE("commits own term: a leader that counts an entry of an older term") {
  Scene scene(3);
  for (const std::uint64_t node : {1, 2, 3}) scene[node].log({1, 1});
  scene[1].leads(2).log({1, 1});
  scene.see();
  SECTION("the older one alone") {
    scene[1].commits(2);
    scene.see();
    CHECK(scene.broken == Rules{"raft.commits-own-term"});
  }
  SECTION("along with one of its own") {
    scene[1].log({1, 1, 2});
    scene[2].log({1, 1, 2});
    scene.see();
    scene[1].commits(3);
    scene.see();
    CHECK(scene.broken.empty());
  }
  SECTION("a follower that is told of it") {
    scene[2].commits(2);
    scene.see();
    CHECK(scene.broken.empty());
  }
}

TEST_CASE("monotonic: what falls, and what is out of order") {
  Scene scene(3);
  for (const std::uint64_t node : {1, 2, 3}) scene[node].follows(3).log({1, 2, 3});
  scene.see();
  for (const std::uint64_t node : {1, 2, 3}) scene[node].commits(2);
  scene.see();
  scene[1].state.applied = Index{2};
  scene.see();
  CHECK(scene.broken.empty());
  SECTION("the term") { scene[1].follows(2); }
  SECTION("the commit index") { scene[2].commits(1); }
  SECTION("applied") { scene[1].state.applied = Index{1}; }
  SECTION("applied before it is committed") { scene[2].state.applied = Index{3}; }
  scene.see();
  CHECK(scene.broken == Rules{"raft.monotonic"});
}

TEST_CASE("one vote: two candidates of one term, and a candidate that votes for another") {
  Scene scene(3);
  scene.says(vote(1, 4), 2);
  scene.says(vote(1, 4), 2);
  scene.says(no_vote(1, 4), 3);
  scene.says(vote(1, 5), 3);
  CHECK(scene.broken.empty());
  SECTION("two candidates") { scene.says(vote(1, 5), 2); }
  SECTION("itself and another") {
    scene.says(vote_request(2, 6), 1);
    scene.says(vote(2, 6), 3);
  }
  SECTION("as it is seen") {
    scene[1].follows(7).votes(2);
    scene.see();
    scene[1].votes(3);
    scene.see();
  }
  CHECK(scene.broken == Rules{"raft.one-vote"});
}
