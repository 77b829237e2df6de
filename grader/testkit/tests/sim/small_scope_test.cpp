// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The search of small scopes is judged itself: counts that can be made by hand, and planted faults
// that it has to find by the fewest moves.
#include <catch2/catch.hpp>
#include <testkit/raft/small_scope.hpp>

#include <memory>
#include <utility>

namespace testkit::raft {
namespace {

using patina::raft::Proposed;

// What the nodes of this file do.
struct Habits {
  bool answers = true;
  bool votes_whenever_asked = false;
  bool speaks_before_writing = false;
  bool syncs = true;
};
Habits habits;

// Elections and nothing else.
class Toy final : public Node {
 public:
  Toy(const Config& config, const Restored& restored)
      : config_(config), has_disk_(config.features.persistence) {
    state_.term = restored.hard_state.term;
    state_.vote = restored.hard_state.vote;
  }

  void tick() override {
    if (state_.role == Role::leader || ++ticks_ < config_.election_ticks_min) return;
    ticks_ = 0;
    ++state_.term;
    state_.role = Role::candidate;
    state_.vote = config_.id;
    for (const NodeId other : config_.configuration.voters)
      if (other != config_.id) say(MessageType::request_vote, other, false);
  }

  void step(const Message& message) override {
    if (message.term < state_.term) return;
    if (message.term > state_.term) {
      state_.term = message.term;
      state_.vote = {};
      state_.role = Role::follower;
    }
    if (message.type == MessageType::vote_response && state_.role == Role::candidate)
      return void(state_.role = Role::leader);
    if (message.type != MessageType::request_vote) return;
    const bool is_free = state_.vote == NodeId{} || state_.vote == message.from;
    if (state_.role != Role::follower || !(is_free || habits.votes_whenever_asked)) return;
    if (is_free) state_.vote = message.from;
    if (habits.answers) say(MessageType::vote_response, message.from, true);
  }

  bool has_ready() const override { return !out_.empty() && !is_out_; }
  Ready ready() override {
    Ready ready;
    ready.number = ++number_;
    if (has_disk_) ready.hard_state = HardState{state_.term, state_.vote, {}};
    ready.must_sync = has_disk_ && habits.syncs;
    (has_disk_ && !habits.speaks_before_writing ? ready.after_persist : ready.now).swap(out_);
    is_out_ = has_disk_;
    return ready;
  }
  void persisted(std::uint64_t) override { is_out_ = false; }

  Glance glance() const override { return state_; }
  Status status() const override {
    Status status;
    status.id = config_.id;
    status.role = state_.role;
    status.term = state_.term;
    status.vote = state_.vote;
    return status;
  }
  const Entry& entry(Index) const override { return none_; }
  Proposed propose(std::span<const Bytes>) override { return {}; }
  void read_index(std::uint64_t) override {}
  Proposed change(const Configuration&) override { return {}; }
  Proposed transfer(NodeId) override { return {}; }
  void applied(Index) override {}
  void compact(Index, Bytes) override {}

 private:
  void say(MessageType type, NodeId to, bool is_granted) {
    Message message;
    message.type = type;
    message.from = config_.id;
    message.to = to;
    message.term = state_.term;
    message.is_granted = is_granted;
    out_.push_back(message);
  }

  Config config_;
  bool has_disk_;
  Glance state_;
  patina::raft::Ticks ticks_ = 0;
  std::vector<Message> out_;
  bool is_out_ = false;
  std::uint64_t number_ = 0;
  Entry none_;
};

Scope elections(std::size_t nodes) {
  Scope scope;
  scope.starts.resize(nodes);
  scope.terms = 1;
  return scope;
}

Features with_disks() {
  Features features;
  features.persistence = true;
  return features;
}

}  // namespace

std::unique_ptr<Node> make_node(const Config& config, const Restored& restored) {
  return std::make_unique<Toy>(config, restored);
}

TEST_CASE("small scope: as many states and moves as a count by hand finds") {
  habits = {.answers = false};
  Scope scope = elections(2);
  scope.is_symmetric = false;
  SECTION("one of two stands: nobody yet; either, with its message under way; either, delivered") {
    scope.time_outs = 1;
    const Explored explored = explore_runs(scope);
    CHECK(explored.states == 1 + 2 + 2);
    CHECK(explored.moves == 2 + 2);
    CHECK(explored.depth == 2);
    CHECK(explored.is_complete);
  }
  SECTION("both stand: and then each of two messages is delivered or not") {
    scope.time_outs = 2;
    CHECK(explore_runs(scope).states == 1 + 2 + 2 + 4);
  }
  SECTION("a message that comes twice: it has come and is under way, then it has come again") {
    scope.time_outs = 1;
    scope.duplicates = 1;
    CHECK(explore_runs(scope).states == 1 + 2 + 2 + 2 + 2);
  }
  SECTION("one message under way at most: of two, either is lost") {
    scope.time_outs = 2;
    scope.under_way = 1;
    CHECK(explore_runs(scope).states == 1 + 2 + 2 + 3);
  }
}

TEST_CASE("small scope: states that differ in the numbers of nodes only are one") {
  habits = {.answers = false};
  Scope scope = elections(2);
  scope.time_outs = 1;
  CHECK(explore_runs(scope).states == 1 + 1 + 1);
  scope.time_outs = 2;
  CHECK(explore_runs(scope).states == 1 + 1 + 1 + 3);
}

TEST_CASE("small scope: the bound on states ends the search, and is said") {
  habits = {};
  Scope scope = elections(3);
  scope.states = 10;
  const Explored explored = explore_runs(scope);
  CHECK_FALSE(explored.is_complete);
  CHECK_FALSE(explored.broken);
}

TEST_CASE("small scope: two leaders of a term by six moves, and by no fewer") {
  habits = {};
  Scope scope = elections(3);
  CHECK_FALSE(explore_runs(scope).broken);
  habits.votes_whenever_asked = true;
  const Explored explored = explore_runs(scope);
  REQUIRE(explored.broken);
  CHECK(explored.broken->rule == "raft.election-safety");
  CHECK(explored.broken->moves.size() == 6);  // two stand, two requests, two answers
  CHECK(explored.broken->script.front() == "nodes 3");
  CHECK(explored.broken->script.back().starts_with("deliver "));
}

TEST_CASE("small scope: a vote that is forgotten in a crash") {
  Scope scope = elections(3);
  scope.features = with_disks();
  scope.crashes = 1;
  const auto moves = [&](const Habits& now) {
    habits = now;
    const Explored explored = explore_runs(scope);
    return explored.broken ? explored.broken->moves.size() : 0;
  };
  CHECK(moves({}) == 0);
  // The answer to the first request leaves, and power fails before the vote is written.
  CHECK(moves({.speaks_before_writing = true}) == 6);
  // It is written and not synced; then the crash is a move of its own.
  CHECK(moves({.syncs = false}) == 7);
}

}  // namespace testkit::raft
