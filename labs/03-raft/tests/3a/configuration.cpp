// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: who is asked, who is counted, who stands.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

namespace {

std::vector<NodeId> nodes(const std::vector<std::uint64_t>& numbers) {
  return voters(numbers).voters;
}

Config config_of(std::uint64_t id, Configuration configuration) {
  Config config;
  config.id = NodeId{id};
  config.configuration = std::move(configuration);
  config.features = features_up_to('a');
  return config;
}

}  // namespace

TEST_CASE("3a.32 Learners and strangers are not asked, and their votes not counted (thesis, 4.2.1)",
          "[3a.32]") {
  step("node 1 of three voters and the learners 4 and 5 stands");
  Solo node(config_of(1, {nodes({1, 2, 3}), {}, nodes({4, 5})}));
  node.tick_until(Role::candidate);
  const std::vector<Message> asked = node.sent(MessageType::request_vote);
  CHECK(asked.size() == 2);
  CHECK(for_node(asked, 4).empty());
  CHECK(for_node(asked, 5).empty());
  step("votes come from both learners, and from a node that nobody knows");
  for (const std::uint64_t id : {4, 5, 77}) node.receive(vote(id, 1));
  CHECK(node.role() == Role::candidate);
  step("node 3 grants");
  node.receive(vote(3, 1));
  CHECK(node.role() == Role::leader);
  step("its first heartbeats go to the learners too");
  const std::vector<Message> beats = node.sent(MessageType::append_entries);
  CHECK(for_node(beats, 2).size() == 1);
  CHECK(for_node(beats, 4).size() == 1);
}

TEST_CASE("3a.33 Between two configurations both majorities must agree (paper, 6)", "[3a.33]") {
  struct Row {
    std::vector<std::uint64_t> granted;
    bool is_enough;
  };
  const std::vector<Row> rows = {{{}, false},        {{2}, false},       {{2, 3}, false},
                                 {{4, 5}, false},    {{2, 4}, true},     {{3, 5}, true},
                                 {{4, 5, 3}, true},  {{2, 3, 5}, true}};
  for (const Row& row : rows) {
    std::string who;
    for (const std::uint64_t id : row.granted) who += " " + std::to_string(id);
    step("from 1 2 3 to 1 4 5, with the votes of 1" + who);
    Solo node(config_of(1, {nodes({1, 4, 5}), nodes({1, 2, 3}), {}}));
    node.tick_until(Role::candidate);
    CHECK(node.sent(MessageType::request_vote).size() == 4);
    for (const std::uint64_t id : row.granted) node.receive(vote(id, 1));
    CHECK((node.role() == Role::leader) == row.is_enough);
  }
}

TEST_CASE("3a.34 Who is no voter never stands (thesis, 4.2.1)", "[3a.34]") {
  const std::vector<Configuration> configurations = {
      {nodes({2, 3}), {}, nodes({1})}, {nodes({2, 3}), {}, {}}, {}};
  for (const Configuration& configuration : configurations) {
    step("node 1 hears nothing for a thousand ticks in: " +
         std::string(configuration.encode().view()));
    Solo node(config_of(1, configuration));
    for (int i = 0; i < 1000; ++i) {
      node.tick();
      REQUIRE(node.role() == Role::follower);
    }
    CHECK(node.term() == Term{0});
    CHECK(node.sent().empty());
  }
}

TEST_CASE("3a.35 A node alone elects itself (paper, 5.2)", "[3a.35]") {
  step("it is the only voter, and knows a learner");
  Solo node(config_of(1, {nodes({1}), {}, nodes({2})}));
  const std::uint64_t ticks = node.tick_until(Role::leader, 19);
  CHECK(ticks >= 10);
  CHECK(node.term() == Term{1});
  CHECK(node.sent(MessageType::request_vote).empty());
  step("a newer term is heard of, and it leads again in a still newer one");
  node.receive(vote_request(2, 5));
  CHECK(node.role() == Role::follower);
  node.tick_until(Role::leader, 38);
  CHECK(node.term() == Term{6});
}

TEST_CASE("3a.36 Who thinks itself a learner gives its vote: the candidate may know better",
          "[3a.36]") {
  step("node 3 has not heard yet that it votes, and without it there is no majority");
  Solo node(config_of(3, {nodes({1, 2}), {}, nodes({3})}));
  CHECK(node.answer(vote_request(2, 4, {1, 1})).is_granted);
  CHECK_FALSE(node.answer(vote_request(1, 4, {1, 1})).is_granted);
}
