// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Commands and answers of the key-value store in few words, for tests of 3d and later ones.
//
// Interface:
//   put(1, 2, "x", "a")         client 1's command number 2; get, append, erase, swap likewise
//   open()                      opens a session
//   Log of commands: KvLog log(machine);  log.open() -> client;  log(put(...)) -> Answer
// A KvLog hands each command to a state machine as the next entry.
// Thread rule: one thread.
#pragma once

#include <patina/kv/command.hpp>
#include <patina/raft/state_machine.hpp>
#include <testkit/catch.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace testkit::kv {

using patina::kv::Answer;
using patina::kv::ClientId;
using patina::kv::Command;
using patina::kv::Operation;
using patina::kv::Outcome;
using patina::kv::Serial;
using patina::raft::Bytes;
using patina::raft::Index;

inline Command command(Operation operation, std::uint64_t client, std::uint64_t serial,
                       std::string_view key, std::string_view value = {},
                       std::string_view expected = {}) {
  return {operation,        ClientId{client},   Serial{serial},
          std::string(key), std::string(value), std::string(expected)};
}
inline Command get(std::uint64_t client, std::uint64_t serial, std::string_view key) {
  return command(Operation::get, client, serial, key);
}
inline Command put(std::uint64_t client, std::uint64_t serial, std::string_view key,
                   std::string_view value) {
  return command(Operation::put, client, serial, key, value);
}
inline Command append(std::uint64_t client, std::uint64_t serial, std::string_view key,
                      std::string_view value) {
  return command(Operation::append, client, serial, key, value);
}
inline Command erase(std::uint64_t client, std::uint64_t serial, std::string_view key) {
  return command(Operation::erase, client, serial, key);
}
inline Command swap(std::uint64_t client, std::uint64_t serial, std::string_view key,
                    std::string_view expected, std::string_view value) {
  return command(Operation::compare_and_swap, client, serial, key, value, expected);
}
inline Command open() { return command(Operation::open, 0, 0, {}); }

inline Answer done(std::string_view value = {}) { return {Outcome::done, std::string(value), {}}; }
inline Answer answer(Outcome outcome, std::string_view value = {}) {
  return {outcome, std::string(value), {}};
}

class KvLog {
 public:
  explicit KvLog(patina::raft::StateMachine& machine, std::uint64_t last = 0)
      : machine_(machine), last_(last) {}

  Answer operator()(const Command& next) { return apply(patina::kv::encode(next)); }
  Answer apply(const Bytes& bytes) {
    ++last_;
    const auto given = patina::kv::decode<Answer>(machine_.apply(last_, bytes));
    testkit::check(given.has_value(), "a state machine answers each command with an Answer");
    return given.value_or(Answer{Outcome::invalid, "no answer", {}});
  }
  std::uint64_t open() { return (*this)(kv::open()).client.value(); }

  Answer ask(std::string_view key) const {
    const auto given = patina::kv::decode<Answer>(machine_.query(encode(get(0, 0, key))));
    testkit::check(given.has_value(), "a state machine answers each question with an Answer");
    return given.value_or(Answer{Outcome::invalid, "no answer", {}});
  }
  Index last() const { return last_; }

 private:
  patina::raft::StateMachine& machine_;
  Index last_;
};

}  // namespace testkit::kv

namespace Catch {
template <>
struct StringMaker<patina::kv::Answer> {
  static std::string convert(const patina::kv::Answer& value) {
    return patina::kv::describe(value);
  }
};
}  // namespace Catch
