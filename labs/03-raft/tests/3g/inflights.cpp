// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3g: Inflights, compared with counting by hand.
#include <testkit/catch.hpp>
#include <testkit/raft/print.hpp>

#include <patina/base/random.hpp>
#include <patina/raft/inflights.hpp>

#include <cstdint>
#include <deque>
#include <utility>

using namespace testkit;
using patina::raft::Index;
using patina::raft::Inflights;

TEST_CASE("3g.01 What was sent counts until it is answered, by messages and by bytes", "[3g.01]") {
  Inflights sent;
  CHECK(sent.is_empty());
  step("three messages: one of a hundred bytes, one of none, one of fifty");
  sent.add(Index{3}, 100);
  sent.add(Index{4}, 0);
  sent.add(Index{9}, 50);
  CHECK(sent.messages() == 3);
  CHECK(sent.bytes() == 150);
  step("the first is answered");
  sent.free_to(Index{3});
  CHECK(sent.messages() == 2);
  CHECK(sent.bytes() == 50);
  step("and the rest");
  sent.free_to(Index{9});
  CHECK(sent.is_empty());
  CHECK(sent.bytes() == 0);
}

TEST_CASE("3g.02 An answer frees what ends at its index or before, and nothing else (etcd "
          "Inflights.FreeLE)",
          "[3g.02]") {
  Inflights sent;
  for (std::uint64_t last = 10; last <= 40; last += 10) sent.add(Index{last}, last);
  step("an answer that ends before the first message does");
  sent.free_to(Index{9});
  CHECK(sent.messages() == 4);
  step("one that ends within the third");
  sent.free_to(Index{25});
  CHECK(sent.messages() == 2);
  CHECK(sent.bytes() == 70);
  step("older ones");
  sent.free_to(Index{25});
  sent.free_to(Index{10});
  CHECK(sent.messages() == 2);
  step("one beyond all");
  sent.free_to(Index{1000});
  CHECK(sent.is_empty());
  CHECK(sent.bytes() == 0);
}

TEST_CASE("3g.03 What was cleared counts no more, and neither do its bytes (etcd e419ba5)",
          "[3g.03]") {
  Inflights sent;
  for (std::uint64_t last = 5; last <= 9; ++last) sent.add(Index{last}, 100);
  sent.clear();
  CHECK(sent.is_empty());
  CHECK(sent.bytes() == 0);
  step("the next one begins before where the last one ended");
  sent.add(Index{5}, 7);
  CHECK(sent.messages() == 1);
  CHECK(sent.bytes() == 7);
  sent.free_to(Index{5});
  CHECK(sent.is_empty());
}

TEST_CASE("3g.04 However long messages come and go, their count and bytes are those under way",
          "[3g.04]") {
  step("fifty thousand messages: they are sent, answered some at a time, now and then lost");
  patina::base::Random random(7);
  Inflights sent;
  std::deque<std::pair<std::uint64_t, std::uint64_t>> model;
  std::uint64_t last = 0, bytes = 0;
  for (int i = 0; i < 50'000; ++i) {
    const std::uint64_t size = random.below(1000);
    last += 1 + random.below(3);
    sent.add(Index{last}, size);
    model.emplace_back(last, size);
    bytes += size;
    if (random.below(40) == 0) {
      const std::uint64_t index = last - random.below(std::min<std::uint64_t>(last, 60));
      sent.free_to(Index{index});
      for (; !model.empty() && model.front().first <= index; model.pop_front())
        bytes -= model.front().second;
    }
    if (random.below(5000) == 0) {
      sent.clear();
      model.clear();
      bytes = 0;
    }
    REQUIRE(sent.messages() == model.size());
    REQUIRE(sent.bytes() == bytes);
  }
}
