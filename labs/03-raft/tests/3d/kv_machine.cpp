// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: the key-value store as a state machine: commands in, answers out, and nothing twice.
#include <testkit/catch.hpp>
#include <testkit/raft/kv_client.hpp>

#include <patina/kv/kv_machine.hpp>

#include <string>

using namespace testkit;
using namespace testkit::kv;
using patina::kv::KvMachine;

TEST_CASE("3d.01 Put, append and erase change a key, and get says what it holds", "[3d.01]") {
  KvMachine machine;
  KvLog log(machine);
  const auto client = log.open();
  step("a key that is not there");
  CHECK(log(get(client, 1, "x")) == answer(Outcome::not_found));
  CHECK(log(erase(client, 2, "x")) == answer(Outcome::not_found));
  step("put twice, then append");
  CHECK(log(put(client, 3, "x", "a")) == done());
  CHECK(log(put(client, 4, "x", "b")) == done());
  CHECK(log(append(client, 5, "x", "c")) == done());
  CHECK(log(get(client, 6, "x")) == done("bc"));
  step("append to a key that is not there, erase the other one");
  CHECK(log(append(client, 7, "y", "d")) == done());
  CHECK(log(erase(client, 8, "x")) == done());
  CHECK(log(get(client, 9, "x")) == answer(Outcome::not_found));
  CHECK(log(get(client, 10, "y")) == done("d"));
}

TEST_CASE("3d.02 Compare-and-swap writes iff the key holds what was expected", "[3d.02]") {
  KvMachine machine;
  KvLog log(machine);
  const auto client = log.open();
  CHECK(log(swap(client, 1, "x", "", "a")) == answer(Outcome::not_found));
  log(put(client, 2, "x", "a"));
  CHECK(log(swap(client, 3, "x", "b", "c")) == answer(Outcome::mismatch, "a"));
  CHECK(log(swap(client, 4, "x", "a", "c")) == done());
  CHECK(log(get(client, 5, "x")) == done("c"));
}

TEST_CASE("3d.03 A command that is in the log twice is applied once, with one answer (paper 8)",
          "[3d.03]") {
  KvMachine machine;
  KvLog log(machine);
  const auto one = log.open();
  const auto other = log.open();
  step("an append whose answer was lost");
  log(append(one, 1, "x", "a"));
  log(append(other, 1, "x", "b"));
  CHECK(log(append(one, 1, "x", "a")) == done());
  CHECK(log(get(other, 2, "x")) == done("ab"));
  step("a swap that would fail now had won");
  CHECK(log(swap(one, 2, "x", "ab", "c")) == done());
  log(put(other, 3, "x", "d"));
  CHECK(log(swap(one, 2, "x", "ab", "c")) == done());
  step("a get has its first answer too");
  CHECK(log(get(one, 3, "x")) == done("d"));
  log(put(other, 4, "x", "e"));
  CHECK(log(get(one, 3, "x")) == done("d"));
  CHECK(log.ask("x") == done("e"));
}

TEST_CASE("3d.04 A command older than its client's last one is stale, and is not applied",
          "[3d.04]") {
  KvMachine machine;
  KvLog log(machine);
  const auto client = log.open();
  log(append(client, 1, "x", "a"));
  log(append(client, 2, "x", "b"));
  step("a copy of the first one comes late");
  CHECK(log(append(client, 1, "x", "a")) == answer(Outcome::stale));
  CHECK(log.ask("x") == done("ab"));
  step("it has not taken the place of the second");
  CHECK(log(append(client, 2, "x", "b")) == done());
  CHECK(log.ask("x") == done("ab"));
  step("a client may leave numbers out");
  CHECK(log(append(client, 9, "x", "c")) == done());
  CHECK(log(append(client, 8, "x", "d")) == answer(Outcome::stale));
  CHECK(log.ask("x") == done("abc"));
}

TEST_CASE("3d.05 Two clients with the same serial are two commands", "[3d.05]") {
  KvMachine machine;
  KvLog log(machine);
  const auto one = log.open();
  const auto other = log.open();
  CHECK(one != other);
  CHECK(log(append(one, 7, "x", "a")) == done());
  CHECK(log(append(other, 7, "x", "b")) == done());
  CHECK(log(append(other, 3, "x", "c")) == answer(Outcome::stale));
  CHECK(log(append(one, 7, "x", "a")) == done());
  CHECK(log.ask("x") == done("ab"));
}

TEST_CASE("3d.06 Bytes that are no command are answered so, and change nothing", "[3d.06]") {
  KvMachine machine;
  KvLog log(machine);
  const auto client = log.open();
  log(put(client, 1, "x", "a"));
  const Bytes before = machine.snapshot();
  const std::string whole(encode(put(client, 2, "x", "b")).view());
  for (const std::string& text :
       {std::string(), std::string("x"), whole.substr(0, whole.size() - 1), whole + "y"}) {
    step("these bytes: \"" + text + "\"");
    CHECK(log.apply(Bytes(text)) == answer(Outcome::invalid));
    CHECK((machine.snapshot() == before));
  }
}

TEST_CASE("3d.07 A question changes nothing, and asks for nothing but a value", "[3d.07]") {
  KvMachine machine;
  KvLog log(machine);
  const auto client = log.open();
  log(put(client, 1, "x", "a"));
  const Bytes before = machine.snapshot();
  CHECK(log.ask("x") == done("a"));
  CHECK(log.ask("y") == answer(Outcome::not_found));
  const auto refused = patina::kv::decode<Answer>(machine.query(encode(put(client, 2, "x", "b"))));
  REQUIRE(refused.has_value());
  CHECK(*refused == answer(Outcome::invalid));
  CHECK((machine.snapshot() == before));
}
