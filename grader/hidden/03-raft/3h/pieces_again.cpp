// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: leaders and followers again, with other numbers.
#include <testkit/catch.hpp>
#include <testkit/raft/pieces.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/spoken.hpp>

#include <patina/base/random.hpp>

#include <deque>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;

TEST_CASE("3h.h02 A leader with six Readies out counts what is on disk, also if told by leaps",
          "[3h.h02]") {
  Config config;
  config.id = NodeId{1};
  config.configuration = voters_up_to(5);
  config.features = asynchronous();
  Solo node(config);
  node.become_leader();
  for (const std::uint64_t other : {2, 3}) node.receive(accept(other, 1, 1));
  node.is_written_at_once = false;
  std::deque<Ready> out;
  for (int i = 0; i < 6; ++i) {
    node.propose("x");
    out.push_back(node.ready());
  }
  for (const std::uint64_t other : {2, 3}) node.receive(accept(other, 1, 7));
  CHECK(node.glance().commit == Index{1});
  node->persisted(out[3].number);
  CHECK(node.glance().commit == Index{5});
  node->persisted(out[1].number);
  CHECK(node.glance().commit == Index{5});
  node->persisted(out[5].number);
  CHECK(node.glance().commit == Index{7});
}

TEST_CASE("3h.h03 On a tray that doubles and shuffles, a snapshot of k pieces costs k messages",
          "[3h.h03]") {
  patina::base::Random random(3);
  const std::string data(97, 'd');
  for (int world = 0; world < 50; ++world) {
    Solo node = sending_leader(10, data);
    std::vector<Message> tray = pieces(node.receive(refuse(3, 5, 5, {1, 0})));
    std::uint64_t sent = tray.size();
    std::uint64_t has_bytes = 0;
    std::vector<Message> answers;
    while (has_bytes < data.size() && !(tray.empty() && answers.empty())) {
      if (!tray.empty()) {
        const Message next = tray.back();
        tray.pop_back();
        if (next.offset == has_bytes) has_bytes += next.chunk.size();
        if (has_bytes == data.size()) break;
        for (int copies = 0; copies < 2; ++copies) answers.push_back(has(3, next, has_bytes));
        continue;
      }
      const std::uint64_t which = random.below(answers.size());
      const Message answer = answers[which];
      if (random.chance(1, 2)) answers.erase(answers.begin() + static_cast<int>(which));
      const auto next = pieces(node.receive(answer));
      sent += next.size();
      tray.insert(tray.end(), next.begin(), next.end());
    }
    CHECK(has_bytes == data.size());
    CHECK(sent == 10);
  }
}

TEST_CASE("3h.h04 Compacting at every command does not begin a transfer again", "[3h.h04]") {
  Solo node = sending_leader(1, "0123456789");
  auto sent = pieces(node.receive(refuse(3, 5, 5, {1, 0})));
  for (std::uint64_t i = 0; i < 9; ++i) {
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].snapshot->index == Index{6});
    CHECK(sent[0].offset == i);
    node.propose("x");
    node.receive(accept(2, 5, 7 + i));
    node->compact(Index{7 + i}, Bytes("another, and a longer one"));
    node.pump();
    node.tick();
    node.sent();
    sent = pieces(node.receive(has(3, sent[0], i + 1)));
  }
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].is_last);
}

TEST_CASE("3h.h05 The next leader's snapshot is collected from the start, though it is the same",
          "[3h.h05]") {
  const auto taken = snapshot({7, 2}, voters_up_to(3), "abcdefgh");
  Solo node = Solo::with(1, 3, asynchronous(), 3, log(1, {1}));
  CHECK(node.answer(piece(2, 3, *taken, 0, 6)).offset == 6);
  step("node 3 leads term 4, and sends smaller pieces");
  CHECK(node.answer(piece(3, 4, *taken, 6, 2)).offset == 0);
  CHECK(node.installed == nullptr);
  for (const std::uint64_t offset : {0, 2, 4})
    CHECK(node.answer(piece(3, 4, *taken, offset, 2)).offset == offset + 2);
  node.receive(piece(3, 4, *taken, 6, 2));
  REQUIRE(node.installed != nullptr);
  CHECK(*node.installed == *taken);
  step("pieces that come late are of the past");
  const Message late = node.answer(piece(3, 4, *taken, 2, 2));
  CHECK(late.type == MessageType::append_response);
  CHECK(late.is_granted);
}
