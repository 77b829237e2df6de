// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The referee's rules about disks, and the oracle's about answers.
#include "raft_scene.hpp"

#include <testkit/raft/oracle.hpp>

using namespace scene;

TEST_CASE("persist before send: a vote that is not on disk yet") {
  Scene scene(3, true);
  scene[1].follows(4).votes(2);
  scene.see();
  SECTION("not written") { scene.says(vote(1, 4), 2); }
  SECTION("written and not synced") {
    scene.writes(1, false);
    scene.says(vote(1, 4), 2);
  }
  SECTION("a candidate's own") { scene.says(vote_request(1, 4), 2); }
  CHECK(scene.broken == Rules{"raft.persist-before-send"});
}

TEST_CASE("persist before send: what is synced may be said, and a refusal promises nothing") {
  Scene scene(3, true);
  scene[1].follows(4).votes(2);
  scene.see();
  scene.says(no_vote(1, 4), 3);
  scene.says(refuse(1, 4, 7), 3);
  scene.writes(1);
  scene.says(vote(1, 4), 2);
  CHECK(scene.broken.empty());
}

TEST_CASE("persist before send: entries that are acknowledged and not on disk") {
  Scene scene(3, true);
  scene[1].follows(2).log({1, 1});
  scene.see();
  scene.writes(1);
  scene.says(accept(1, 2, 2), 2);
  CHECK(scene.broken.empty());
  SECTION("not written") {
    scene[1].log({1, 1, 2});
    scene.says(accept(1, 2, 3), 2);
  }
  SECTION("replaced in memory only") {
    scene[1].log({1, 2});
    scene.says(accept(1, 2, 2), 2);
  }
  SECTION("in a snapshot that is in memory only") {
    scene[1].snapshot({5, 2});
    scene.says(accept(1, 2, 5), 2);
  }
  SECTION("of a term that is not on disk") {
    scene[1].follows(3);
    scene.says(accept(1, 3, 2), 2);
  }
  CHECK(scene.broken == Rules{"raft.persist-before-send"});
}

TEST_CASE("persist before send: several Readies are on their way, each counts when it is there") {
  Scene scene(3, true);
  scene[1].follows(2).log({1, 2});
  scene.see();
  const Ready first = scene.hands_out(1, 1);
  scene[1].follows(3).log({1, 3, 3});
  scene.see();
  const Ready second = scene.hands_out(1, 2);
  scene.referee.persisted(NodeId{1}, first);
  SECTION("what it said in a term that it has left was true on its disk") {
    scene.says(accept(1, 2, 2), 2);
    CHECK(scene.broken.empty());
  }
  SECTION("the second is there") {
    scene.referee.persisted(NodeId{1}, second);
    scene.says(accept(1, 3, 3), 3);
    CHECK(scene.broken.empty());
  }
  SECTION("the second is not") {
    scene.says(accept(1, 3, 2), 3);
    CHECK(scene.broken == Rules{"raft.persist-before-send"});
  }
}

TEST_CASE("committed on a quorum: where there are disks only they count") {
  Scene scene(3, true);
  for (const std::uint64_t node : {1, 2}) scene[node].follows(1).log({1});
  scene[1].leads(1);
  scene.see();
  scene.writes(1);
  SECTION("one disk") {
    scene[1].commits(1);
    scene.see();
    CHECK(scene.broken == Rules{"raft.committed-on-a-quorum"});
  }
  SECTION("two disks") {
    scene.writes(2);
    scene[1].commits(1);
    scene.see();
    CHECK(scene.broken.empty());
  }
}

TEST_CASE("durable: what was synced and is not there after a restart") {
  Scene scene(3, true);
  scene[1].follows(4).votes(2).log({1, 4});
  scene.see();
  scene.writes(1);
  SECTION("all is there") {
    scene.restarts(1);
    CHECK(scene.broken.empty());
    return;
  }
  SECTION("more than was synced is there") {
    scene[1].log({1, 4, 4});
    scene.see();
    scene.writes(1, false);
    scene.restarts(1);
    CHECK(scene.broken.empty());
    return;
  }
  scene.referee.crashed(NodeId{1});
  SECTION("an older term") { scene[1].follows(3); }
  SECTION("no vote") { scene[1].votes(0); }
  SECTION("a shorter log") { scene[1].log({1}); }
  SECTION("another log") { scene[1].log({1, 3}); }
  scene.referee.started(NodeId{1}, scene[1]);
  CHECK(scene.broken == Rules{"raft.durable"});
}

TEST_CASE("state machine safety: who is alone may commit and crash before anybody looks") {
  Scene scene(3, true, 1);
  scene[1].leads(2).log({2});
  scene.see();
  scene.writes(1);
  scene[1].follows(2).commits(2).log({2, 2});
  scene.restarts(1);
  scene[1].leads(3).log({2, 2, 3}).commits(2);
  scene.see();
  CHECK(scene.broken.empty());
  CHECK(scene.referee.ledger().committed().last() == Index{2});
}

TEST_CASE("durable: who crashed while writing may have replaced what was not committed") {
  Scene scene(3, true);
  scene[1].follows(4).log({1, 2});
  scene.see();
  scene.writes(1);
  scene[1].log({1, 4});
  scene.referee.crashed(NodeId{1});
  scene.referee.started(NodeId{1}, scene[1]);
  CHECK(scene.broken.empty());
}

namespace {

struct Told {
  Rules broken;
  Oracle oracle{[this](std::string_view rule, std::string_view) { broken.emplace_back(rule); }};
};

}  // namespace

TEST_CASE("oracle: true answers pass, late ones and those that never come too") {
  Told told;
  const std::string first = told.oracle.next_name(1);
  const std::string second = told.oracle.next_name(2);
  const std::string lost = told.oracle.next_name(2);
  CHECK(first == "c1.1");
  told.oracle.applied(second);
  told.oracle.applied("not a client's");
  told.oracle.applied(first);
  told.oracle.wrote(first, 3, 0);
  told.oracle.wrote(second, 1, 0);
  told.oracle.read(1, 3, 3);
  told.oracle.applied(lost);
  told.oracle.read(1, 4, 3);
  CHECK(told.broken.empty());
  CHECK(told.oracle.highest() == 4);
}

TEST_CASE("oracle: phantoms, doubles, lost writes, stale reads and answers out of order") {
  Told told;
  const std::string first = told.oracle.next_name(1);
  const std::string second = told.oracle.next_name(1);
  told.oracle.applied(first);
  told.oracle.applied(second);
  told.oracle.wrote(first, 1, 0);
  told.oracle.read(2, 2, 1);
  CHECK(told.broken.empty());
  SECTION("phantom") {
    told.oracle.applied("c1.3");
    CHECK(told.broken == Rules{"oracle.phantom"});
  }
  SECTION("a phantom is read") {
    told.oracle.read(2, 3, 2);
    CHECK(told.broken == Rules{"oracle.phantom"});
  }
  SECTION("double") {
    told.oracle.applied(first);
    CHECK(told.broken == Rules{"oracle.once"});
  }
  SECTION("lost") {
    told.oracle.wrote(second, 1, 0);
    CHECK(told.broken == Rules{"oracle.lost-write"});
  }
  SECTION("stale") {
    told.oracle.read(1, 1, told.oracle.highest());
    CHECK(told.broken == Rules{"oracle.stale-read"});
  }
  SECTION("out of order") {
    told.oracle.wrote(second, 2, 2);
    CHECK(told.broken == Rules{"oracle.order"});
  }
}
