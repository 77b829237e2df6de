// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3b, hidden: followers and leaders again, with other logs and other sizes.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/solo.hpp>

#include <patina/base/random.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;
using patina::base::Random;
using patina::raft::features_up_to;
using Terms = std::vector<std::uint64_t>;

namespace {

Solo follower(std::uint64_t term, const Terms& terms) {
  return Solo::with(2, 3, features_up_to('b'), term, log(1, terms));
}

}  // namespace

TEST_CASE("3b.h01 Entries are taken behind each position that agrees, and no other (5.3)",
          "[3b.h01]") {
  struct Case {
    At previous;
    bool is_taken;
  };
  for (const Case& each : {Case{{0, 0}, true}, Case{{1, 1}, true}, Case{{2, 3}, true},
                           Case{{3, 3}, true}, Case{{1, 3}, false}, Case{{2, 1}, false},
                           Case{{3, 4}, false}, Case{{4, 3}, false}, Case{{9, 4}, false}}) {
    step("after " + std::to_string(each.previous.index) + ":" + std::to_string(each.previous.term));
    Solo node = follower(3, {1, 3, 3});
    const auto brought = log(each.previous.index + 1, {4});
    const Message answer = node.answer(append(1, 4, each.previous, brought));
    CHECK(answer.is_granted == each.is_taken);
    if (each.is_taken) {
      CHECK(node.entries().back() == brought[0]);
      CHECK(answer.log_index == brought[0].index);
    } else {
      CHECK(node.terms() == Terms{1, 3, 3});
    }
  }
}

TEST_CASE("3b.h02 A log ends up as the message says, where it says something (5.3)", "[3b.h02]") {
  struct Case {
    At previous;
    Terms brought;
    Terms result;
  };
  for (const Case& each :
       {Case{{2, 2}, {3}, {1, 2, 3}}, Case{{1, 1}, {3, 4}, {1, 3, 4}}, Case{{0, 0}, {1}, {1, 2, 2}},
        Case{{0, 0}, {3}, {3}}, Case{{0, 0}, {1, 2, 4}, {1, 2, 4}}, Case{{1, 1}, {2}, {1, 2, 2}},
        Case{{3, 2}, {4, 4}, {1, 2, 2, 4, 4}}}) {
    step("after " + std::to_string(each.previous.index) + ", " +
         std::to_string(each.brought.size()) + " entries");
    Solo node = follower(3, {1, 2, 2});
    const auto brought = log(each.previous.index + 1, each.brought);
    CHECK(node.answer(append(1, 4, each.previous, brought)).is_granted);
    CHECK(node.terms() == each.result);
  }
}

TEST_CASE("3b.h03 A majority is a majority in whatever order it comes together (5.3)", "[3b.h03]") {
  for (std::uint64_t run = 0; run < 12; ++run) {
    const std::uint64_t voters = 3 + run % 7;
    step(std::to_string(voters) + " nodes, run " + std::to_string(run));
    Random random = Random::stream(run, "answers");
    Solo node(1, voters, features_up_to('b'));
    node.become_leader();
    for (int i = 0; i < 9; ++i) node.propose("x");
    std::vector<std::uint64_t> has(voters, 0);
    has[0] = 10;
    for (int i = 0; i < 60; ++i) {
      const std::uint64_t peer = 1 + random.below(voters - 1);
      const std::uint64_t said = random.below(11);
      node.receive(accept(peer + 1, 1, said));
      has[peer] = std::max(has[peer], said);
      Terms sorted = has;
      std::sort(sorted.begin(), sorted.end());
      CHECK(node.glance().commit == Index{sorted[(voters - 1) / 2]});
    }
  }
}

TEST_CASE("3b.h04 A commit goes no further than what the message brings or follows (Figure 2)",
          "[3b.h04]") {
  struct Case {
    At previous;
    Terms brought;
    std::uint64_t commit;
    std::uint64_t result;
  };
  for (const Case& each : {Case{{1, 1}, {}, 3, 1}, Case{{1, 1}, {2}, 3, 2}, Case{{2, 2}, {}, 1, 1},
                           Case{{2, 2}, {2}, 4, 3}, Case{{0, 0}, {}, 4, 0},
                           Case{{3, 2}, {3, 3}, 4, 4}, Case{{0, 0}, {1, 2}, 9, 2}}) {
    step("after " + std::to_string(each.previous.index) + ", commit " +
         std::to_string(each.commit));
    Solo node = follower(2, {1, 2, 2});
    node.answer(
        append(1, 3, each.previous, log(each.previous.index + 1, each.brought), each.commit));
    CHECK(node.glance().commit == Index{each.result});
    CHECK(node.applied.size() == each.result);
  }
}
