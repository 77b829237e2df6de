// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3a: terms and votes, in long mixes, compared with Figure 2 in a dozen lines.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <patina/base/random.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::base::Random;
using patina::raft::features_up_to;

namespace {

// What Figure 2 says of a node that is asked for its vote.
struct Voter {
  std::uint64_t term = 0;
  std::uint64_t vote = 0;
  At last;

  bool grants(const Message& request) {
    if (request.term.value() > term) {
      term = request.term.value();
      vote = 0;
    }
    if (request.term.value() < term) return false;
    if (vote != 0 && vote != request.from.value()) return false;
    const std::uint64_t log_term = request.log_term.value();
    if (log_term < last.term) return false;
    if (log_term == last.term && request.log_index.value() < last.index) return false;
    vote = request.from.value();
    return true;
  }
};

}  // namespace

TEST_CASE("3a.h01 In any mix of messages a term never falls (paper, 5.1)", "[3a.h01]") {
  Random random = Random::stream(31, "3a.h01");
  Solo node(1, 5, features_up_to('a'));
  std::uint64_t highest = 0;
  step("two thousand messages of terms around its own, and ticks between them");
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t now = node.term().value();
    const std::uint64_t term = std::max<std::uint64_t>(1, now + random.below(5)) - random.below(2);
    const std::uint64_t from = 2 + random.below(4);
    const std::vector<Message> messages = {vote_request(from, term), no_vote(from, term),
                                           refuse(from, term, 0)};
    if (term != 0) node.receive(messages[random.below(messages.size())]);
    highest = std::max({highest, now, term});
    REQUIRE(node.term() == Term{highest});
    if (random.chance(1, 4)) node.tick(random.below(12));
    highest = std::max(highest, node.term().value());
    for (const Message& message : node.sent()) REQUIRE(message.term <= node.term());
  }
}

TEST_CASE("3a.h02 In any mix of requests a node votes once a term (paper, 5.2)", "[3a.h02]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    step("four hundred requests, in mix " + std::to_string(seed));
    Random random = Random::stream(seed, "3a.h02");
    Solo node(1, 7, features_up_to('a'), seed);
    Voter voter;
    std::map<std::uint64_t, NodeId> votes;  // by term
    for (int i = 0; i < 400; ++i) {
      const std::uint64_t from = 2 + random.below(6);
      const std::uint64_t around = std::max<std::uint64_t>(voter.term, 2);
      const Message request = vote_request(from, around + random.below(3) - 1);
      const Message answer = node.answer(request);
      REQUIRE(answer.is_granted == voter.grants(request));
      REQUIRE(answer.term == Term{voter.term});
      if (!answer.is_granted) continue;
      const NodeId first = votes.try_emplace(answer.term.value(), NodeId{from}).first->second;
      REQUIRE(first == NodeId{from});
      if (random.chance(1, 3)) node.tick(random.below(9));
    }
  }
}

TEST_CASE("3a.h03 Of any two logs the one with the later term, then the longer one, is the newer "
          "(paper, 5.4.1)",
          "[3a.h03]") {
  Random random = Random::stream(5, "3a.h03");
  step("five hundred voters with drawn logs, and candidates with drawn ends");
  for (int i = 0; i < 500; ++i) {
    std::vector<std::uint64_t> terms;
    std::uint64_t term = 1;
    for (std::uint64_t length = random.below(6); length > 0; --length)
      terms.push_back(term += random.below(3));
    Solo node = Solo::with(1, 3, features_up_to('a'), 20, log(1, terms));
    Voter voter{20, 0, {terms.size(), terms.empty() ? 0 : terms.back()}};
    const std::uint64_t index = random.below(8);
    const Message request = vote_request(2, 21, {index, index == 0 ? 0 : 1 + random.below(9)});
    REQUIRE(node.answer(request).is_granted == voter.grants(request));
  }
}

TEST_CASE("3a.h04 Requests of every older term are refused, and change nothing (paper, 5.1)",
          "[3a.h04]") {
  Solo node = Solo::with(2, 5, features_up_to('a'), 40, log(1, {3, 9}), 5);
  const auto before = node.glance();
  for (std::uint64_t term = 1; term < 40; term += 2) {
    step("old candidates and old leaders of term " + std::to_string(term));
    for (const std::uint64_t from : {1, 3, 4, 5}) {
      for (const Message& request : {vote_request(from, term, {9, 9}), append(from, term)}) {
        const Message answer = node.answer(request);
        CHECK_FALSE(answer.is_granted);
        CHECK(answer.term == Term{40});
      }
    }
    CHECK(node.glance() == before);
  }
}
