// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3d: KvMachine, keys and values, as a state machine that a log drives.
//
// Interface: that of StateMachine, with the commands and answers of patina/kv/command.hpp
//   KvMachine(sessions_max)   the same number on all nodes
//   apply(index, command)     does it, unless its session says that it was done (Sessions), and
//                             returns the answer. Bytes that are no command: invalid, and nothing
//                             changes. A command that nobody understands is no reason to stop: all
//                             nodes hold it, and would stop with it
//   query(question)           a get, whatever its client and serial; any other operation is invalid
//   snapshot(), restore()     all of it, sessions too
//
// Invariants: same entries, same state, same answers; equal states give equal snapshots, byte for
// byte, also where one of them came out of a snapshot itself. restore does all or nothing: bytes
// that it does not understand to the last one leave everything as it was.
// Thread rule: one thread.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/kv/command.hpp>
#include <patina/kv/sessions.hpp>
#include <patina/raft/state_machine.hpp>

#include <map>
#include <string>
#include <utility>

namespace patina::kv {

class KvMachine final : public raft::StateMachine {
 public:
  explicit KvMachine(std::uint32_t sessions_max = 1024)
      : sessions_max_(sessions_max), sessions_(sessions_max) {}

  Bytes apply(Index index, const Bytes& command) override;
  Bytes query(const Bytes& question) const override;
  Bytes snapshot() const override;
  [[nodiscard]] bool restore(const Bytes& snapshot) override;

 private:
  Answer execute(const Command& command);  // writes, and gets that stand in the log
  Answer get(const std::string& key) const;

  std::uint32_t sessions_max_;
  Sessions sessions_;
  // BEGIN SOLUTION(3d)
  // STUB:
  std::map<std::string, std::string> values_;  // in order of keys: so is the snapshot
  // END SOLUTION
};

inline Bytes KvMachine::apply(Index index, const Bytes& bytes) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "apply a command once, and answer it");
  const auto command = decode<Command>(bytes);
  if (!command) return encode(Answer{Outcome::invalid, {}, {}});
  if (command->operation == Operation::open)
    return encode(Answer{Outcome::done, {}, sessions_.open(index)});
  if (const auto known = sessions_.look_up(command->client, command->serial, index))
    return encode(*known);
  const Answer answer = execute(*command);
  sessions_.record(command->client, command->serial, answer);
  return encode(answer);
  // END SOLUTION
}

inline Answer KvMachine::execute(const Command& command) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "do what a command says");
  switch (command.operation) {
    case Operation::get:
      return get(command.key);
    case Operation::put:
      values_[command.key] = command.value;
      return {};
    case Operation::append:
      values_[command.key] += command.value;
      return {};
    case Operation::erase:
      return {values_.erase(command.key) > 0 ? Outcome::done : Outcome::not_found, {}, {}};
    case Operation::compare_and_swap: {
      const auto found = values_.find(command.key);
      if (found == values_.end()) return {Outcome::not_found, {}, {}};
      if (found->second != command.expected) return {Outcome::mismatch, found->second, {}};
      found->second = command.value;
      return {};
    }
    case Operation::open:
      break;
  }
  return {Outcome::invalid, {}, {}};
  // END SOLUTION
}

inline Answer KvMachine::get(const std::string& key) const {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "look up a key");
  const auto found = values_.find(key);
  if (found == values_.end()) return {Outcome::not_found, {}, {}};
  return {Outcome::done, found->second, {}};
  // END SOLUTION
}

inline Bytes KvMachine::query(const Bytes& question) const {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "answer a get");
  const auto command = decode<Command>(question);
  if (!command || command->operation != Operation::get)
    return encode(Answer{Outcome::invalid, {}, {}});
  return encode(get(command->key));
  // END SOLUTION
}

inline Bytes KvMachine::snapshot() const {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "write everything down");
  Writer writer;
  sessions_.write(writer);
  writer.number(values_.size());
  for (const auto& [key, value] : values_) {
    writer.text(key);
    writer.text(value);
  }
  return writer.bytes();
  // END SOLUTION
}

inline bool KvMachine::restore(const Bytes& snapshot) {
  // BEGIN SOLUTION(3d)
  // STUB: not_implemented("3d", "become what was written down, or stay as it is");
  Reader reader(snapshot.view());
  Sessions sessions(sessions_max_);
  std::map<std::string, std::string> values;
  std::uint64_t count = 0;
  if (!sessions.read(reader) || !reader.number(count)) return false;
  for (; count > 0; --count) {
    std::string key;
    std::string value;
    if (!reader.text(key) || !reader.text(value)) return false;
    values.emplace(std::move(key), std::move(value));
  }
  if (!reader.is_done()) return false;
  sessions_ = std::move(sessions);
  values_ = std::move(values);
  return true;
  // END SOLUTION
}

}  // namespace patina::kv
