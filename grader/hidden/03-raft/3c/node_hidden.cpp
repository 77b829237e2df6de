// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Hidden, 3c: a node's promises in other mixes: five voters, longer logs, several lives.
#include <testkit/catch.hpp>

#include <testkit/raft/print.hpp>
#include <testkit/raft/spoken.hpp>

#include <patina/base/random.hpp>

#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::raft::features_up_to;

namespace {

Solo slow(std::uint64_t voters, std::uint64_t term, std::vector<Entry> entries) {
  Solo node = Solo::with(1, voters, features_up_to('c'), term, std::move(entries));
  node.is_written_at_once = false;
  return node;
}

// Hears something, ticks, is proposed something.
void disturb(Solo& node, patina::base::Random& random) {
  const std::uint64_t from = 2 + random.below(4), term = node.term().value();
  const auto last = node.glance().last;
  const At end{last.index.value(), last.term.value()};
  switch (random.below(7)) {
    case 0: node.receive(vote_request(from, term + random.below(2), {end.index + 2, term})); break;
    case 1: node.tick(1 + random.below(12)); break;
    case 2: node.receive(vote(from, term)); break;
    case 3: node.propose(std::string(random.below(40), 'p')); break;
    case 4: node.receive(accept(from, term, random.below(end.index + 1))); break;
    case 5:
      if (node.role() == Role::leader) break;
      node.receive(append(from, term + 1, end, log(end.index + 1, {term + 1, term + 1}),
                          node.glance().commit.value() + random.below(2)));
      break;
    default: {
      if (node.role() == Role::leader) break;
      const NodeId leader = node.glance().leader;
      if (leader == patina::raft::no_node) {
        node.receive(append(from, term + 1, end));
      } else {
        node.receive(append(leader.value(), term, end));
      }
    }
  }
}

}  // namespace

TEST_CASE("3c.h01 Over many lives a node votes once a term and says only what it keeps (Figure 2)",
          "[3c.h01]") {
  step("a hundred nodes of five lives each; each life ends wherever it is");
  for (std::uint64_t seed = 1; seed <= 100 && broken_rules() == 0; ++seed) {
    auto random = patina::base::Random::stream(seed, "3c.h01");
    Solo node = slow(5, 2, log(1, {1, 2, 2}));
    for (int life = 0; life < 5; ++life) {
      const HardState before = node.disk.hard_state;
      const std::uint64_t inputs = random.below(40);
      for (std::uint64_t i = 0; i < inputs && broken_rules() == 0; ++i) {
        disturb(node, random);
        if (random.chance(1, 3)) spoken(node);
      }
      check(node.disk.hard_state.term >= before.term, "the term on disk never falls");
      check(node.disk.hard_state.term != before.term || before.vote == patina::raft::no_node ||
                node.disk.hard_state.vote == before.vote,
            "the vote of a term on disk never changes");
      Solo next(node.config(), node.disk);
      next.is_written_at_once = false;
      node = std::move(next);
      check(is_all_written(node), "a restarted node is what its disk says");
    }
  }
  CHECK(broken_rules() == 0);
}

TEST_CASE("3c.h02 In a cluster of five a leader with two followers waits for its own disk (10.2.1)",
          "[3c.h02]") {
  Solo node = slow(5, 1, log(1, {1, 1}));
  node.is_written_at_once = true;
  node.become_leader();
  const std::uint64_t last = node.glance().last.index.value();
  const std::uint64_t term = node.term().value();
  for (const std::uint64_t peer : {2, 3, 4, 5}) node.receive(accept(peer, term, last));
  node.sent();
  node.is_written_at_once = false;
  step("ten proposals, of which the disk writes half at a time");
  for (int i = 0; i < 10; ++i) {
    const Index index = node.propose("x").last;
    if (i % 2 == 0) continue;
    Said said = begin_to_write(node);
    node.receive(accept(2, node.term().value(), index.value()));
    node.receive(accept(3, node.term().value(), index.value()));
    CHECK(node.glance().commit < index - 1);
    end_writing(node, said);
    CHECK(node.glance().commit == index);
    spoken(node);
  }
  CHECK(node.applied.size() >= 10);
}

TEST_CASE("3c.h03 However often its end is replaced, a log is written as often as it changes (5.3)",
          "[3c.h03]") {
  Solo node = slow(3, 1, log(1, {1, 1, 1, 1}));
  spoken(node);
  std::uint64_t written = 0, sent = 0, syncs = 0, readys = 0;
  step("forty leaders replace the last three of eight entries");
  for (std::uint64_t term = 2; term < 42; ++term) {
    node.receive(append(2, term, {1, 1}, log(2, {term, term, term})));
    sent += 3;
    for (int heartbeat = 0; heartbeat < 3; ++heartbeat)
      node.receive(append(2, term, {4, term}));
    while (node->has_ready()) {
      Said said = begin_to_write(node);
      written += said.ready.append.size();
      syncs += said.ready.must_sync ? 1 : 0;
      ++readys;
      end_writing(node, said);
    }
    CHECK(node.disk.entries == node.entries());
  }
  CHECK(written == sent);
  CHECK(syncs >= 40);
  CHECK(syncs <= 44);
}
