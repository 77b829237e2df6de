// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3g, hidden: windows with other limits, more followers, other orders.
#include <testkit/catch.hpp>
#include <testkit/raft/flowing.hpp>
#include <testkit/raft/print.hpp>

#include <patina/base/random.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3g.h01 Each follower has a window of its own", "[3g.h01]") {
  Config config = narrow(3);
  config.configuration = voters_up_to(5);
  Solo node = flowing_leader(config);
  step("node 2 answers nothing, node 3 each second command, the others each one");
  std::map<std::uint64_t, std::uint64_t> entries;
  for (std::uint64_t i = 2; i <= 31; ++i) {
    node.propose("x");
    for (std::uint64_t peer = 2; peer <= 5; ++peer) entries[peer] += entries_in(node.sent_to(peer));
    if (i % 2 == 0) node.receive(accept(3, 1, i));
    node.receive(accept(4, 1, i));
    node.receive(accept(5, 1, i));
    for (std::uint64_t peer = 2; peer <= 5; ++peer) entries[peer] += entries_in(node.sent_to(peer));
  }
  CHECK(entries[2] == 3);
  CHECK(entries[3] == 30);
  CHECK(entries[4] == 30);
  CHECK(entries[5] == 30);
}

TEST_CASE("3g.h02 Whatever is proposed and answered, no more is under way than the limits say",
          "[3g.h02]") {
  Config config = narrow(5);
  config.inflight_bytes_max = 300;
  config.message_bytes_max = 120;
  config.message_entries_max = 4;
  Solo node = flowing_leader(config);
  patina::base::Random random(11);
  Follower two{2, 1};
  std::deque<Message> under_way;
  step("two thousand commands of any size; node 2 answers when it likes");
  for (int i = 0; i < 2000; ++i) {
    node.propose(std::string(random.below(90), 'x'));
    if (random.below(3) == 0 && !under_way.empty()) {
      std::uint64_t answered = 1 + random.below(under_way.size());
      for (; answered > 1; --answered) {  // those answers are lost
        static_cast<void>(two.answer_to(under_way.front()));
        under_way.pop_front();
      }
      const Message last = under_way.front();
      under_way.pop_front();
      node.receive(two.answer_to(last));
    }
    for (const Message& message : with_entries(node.sent_to(2))) under_way.push_back(message);
    std::uint64_t bytes = 0;
    for (const Message& message : under_way) bytes += bytes_of(message);
    REQUIRE(under_way.size() <= 5);
    REQUIRE((bytes <= 300 || under_way.size() == 1));
    node.sent();
  }
  step("then it answers all, and gets the rest");
  while (!under_way.empty()) {
    node.receive(two.answer_to(under_way.front()));
    under_way.pop_front();
    for (const Message& message : with_entries(node.sent_to(2))) under_way.push_back(message);
  }
  CHECK(two.has == node.glance().last.index.value());
}

TEST_CASE("3g.h03 Answers in the wrong order make as much room as in the right one", "[3g.h03]") {
  Config config = narrow(6);
  config.message_entries_max = 1;
  Solo node = flowing_leader(config);
  for (int i = 0; i < 30; ++i) node.propose("x");
  std::uint64_t sent = with_entries(node.sent_to(2)).size();
  CHECK(sent == 6);
  for (const std::uint64_t answered : {5, 3, 7, 6, 2, 7, 13, 12, 8, 13}) {
    node.receive(accept(2, 1, answered));
    sent += with_entries(node.sent_to(2)).size();
  }
  CHECK(sent == 18);
}

TEST_CASE("3g.h04 A leader finds the place in a log that went astray before it sends a window",
          "[3g.h04]") {
  Restored restored;
  restored.hard_state.term = Term{9};
  restored.entries = log(1, std::vector<std::uint64_t>(200, 8));
  Config config = narrow(256);
  config.message_entries_max = 10;
  Solo node(config, restored);
  node.become_candidate();
  node.receive(vote(3, 10));
  Follower two{2, 20};
  step("node 2 has twenty of two hundred entries");
  auto sent = node.sent_to(2);
  std::uint64_t before = entries_in(sent);
  for (int rounds = 0; rounds < 8; ++rounds) {
    for (const Message& message : sent) {
      const bool agrees = message.log_index.value() <= two.has;
      if (!agrees) CHECK(with_entries(sent).size() <= 1);
      node.receive(two.answer_to(message));
    }
    node.tick(node.config().heartbeat_ticks);
    sent = node.sent_to(2);
    if (two.has == 20) before += entries_in(sent);
  }
  CHECK(two.has == 201);
  CHECK(before <= 400);
}

TEST_CASE("3g.h05 A hole in the middle of a window has the rest sent once more, not once a refusal",
          "[3g.h05]") {
  Solo node = flowing_leader(narrow(50));
  Follower two{2, 1};
  for (int i = 0; i < 50; ++i) node.propose("x");
  auto sent = with_entries(node.sent_to(2));
  REQUIRE(sent.size() == 50);
  step("the twentieth of fifty messages is lost");
  std::vector<Message> answers;
  for (std::size_t i = 0; i < sent.size(); ++i)
    if (i != 19) answers.push_back(two.answer_to(sent[i]));
  for (const Message& answer : answers) node.receive(answer);
  std::uint64_t again = 0;
  for (int rounds = 0; rounds < 6; ++rounds) {
    sent = node.sent_to(2);
    again += entries_in(sent);
    for (const Message& message : sent) node.receive(two.answer_to(message));
    node.tick(node.config().heartbeat_ticks);
  }
  CHECK(two.has == 51);
  CHECK(again <= 100);
}

TEST_CASE("3g.h06 Who found much that was not committed takes more when that is", "[3g.h06]") {
  Restored restored;
  restored.hard_state.term = Term{3};
  for (std::uint64_t index = 1; index <= 20; ++index)
    restored.entries.push_back(entry(index, 2, std::string(10, 'x')));
  Config config = narrow(256);
  config.uncommitted_bytes_max = 150;
  Solo node(config, restored);
  node.become_leader();
  step("two hundred bytes wait already");
  CHECK_FALSE(node.propose("y").is_taken());
  CHECK(node.propose("").is_taken());
  step("another leader's entry replaces nearly all, and node 1 leads again");
  node.receive(append(2, 5, {2, 2}, {entry(3, 5, std::string(50, 'z'))}));
  node.become_leader();
  CHECK_FALSE(node.propose(std::string(81, 'y')).is_taken());
  CHECK(node.propose(std::string(80, 'y')).is_taken());
  step("all is committed");
  node.receive(accept(3, 6, 5));
  CHECK(node.propose(std::string(149, 'y')).is_taken());
  CHECK(node.propose("y").is_taken());
  CHECK_FALSE(node.propose("y").is_taken());
}
