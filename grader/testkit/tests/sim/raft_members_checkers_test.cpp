// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The referee's rules about configurations: histories that break them, and histories that do not.
#include "raft_scene.hpp"

#include <utility>

using namespace scene;

namespace {

Entry configured(std::uint64_t index, std::uint64_t term, const Configuration& next) {
  return {Index{index}, Term{term}, next.encode(), EntryKind::configuration};
}
Configuration joint(const std::vector<std::uint64_t>& before,
                    const std::vector<std::uint64_t>& after) {
  Configuration next = voters(after);
  next.old_voters = voters(before).voters;
  return next;
}

// Five nodes that came up with voters 1, 2, 3 and an entry 1:2 in their logs.
void begin(Scene& scene) {
  for (const std::uint64_t node : {1, 2, 3, 4, 5}) {
    scene[node].configuration = voters({1, 2, 3});
    scene[node].follows(2).log({2});
  }
  scene[1].leads(2);
}
// This node holds these behind entry 1:2, and the last one is in force there.
void holds(Puppet& puppet, const std::vector<Configuration>& configurations) {
  std::vector<Entry> entries{entry(1, 2, "1:2")};
  for (const Configuration& each : configurations)
    entries.push_back(configured(entries.size() + 1, 2, each));
  puppet.holds(std::move(entries));
  puppet.configuration = configurations.back();
}

}  // namespace

TEST_CASE("configuration: one at a time, after an entry of the leader's term, and overlapping") {
  Scene scene(5, false, 3);
  begin(scene);
  scene.see();
  scene[1].commits(1);
  scene.see();
  SECTION("by joint consensus") {
    holds(scene[1], {joint({1, 2, 3}, {3, 4, 5})});
    scene.see();
    CHECK(scene.broken.empty());
  }
  SECTION("before it has committed anything of its own") {
    scene[1].leads(3).holds({entry(1, 2, "1:2"), configured(2, 3, voters({1, 2, 3, 4}))});
    scene[1].configuration = voters({1, 2, 3, 4});
    scene.see();
    CHECK(scene.broken == Rules{"raft.configuration"});
  }
  SECTION("a second one before the first is committed") {
    holds(scene[1], {voters({1, 2, 3, 4})});
    scene.see();
    CHECK(scene.broken.empty());
    holds(scene[1], {voters({1, 2, 3, 4}), voters({1, 2, 3, 4, 5})});
    scene.see();
    CHECK(scene.broken == Rules{"raft.configuration"});
  }
  SECTION("majorities that share nobody") {
    holds(scene[1], {voters({3, 4, 5})});
    scene.see();
    CHECK(scene.broken == Rules{"raft.configuration"});
  }
}

TEST_CASE("configuration: the last one in the log is in force, whatever became of the one before") {
  Scene scene(5, false, 3);
  begin(scene);
  scene.see();
  holds(scene[2], {joint({1, 2, 3}, {3, 4, 5})});
  SECTION("it is") {
    scene.see();
    CHECK(scene.broken.empty());
    scene[2].follows(3).log({2, 3}).configuration = voters({1, 2, 3});
    scene.see();
    CHECK(scene.broken.empty());
  }
  SECTION("the one before still is") {
    scene[2].configuration = voters({1, 2, 3});
    scene.see();
    CHECK(scene.broken == Rules{"raft.configuration"});
  }
  SECTION("it is gone, and still in force") {
    scene.see();
    scene[2].follows(3).log({2, 3});
    scene.see();
    CHECK(scene.broken == Rules{"raft.configuration"});
  }
  SECTION("it is forgotten in a restart") {
    scene.see();
    scene[2].configuration = voters({1, 2, 3});
    scene.restarts(2);
    CHECK(scene.broken == Rules{"raft.configuration"});
  }
}

TEST_CASE("a joint entry is committed, and the one after it appended, in one event") {
  Scene scene(5, false, 3);
  begin(scene);
  scene.see();
  scene[1].commits(1);
  const std::vector<Configuration> both{joint({1, 2, 3}, {1, 4, 5}), voters({1, 4, 5})};
  for (const std::uint64_t node : {1, 4}) holds(scene[node], {both[0]});
  scene.see();
  SECTION("both majorities have it") {
    holds(scene[2], {both[0]});
    scene.see(2);
    scene[1].commits(2);
    holds(scene[1], both);
    scene.see();
    CHECK(scene.broken.empty());
  }
  SECTION("of the old voters only the leader has it") {
    scene[1].commits(2);
    holds(scene[1], both);
    scene.see();
    CHECK(scene.broken == Rules{"raft.committed-on-a-quorum"});
  }
  SECTION("and it is not committed at all") {
    holds(scene[1], both);
    scene.see();
    CHECK(scene.broken == Rules{"raft.configuration"});
  }
}

TEST_CASE("a leader that is left out does not count: neither in what it commits nor by staying") {
  Scene scene(5, false, 3);
  begin(scene);
  scene.see();
  scene[1].commits(1);
  const std::vector<Configuration> both{joint({1, 2, 3}, {2, 3, 4}), voters({2, 3, 4})};
  for (const std::uint64_t node : {1, 2, 3}) holds(scene[node], {both[0]});
  scene.see();
  scene[1].commits(2);
  for (const std::uint64_t node : {1, 2}) holds(scene[node], both);
  scene.see();
  REQUIRE(scene.broken.empty());
  SECTION("itself and one of three") {
    scene[1].commits(3);
    scene.see();
    CHECK(scene.broken == Rules{"raft.committed-on-a-quorum"});
  }
  SECTION("two of three") {
    holds(scene[4], both);
    scene.see(4);
    scene[1].follows(2).commits(3);
    scene.see();
    CHECK(scene.broken.empty());
  }
}
