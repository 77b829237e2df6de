// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: answers in any order, doubled, late and from strangers.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <patina/base/random.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::base::Random;
using patina::raft::features_up_to;

namespace {

// Has more than half of `voters` granted?
bool agree(const std::vector<NodeId>& voters, const std::map<NodeId, bool>& answers) {
  std::size_t granted = 0;
  for (const NodeId voter : voters) {
    const auto found = answers.find(voter);
    if (found != answers.end() && found->second) ++granted;
  }
  return voters.empty() || granted > voters.size() / 2;
}

// Every node in [1, 9] is among them or not.
std::vector<NodeId> drawn(Random& random, bool has_first) {
  std::vector<NodeId> nodes;
  if (has_first) nodes.push_back(NodeId{1});
  for (std::uint64_t id = 2; id <= 9; ++id)
    if (random.chance(1, 2)) nodes.push_back(NodeId{id});
  return nodes;
}

// Answers come in drawn order from drawn nodes until nobody has more to say: is it leader exactly
// from when on `configuration` agrees?
void elect(Random& random, const Configuration& configuration) {
  Config config;
  config.id = NodeId{1};
  config.configuration = configuration;
  config.features = features_up_to('a');
  Solo node(config);
  std::map<NodeId, bool> answers = {{NodeId{1}, true}};
  for (int i = 0; i < 19 && node.term() == Term{0}; ++i) node.tick();
  for (int i = 0; i < 40; ++i) {
    const bool has_won = agree(configuration.voters, answers) &&
                         agree(configuration.old_voters, answers);
    REQUIRE((node.role() == Role::leader) == has_won);
    if (has_won) return;
    const std::uint64_t from = 2 + random.below(10);
    const auto said = answers.find(NodeId{from});
    const bool is_granted = said != answers.end() ? said->second : random.chance(2, 3);
    if (random.chance(1, 3)) node.receive(vote(from, 0));  // of no election that ever was
    node.receive(is_granted ? vote(from, 1) : no_vote(from, 1));
    answers[NodeId{from}] = is_granted;
  }
}

}  // namespace

TEST_CASE("3a.h08 However answers come, a majority of different voters elects (paper, 5.2)",
          "[3a.h08]") {
  Random random = Random::stream(8, "3a.h08");
  step("three hundred elections among drawn voters");
  for (int i = 0; i < 300; ++i) elect(random, {drawn(random, true), {}, {}});
}

TEST_CASE("3a.h09 However answers come, both halves of a change must agree (paper, 6)",
          "[3a.h09]") {
  Random random = Random::stream(9, "3a.h09");
  step("five hundred elections between drawn configurations");
  for (int i = 0; i < 500; ++i) {
    const bool is_new = random.chance(2, 3);
    const bool is_old = !is_new || random.chance(1, 2);
    Configuration configuration{drawn(random, is_new), drawn(random, is_old), {}};
    if (configuration.voters.empty()) continue;
    elect(random, configuration);
  }
}
