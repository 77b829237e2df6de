// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: Votes, compared with counting by hand.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>

#include <patina/raft/votes.hpp>

#include <cstddef>
#include <vector>

using namespace testkit;
using patina::raft::NodeId;
using patina::raft::Votes;

TEST_CASE("3a.29 A majority is more than half of the voters, and a loss is when none can come",
          "[3a.29]") {
  for (std::size_t count = 1; count <= 6; ++count) {
    step("all that " + std::to_string(count) + " voters can say: nothing, no, or yes");
    std::vector<NodeId> voters;
    std::size_t cases = 1;
    for (std::size_t i = 0; i < count; ++i) {
      voters.push_back(NodeId{10 + i * i});
      cases *= 3;
    }
    for (std::size_t number = 0; number < cases; ++number) {
      Votes votes;
      std::size_t said[3] = {};
      std::size_t rest = number;
      for (const NodeId voter : voters) {
        const std::size_t says = rest % 3;
        rest /= 3;
        ++said[says];
        if (says != 0) votes.record(voter, says == 2);
      }
      REQUIRE(votes.has_majority(voters) == (said[2] >= count / 2 + 1));
      REQUIRE(votes.has_lost(voters) == (said[0] + said[2] < count / 2 + 1));
    }
  }
}

TEST_CASE("3a.30 Only voters are counted, each by its first answer", "[3a.30]") {
  const std::vector<NodeId> three = {NodeId{1}, NodeId{2}, NodeId{3}};
  Votes votes;
  step("node 1 says yes, and two strangers do");
  votes.record(NodeId{1}, true);
  votes.record(NodeId{8}, true);
  votes.record(NodeId{9}, true);
  CHECK_FALSE(votes.has_majority(three));
  step("node 1 says yes again, and then no");
  votes.record(NodeId{1}, true);
  votes.record(NodeId{1}, false);
  CHECK_FALSE(votes.has_majority(three));
  step("node 2 says no, and node 3 yes");
  votes.record(NodeId{2}, false);
  CHECK_FALSE(votes.has_lost(three));
  votes.record(NodeId{3}, true);
  CHECK(votes.has_majority(three));
  CHECK_FALSE(votes.has_lost(three));
  step("the same answers, counted among other voters");
  CHECK_FALSE(votes.has_majority({NodeId{2}, NodeId{3}}));
  CHECK(votes.has_majority({NodeId{3}, NodeId{8}, NodeId{9}}));
}

TEST_CASE("3a.31 A new election begins with nothing, and nobody's agreement is there at once",
          "[3a.31]") {
  Votes votes;
  step("of an empty list nobody need agree");
  CHECK(votes.has_majority({}));
  CHECK_FALSE(votes.has_lost({}));
  step("node 1 says yes and node 2 no, and all is forgotten");
  votes.record(NodeId{1}, true);
  votes.record(NodeId{2}, false);
  votes.clear();
  CHECK_FALSE(votes.has_majority({NodeId{1}}));
  CHECK_FALSE(votes.has_lost({NodeId{2}}));
  step("now the other way round");
  votes.record(NodeId{1}, false);
  votes.record(NodeId{2}, true);
  CHECK(votes.has_lost({NodeId{1}}));
  CHECK(votes.has_majority({NodeId{2}}));
}
