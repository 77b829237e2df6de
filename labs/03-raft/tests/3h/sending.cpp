// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3h: a leader that sends its snapshot in pieces.
#include <testkit/catch.hpp>
#include <testkit/raft/pieces.hpp>
#include <testkit/raft/print.hpp>

#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::raft;

namespace {

// Node 3 has nothing, and says so: the first piece.
Message first_piece(Solo& node) {
  const auto sent = pieces(node.receive(refuse(3, 5, 5, {1, 0})));
  REQUIRE(sent.size() == 1);
  node.sent();
  return sent.front();
}

Message next_piece(Solo& node, const Message& answer) {
  const auto sent = pieces(node.receive(answer));
  REQUIRE(sent.size() == 1);
  node.sent();
  return sent.front();
}

}  // namespace

TEST_CASE("3h.14 A snapshot goes in pieces, each when the one before it is answered (Figure 13)",
          "[3h.14]") {
  Solo node = sending_leader(4);
  Message sent = first_piece(node);
  std::string data;
  for (const std::uint64_t offset : {0, 4, 8}) {
    CHECK(sent.to == NodeId{3});
    CHECK(sent.term == Term{5});
    REQUIRE(sent.snapshot != nullptr);
    CHECK(*sent.snapshot == *snapshot({6, 5}, voters_up_to(3), ""));
    CHECK(sent.offset == offset);
    CHECK(sent.is_last == (offset == 8));
    data += sent.chunk.view();
    if (offset < 8) sent = next_piece(node, has(3, sent, offset + 4));
  }
  CHECK(data == "0123456789");
  step("it has it: entries go on behind it");
  node.propose("x");
  const auto next = of_type(node.receive(accept(3, 5, 6)), MessageType::append_entries);
  REQUIRE(next.size() == 1);
  CHECK(next[0].log_index == Index{6});
  CHECK(next[0].entries.size() == 1);
  CHECK(node.status().peers[1].match_index == Index{6});
}

TEST_CASE("3h.15 A snapshot that fits, and one without data, are one piece, and it is the last",
          "[3h.15]") {
  for (const std::string data : {"0123", ""}) {
    Solo node = sending_leader(4, data);
    const Message sent = first_piece(node);
    CHECK(sent.chunk == Bytes(data));
    CHECK(sent.is_last);
    CHECK(sent.offset == 0);
  }
}

TEST_CASE("3h.16 Doubled answers, and old ones, send nothing", "[3h.16]") {
  Solo node = sending_leader(2);
  const Message first = first_piece(node);
  const Message second = next_piece(node, has(3, first, 2));
  step("the same once more, twice");
  CHECK(pieces(node.receive(has(3, first, 2))).empty());
  CHECK(pieces(node.receive(has(3, first, 2))).empty());
  const Message third = next_piece(node, has(3, second, 4));
  step("answers to the first and the second, when the third is out");
  CHECK(pieces(node.receive(has(3, first, 2))).empty());
  CHECK(pieces(node.receive(has(3, second, 4))).empty());
  CHECK(next_piece(node, has(3, third, 6)).offset == 6);
}

TEST_CASE("3h.17 A piece goes again after two heartbeats, with a refusal, from where the peer is",
          "[3h.17]") {
  Solo node = sending_leader(4);
  const Message first = first_piece(node);
  next_piece(node, has(3, first, 4));
  step("heartbeats are refused while it is on its way");
  node.tick();
  CHECK(refused(node).empty());
  node.tick();
  const auto again = refused(node);
  REQUIRE(again.size() == 1);
  CHECK(again[0].offset == 4);
  CHECK(again[0].chunk == Bytes("4567"));
  step("that one too, and so on; an answer to any copy is an answer");
  node.tick();
  CHECK(refused(node).empty());
  node.tick();
  CHECK(refused(node).size() == 1);
  CHECK(next_piece(node, has(3, again[0], 8)).offset == 8);
}

TEST_CASE("3h.18 A peer that is silent gets heartbeats, and no piece again", "[3h.18]") {
  Solo node = sending_leader(4);
  first_piece(node);
  std::uint64_t silent = 0;
  for (int i = 0; i < 40; ++i) {
    node.tick();
    const auto sent = node.sent_to(3);
    CHECK(pieces(sent).empty());
    silent = sent.empty() ? silent + 1 : 0;
    CHECK(silent < 5);
  }
}

TEST_CASE("3h.19 Whoever has restarted in the middle of it is sent the snapshot from its beginning",
          "[3h.19]") {
  Solo node = sending_leader(4);
  const Message second = next_piece(node, has(3, first_piece(node), 4));
  step("it answers that it has nothing");
  auto sent = pieces(node.receive(has(3, second, 0)));
  for (int ticks = 0; ticks < 5 && sent.empty(); ++ticks) {
    node.tick();
    sent = refused(node);
  }
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].offset == 0);
  CHECK(sent[0].chunk == Bytes("0123"));
  CHECK(next_piece(node, has(3, sent[0], 4)).offset == 4);
}

TEST_CASE("3h.20 A newer snapshot waits until the one under way has arrived", "[3h.20]") {
  Solo node = sending_leader(4);
  Message sent = first_piece(node);
  std::vector<Message> all;
  for (std::uint64_t i = 1; i <= 2; ++i) {
    step("the log is compacted once more");
    node.propose("x");
    node.receive(accept(2, 5, 6 + i));
    node->compact(Index{6 + i}, Bytes("a newer one"));
    node.pump();
    node.tick();
    refused(node);
    node.sent();
    sent = next_piece(node, has(3, sent, 4 * i));
    CHECK(sent.offset == 4 * i);
    CHECK(sent.snapshot->index == Index{6});
  }
  step("it has arrived; now the newest");
  auto newer = pieces(node.receive(accept(3, 5, 6)));
  for (int ticks = 0; ticks < 5 && newer.empty(); ++ticks) {
    node.tick();
    for (const Message& each : node.sent_to(3)) {
      if (each.type == MessageType::install_snapshot) newer.push_back(each);
      if (each.type == MessageType::append_entries)
        node.receive(refuse(3, 5, each.log_index.value(), {7, 0}));
    }
    for (const Message& each : pieces(node.sent_to(3))) newer.push_back(each);
  }
  REQUIRE(newer.size() == 1);
  CHECK(newer[0].snapshot->index == Index{8});
  CHECK(newer[0].offset == 0);
}

TEST_CASE("3h.21 Answers of another snapshot, or of more bytes than there are, send nothing",
          "[3h.21]") {
  Solo node = sending_leader(4);
  const Message first = first_piece(node);
  Message other = has(3, first, 4);
  other.log_index = Index{5};
  CHECK(pieces(node.receive(other)).empty());
  CHECK(pieces(node.receive(has(3, first, 11))).empty());
  CHECK(pieces(node.receive(has(3, first, UINT64_MAX))).empty());
  step("one from somebody who is sent nothing");
  CHECK(pieces(node.receive(has(2, first, 4))).empty());
  CHECK(next_piece(node, has(3, first, 4)).offset == 4);
}
