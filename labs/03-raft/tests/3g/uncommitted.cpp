// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3g: how much a leader takes that nobody may ever commit.
#include <testkit/catch.hpp>
#include <testkit/raft/flowing.hpp>
#include <testkit/raft/print.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::Refusal;

namespace {

Config taking(std::uint64_t bytes) {
  Config config = narrow(256);
  config.uncommitted_bytes_max = bytes;
  return config;
}

Refusal ask(Solo& node, std::size_t bytes) {
  return node.propose(std::string(bytes, 'x')).refusal;
}

void answer_all(Solo& node) {
  node.receive(accept(2, node.term().value(), node.glance().last.index.value()));
  node.sent();
}

}  // namespace

TEST_CASE("3g.17 A leader refuses commands while too much is not committed (etcd "
          "UncommittedEntryLimit)",
          "[3g.17]") {
  Solo node = flowing_leader(taking(100));
  step("commands of forty bytes: two are within a hundred");
  CHECK(ask(node, 40) == Refusal::none);
  CHECK(ask(node, 40) == Refusal::none);
  node.sent();
  CHECK(ask(node, 40) == Refusal::overloaded);
  CHECK(node.glance().last.index == Index{3});
  CHECK(node.sent().empty());
  step("one that fits is taken, to the last byte");
  CHECK(ask(node, 20) == Refusal::none);
  CHECK(ask(node, 1) == Refusal::overloaded);
  step("the first is committed");
  node.receive(accept(2, 1, 2));
  CHECK(ask(node, 41) == Refusal::overloaded);
  CHECK(ask(node, 40) == Refusal::none);
  step("and all of them, often");
  for (int i = 0; i < 20; ++i) {
    answer_all(node);
    CHECK(ask(node, 60) == Refusal::none);
    CHECK(ask(node, 40) == Refusal::none);
    CHECK(ask(node, 1) == Refusal::overloaded);
  }
}

TEST_CASE("3g.18 Where nothing waits anything is taken, and a command without data always (etcd "
          "UncommittedEntryLimit)",
          "[3g.18]") {
  Solo node = flowing_leader(taking(100));
  step("one of five hundred bytes");
  CHECK(ask(node, 500) == Refusal::none);
  CHECK(ask(node, 1) == Refusal::overloaded);
  step("such that say nothing, and count nothing");
  for (int i = 0; i < 5; ++i) CHECK(ask(node, 0) == Refusal::none);
  answer_all(node);
  step("several in a call are taken together, or none of them is");
  const std::vector<Bytes> three(3, Bytes(std::string(40, 'y')));
  CHECK(ask(node, 1) == Refusal::none);
  const Index last = node.glance().last.index;
  CHECK(node->propose(three).refusal == Refusal::overloaded);
  CHECK(node.glance().last.index == last);
  answer_all(node);
  CHECK(node->propose(three).refusal == Refusal::none);
  CHECK(node.glance().last.index == last + 3);
}

TEST_CASE("3g.19 A new leader counts what it finds not committed in its log (raft-rs "
          "uncommitted_state_advance_ready_from_last_term)",
          "[3g.19]") {
  Restored restored;
  restored.hard_state = {Term{4}, patina::raft::no_node, Index{1}};
  for (std::uint64_t index = 1; index <= 3; ++index)
    restored.entries.push_back(entry(index, 4, std::string(40, 'x')));
  step("node 1 leads, and has two commands of an earlier term that may be committed or not");
  Solo node(taking(100), restored);
  node.become_leader();
  CHECK(ask(node, 40) == Refusal::overloaded);
  CHECK(ask(node, 20) == Refusal::none);
  CHECK(ask(node, 1) == Refusal::overloaded);
  step("they are, with the first entry of its own term");
  node.receive(accept(2, 5, 4));
  REQUIRE(node.glance().commit == Index{4});
  CHECK(ask(node, 81) == Refusal::overloaded);
  CHECK(ask(node, 80) == Refusal::none);
  answer_all(node);
  CHECK(ask(node, 1) == Refusal::none);
  CHECK(ask(node, 99) == Refusal::none);
  CHECK(ask(node, 1) == Refusal::overloaded);
}

TEST_CASE("3g.20 Who leads again counts anew: what was replaced meanwhile waits no more (etcd "
          "MaxUncommittedEntriesSize)",
          "[3g.20]") {
  Solo node = flowing_leader(taking(100));
  CHECK(ask(node, 60) == Refusal::none);
  CHECK(ask(node, 40) == Refusal::none);
  step("term 2 has another leader, whose entry takes their place");
  node.receive(append(2, 2, {1, 1}, {entry(2, 2, std::string(30, 'y'))}));
  CHECK(ask(node, 1) == Refusal::not_leader);
  step("node 1 leads term 3, with thirty bytes that are not committed");
  node.become_leader();
  REQUIRE(node.term() == Term{3});
  CHECK(ask(node, 71) == Refusal::overloaded);
  CHECK(ask(node, 70) == Refusal::none);
  CHECK(ask(node, 1) == Refusal::overloaded);
  answer_all(node);
  CHECK(ask(node, 1) == Refusal::none);
  CHECK(ask(node, 99) == Refusal::none);
}
