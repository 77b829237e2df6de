// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: sessions end by the log alone, and travel in snapshots.
#include <testkit/catch.hpp>
#include <testkit/raft/kv_client.hpp>

#include <patina/kv/kv_machine.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::kv;
using patina::kv::KvMachine;

TEST_CASE("3d.08 A command without a session is not applied: it may have been before (thesis 6.3)",
          "[3d.08]") {
  KvMachine machine;
  KvLog log(machine);
  CHECK(log(put(1, 1, "x", "a")) == answer(Outcome::expired));
  const auto client = log.open();
  CHECK(log(put(0, 1, "x", "a")) == answer(Outcome::expired));
  CHECK(log(put(client + 1, 1, "x", "a")) == answer(Outcome::expired));
  CHECK(log.ask("x") == answer(Outcome::not_found));
}

TEST_CASE("3d.09 At most so many sessions are open; the one that was used least recently ends",
          "[3d.09]") {
  KvMachine machine(3);
  KvLog log(machine);
  const auto first = log.open();
  const auto second = log.open();
  const auto third = log.open();
  for (const auto client : {second, first, third}) log(append(client, 1, "x", "a"));
  step("a fourth session: the second one was silent for longest");
  const auto fourth = log.open();
  CHECK(log(append(second, 2, "x", "b")) == answer(Outcome::expired));
  step("the others go on, and are known");
  for (const auto client : {first, third}) CHECK(log(append(client, 1, "x", "a")) == done());
  CHECK(log(append(fourth, 1, "x", "c")) == done());
  CHECK(log.ask("x") == done("aaac"));
}

TEST_CASE("3d.10 A client that only sends again what it sent keeps its session", "[3d.10]") {
  KvMachine machine(2);
  KvLog log(machine);
  const auto loyal = log.open();
  log(append(loyal, 5, "x", "a"));
  for (int i = 0; i < 10; ++i) {
    log.open();
    CHECK(log(append(loyal, i % 2 == 0 ? 5 : 4, "x", "a")) ==
          answer(i % 2 == 0 ? Outcome::done : Outcome::stale));
  }
  CHECK(log.ask("x") == done("a"));
}

TEST_CASE("3d.11 Sessions are in the snapshot: who restores it knows what was done", "[3d.11]") {
  KvMachine machine;
  KvLog log(machine);
  const auto client = log.open();
  log(append(client, 1, "x", "a"));
  CHECK(log(swap(client, 2, "x", "a", "b")) == done());
  const auto reader = log.open();
  CHECK(log(get(reader, 1, "x")) == done("b"));
  step("another node comes up with the snapshot");
  KvMachine restored;
  REQUIRE(restored.restore(machine.snapshot()));
  KvLog later(restored, log.last().value());
  CHECK(later.ask("x") == done("b"));
  CHECK(later(swap(client, 2, "x", "a", "b")) == done());
  CHECK(later(append(client, 1, "x", "a")) == answer(Outcome::stale));
  CHECK(later(append(client, 3, "x", "c")) == done());
  CHECK(later.ask("x") == done("bc"));
  CHECK(later(get(reader, 1, "x")) == done("b"));
  step("what it held before is gone");
  REQUIRE(restored.restore(KvMachine().snapshot()));
  CHECK(later.ask("x") == answer(Outcome::not_found));
  CHECK(later(append(client, 4, "x", "d")) == answer(Outcome::expired));
}

static Command nth_command(std::uint64_t n, std::uint64_t client) {
  const std::string key = "key" + std::to_string(n * 7 % 31);
  if (n % 5 == 0) return erase(client, n, key);
  if (n % 3 == 0) return append(client, n, key, std::to_string(n));
  return put(client, n, key, std::string(n % 4, 'v'));
}

TEST_CASE("3d.12 Equal states give equal snapshots, whether they were applied or restored",
          "[3d.12]") {
  KvMachine all(4);
  KvLog log(all);
  KvMachine part(4);
  std::vector<std::uint64_t> clients;
  for (std::uint64_t n = 1; n <= 120; ++n) {
    const std::uint64_t before = log.last().value();
    const std::uint64_t client = log.open();
    clients.push_back(client);
    KvLog same(part, before);
    same.open();
    for (const Command& command :
         {nth_command(n, client),
          nth_command(n, clients[n - 1 - n * n % std::min<std::uint64_t>(n, 5)])}) {
      const Answer answer = log(command);
      CHECK(same(command) == answer);
    }
    REQUIRE((part.snapshot() == all.snapshot()));
    if (n % 10 == 0) REQUIRE(part.restore(all.snapshot()));
  }
}

TEST_CASE("3d.13 A restore is all or nothing", "[3d.13]") {
  KvMachine machine;
  KvLog log(machine);
  const auto client = log.open();
  for (std::uint64_t n = 1; n <= 9; ++n) log(nth_command(n, client));
  const std::string whole(machine.snapshot().view());
  KvMachine other;
  KvLog(other).open();
  const Bytes before = other.snapshot();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes part(std::string_view(whole).substr(0, size));
    if (other.restore(part)) {
      INFO("restore took the first " << size << " bytes of " << whole.size());
      REQUIRE((other.snapshot() == part));  // then they are a snapshot, of something smaller
      REQUIRE(other.restore(before));
    }
    REQUIRE((other.snapshot() == before));
  }
  step("there is more than a snapshot");
  if (other.restore(Bytes(whole + "x"))) CHECK((other.snapshot() == Bytes(whole + "x")));
  CHECK(other.restore(Bytes(whole)));
  CHECK((other.snapshot() == Bytes(whole)));
}
