// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 3d: the key-value store beside a model of a few lines.
#include <testkit/catch.hpp>
#include <testkit/raft/kv_client.hpp>

#include <patina/base/random.hpp>
#include <patina/kv/kv_machine.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

using namespace testkit;
using namespace testkit::kv;
using patina::base::Random;
using patina::kv::KvMachine;

namespace {

struct Sent {
  Command command;
  Answer answer;
};

Command draw(Random& random, std::uint64_t client, std::uint64_t serial) {
  const std::string key(1, static_cast<char>('a' + random.below(3)));
  const std::string value(1, static_cast<char>('0' + random.below(3)));
  switch (random.below(5)) {
    case 0:
      return put(client, serial, key, value);
    case 1:
      return append(client, serial, key, value);
    case 2:
      return erase(client, serial, key);
    case 3:
      return swap(client, serial, key, std::string(1, static_cast<char>('0' + random.below(3))),
                  value);
    default:
      return get(client, serial, key);
  }
}

Answer model(std::map<std::string, std::string>& values, const Command& command) {
  const auto found = values.find(command.key);
  const bool is_there = found != values.end();
  switch (command.operation) {
    case Operation::put:
      values[command.key] = command.value;
      return done();
    case Operation::append:
      values[command.key] += command.value;
      return done();
    case Operation::erase:
      if (is_there) values.erase(found);
      return is_there ? done() : answer(Outcome::not_found);
    case Operation::get:
      return is_there ? done(found->second) : answer(Outcome::not_found);
    default:
      if (!is_there) return answer(Outcome::not_found);
      if (found->second != command.expected) return answer(Outcome::mismatch, found->second);
      found->second = command.value;
      return done();
  }
}

}  // namespace

TEST_CASE("3d.h01 Whatever comes again among many clients is applied once, with its first answer",
          "[3d.h01]") {
  Random random = Random::stream(31, "commands");
  KvMachine machine;
  KvLog log(machine);
  std::map<std::string, std::string> values;
  std::vector<std::uint64_t> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(log.open());
  std::map<std::uint64_t, Sent> last;
  for (std::uint64_t n = 1; n <= 3000; ++n) {
    const std::uint64_t client = clients[random.below(clients.size())];
    Sent& before = last[client];
    if (random.chance(1, 3) && before.command.client.value() == client) {
      REQUIRE(log(before.command) == before.answer);
      continue;
    }
    if (random.chance(1, 5) && before.command.serial.value() > 1) {
      REQUIRE(log(draw(random, client, before.command.serial.value() - 1)) ==
              answer(Outcome::stale));
      continue;
    }
    before.command = draw(random, client, before.command.serial.value() + 1 + random.below(2));
    before.answer = model(values, before.command);
    REQUIRE(log(before.command) == before.answer);
  }
}

TEST_CASE("3d.h02 The session that ends is the one whose last command is oldest, always",
          "[3d.h02]") {
  Random random = Random::stream(32, "sessions");
  KvMachine machine(6);
  KvLog log(machine);
  std::vector<std::uint64_t> used;  // open sessions, the least recently used first
  std::vector<std::uint64_t> ended;
  for (std::uint64_t n = 1; n <= 600; ++n) {
    if (used.empty() || random.chance(1, 4)) {
      if (used.size() == 6) {
        ended.push_back(used.front());
        used.erase(used.begin());
      }
      used.push_back(log.open());
    } else {
      const std::size_t which = random.below(used.size());
      const std::uint64_t client = used[which];
      used.erase(used.begin() + static_cast<std::ptrdiff_t>(which));
      used.push_back(client);
      REQUIRE(log(put(client, n, "x", std::to_string(n))) == done());
    }
    if (!ended.empty())
      REQUIRE(log(put(ended[random.below(ended.size())], n, "x", "no")) ==
              answer(Outcome::expired));
    if (n % 50 == 0) {
      step("it is restored from its own snapshot");
      REQUIRE(machine.restore(machine.snapshot()));
    }
  }
}

TEST_CASE("3d.h03 A machine that came out of a snapshot goes on like the one that wrote it",
          "[3d.h03]") {
  Random random = Random::stream(33, "twins");
  KvMachine one(5);
  KvMachine other(5);
  KvLog log(one);
  std::vector<std::uint64_t> clients = {log.open()};
  REQUIRE(other.restore(one.snapshot()));
  for (std::uint64_t n = 1; n <= 400; ++n) {
    KvLog same(other, log.last().value());
    if (random.chance(1, 6)) {
      clients.push_back(log.open());
      REQUIRE(same.open() == clients.back());
    } else {
      const std::size_t recent = std::min<std::size_t>(clients.size(), 7);
      const std::uint64_t client = clients[clients.size() - 1 - random.below(recent)];
      const Command command = draw(random, client, n);
      const Answer given = log(command);
      REQUIRE(same(command) == given);
    }
    REQUIRE((one.snapshot() == other.snapshot()));
    if (random.chance(1, 9)) REQUIRE(other.restore(one.snapshot()));
  }
}

TEST_CASE("3d.h04 Keys and values of any bytes come out of a snapshot as they went in",
          "[3d.h04]") {
  const std::vector<std::string> odd = {"",          std::string(1, '\0'),  " ",        "\n",
                                        "1:x 2:yz ", std::string(300, ':'), "\xff\xfe", "0",
                                        "done 0 0: "};
  KvMachine machine;
  KvLog log(machine);
  const auto client = log.open();
  std::uint64_t serial = 0;
  for (const std::string& key : odd)
    for (const std::string& value : odd) log(put(client, ++serial, key + "/" + value, value));
  log(get(client, ++serial, odd[1] + "/" + odd[4]));
  KvMachine restored;
  REQUIRE(restored.restore(machine.snapshot()));
  CHECK((restored.snapshot() == machine.snapshot()));
  KvLog later(restored, log.last().value());
  for (const std::string& key : odd)
    for (const std::string& value : odd) CHECK(later.ask(key + "/" + value) == done(value));
  CHECK(later(get(client, serial, odd[1] + "/" + odd[4])) == done(odd[4]));
}
