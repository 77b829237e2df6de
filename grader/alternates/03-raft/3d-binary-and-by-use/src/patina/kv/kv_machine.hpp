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

#include <patina/base/hash.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/kv/command.hpp>
#include <patina/kv/sessions.hpp>
#include <patina/raft/state_machine.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
  using Pair = std::pair<std::string, std::string>;

  static void put_number(std::string& to, std::uint64_t number) {
    for (int i = 0; i < 8; ++i) to += static_cast<char>(number >> (8 * i));
  }
  static std::uint64_t take_number(std::string_view& from) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i)
      number |= std::uint64_t{static_cast<unsigned char>(from[i])} << (8 * i);
    from.remove_prefix(8);
    return number;
  }
  static void put_text(std::string& to, std::string_view text) {
    put_number(to, text.size());
    to += text;
  }
  static bool take_text(std::string_view& from, std::string& text) {
    if (from.size() < 8) return false;
    const std::uint64_t size = take_number(from);
    if (from.size() < size) return false;
    text = from.substr(0, size);
    from.remove_prefix(size);
    return true;
  }

  std::vector<Pair> values_;  // ascending
};

inline Bytes KvMachine::apply(Index index, const Bytes& bytes) {
  const auto command = decode<Command>(bytes);
  if (!command) return encode(Answer{Outcome::invalid, {}, {}});
  if (command->operation == Operation::open)
    return encode(Answer{Outcome::done, {}, sessions_.open(index)});
  if (const auto known = sessions_.look_up(command->client, command->serial, index))
    return encode(*known);
  const Answer answer = execute(*command);
  sessions_.record(command->client, command->serial, answer);
  return encode(answer);
}

inline Answer KvMachine::execute(const Command& command) {
  if (command.operation == Operation::open) return {Outcome::invalid, {}, {}};
  if (command.operation == Operation::get) return get(command.key);
  const auto place =
      std::lower_bound(values_.begin(), values_.end(), command.key,
                       [](const Pair& pair, const std::string& key) { return pair.first < key; });
  const bool is_there = place != values_.end() && place->first == command.key;
  if (command.operation == Operation::erase || command.operation == Operation::compare_and_swap) {
    if (!is_there) return {Outcome::not_found, {}, {}};
    if (command.operation == Operation::erase) {
      values_.erase(place);
    } else if (place->second != command.expected) {
      return {Outcome::mismatch, place->second, {}};
    } else {
      place->second = command.value;
    }
    return {};
  }
  if (!is_there) {
    values_.insert(place, {command.key, command.value});
  } else if (command.operation == Operation::put) {
    place->second = command.value;
  } else {
    place->second += command.value;
  }
  return {};
}

inline Answer KvMachine::get(const std::string& key) const {
  const auto place =
      std::lower_bound(values_.begin(), values_.end(), key,
                       [](const Pair& pair, const std::string& k) { return pair.first < k; });
  if (place == values_.end() || place->first != key) return {Outcome::not_found, {}, {}};
  return {Outcome::done, place->second, {}};
}

inline Bytes KvMachine::query(const Bytes& question) const {
  const auto command = decode<Command>(question);
  if (!command || command->operation != Operation::get)
    return encode(Answer{Outcome::invalid, {}, {}});
  return encode(get(command->key));
}

inline Bytes KvMachine::snapshot() const {
  Writer sessions;
  sessions_.write(sessions);
  std::string text;
  put_text(text, sessions.view());
  for (const auto& [key, value] : values_) {
    put_text(text, key);
    put_text(text, value);
  }
  put_number(text, base::hash_name(text));
  return Bytes(text);
}

inline bool KvMachine::restore(const Bytes& snapshot) {
  std::string_view text = snapshot.view();
  if (text.size() < 8) return false;
  std::string_view tail = text.substr(text.size() - 8);
  text.remove_suffix(8);
  if (take_number(tail) != base::hash_name(text)) return false;
  std::string part;
  Sessions sessions(sessions_max_);
  if (!take_text(text, part)) return false;
  Reader reader(part);
  if (!sessions.read(reader) || !reader.is_done()) return false;
  std::vector<Pair> values;
  while (!text.empty()) {
    Pair pair;
    if (!take_text(text, pair.first) || !take_text(text, pair.second)) return false;
    values.push_back(std::move(pair));
  }
  sessions_ = std::move(sessions);
  values_ = std::move(values);
  return true;
}

}  // namespace patina::kv
