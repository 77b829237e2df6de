// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3e, hidden: reads with more nodes, in another order.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/reading.hpp>
#include <testkit/raft/solo.hpp>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3e.h01 Echoes of an older question do not add up to a majority for a newer one",
          "[3e.h01]") {
  Solo node = reading_leader(5);
  step("ask for a read, and let node 2 answer");
  node->read_index(1);
  node.pump();
  const std::uint64_t first = round_to(node, 3);
  node.receive(accept(2, node.term().value(), last_of(node)));
  step("ask for another one, and let nodes 3 and 4 answer the older question");
  node->read_index(2);
  node.pump();
  node.receive(echo(node, 3, first));
  node.receive(echo(node, 4, first));
  REQUIRE(node.reads.size() == 1);
  CHECK(node.reads[0].context == 1);
}

TEST_CASE("3e.h02 Until its own entry is committed a new leader holds back every read, however "
          "many answer",
          "[3e.h02]") {
  step("node 1 has three entries of term 2, two of them committed, and wins a newer term");
  Solo node = Solo::with(1, 5, reading(), 2, raft::log(1, {1, 2, 2}));
  node.become_leader();
  node->read_index(1);
  node->read_index(2);
  node.pump();
  step("all others hear it, and have its older entries");
  for (std::uint64_t other = 2; other <= 5; ++other)
    node.receive(accept(other, node.term().value(), 3));
  CHECK(node.reads.empty());
  step("a majority has the entry of its own term too");
  for (int i = 0; i < 2; ++i)
    for (std::uint64_t other = 4; other <= 5; ++other)
      node.receive(accept(other, node.term().value(), last_of(node)));
  REQUIRE(node.reads.size() == 2);
  CHECK(node.reads[0].index >= Index{4});
  CHECK(node.reads[1].context == 2);
}

TEST_CASE("3e.h03 A refusal of a newer term deposes the leader, and with it the reads that wait",
          "[3e.h03]") {
  Solo node = reading_leader(3);
  const std::uint64_t term = node.term().value();
  step("ask for three reads; node 3 answers from a newer term");
  for (std::uint64_t context = 1; context <= 3; ++context) node->read_index(context);
  node.pump();
  node.receive(refuse(3, term + 4, 0));
  REQUIRE(node.reads.size() == 3);
  for (const auto& read : node.reads) CHECK(read.is_refused);
  step("it wins again, and is asked again");
  node.become_leader();
  node.receive(accept(2, node.term().value(), last_of(node)));
  node->read_index(4);
  node.pump();
  node.receive(accept(2, node.term().value(), last_of(node)));
  REQUIRE(node.reads.size() == 4);
  CHECK(node.reads[3].context == 4);
  CHECK(!node.reads[3].is_refused);
}

TEST_CASE("3e.h04 Reads that trickle in while a question is on its way share the next one",
          "[3e.h04]") {
  Solo node = reading_leader(5);
  static_cast<void>(node.sent());
  step("a hundred times: a read, and no answer yet");
  for (std::uint64_t context = 1; context <= 100; ++context) {
    node->read_index(context);
    node.pump();
  }
  std::size_t messages = node.sent().size();
  step("then all answer");
  for (int i = 0; i < 3; ++i) {
    for (std::uint64_t other = 2; other <= 5; ++other)
      node.receive(accept(other, node.term().value(), last_of(node)));
    messages += node.sent().size();
  }
  CHECK(node.reads.size() == 100);
  CHECK(messages <= 40);
}
