// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ListMachine: the given state machine. It remembers all commands in their order, and answers each
// with its number: the first is "1". So an answer says where in the one order of commands it
// stands, and a history of answers can be checked by comparing numbers.
//
// Interface:
//   query("count")     how many commands it holds
//   query("at 3")      the third command; empty if there is none
//   commands()
// Thread rule: one thread.
#pragma once

#include <patina/raft/state_machine.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace testkit::raft {

class ListMachine final : public patina::raft::StateMachine {
 public:
  using Bytes = patina::raft::Bytes;

  Bytes apply(patina::raft::Index, const Bytes& command) override {
    commands_.push_back(command);
    return Bytes(std::to_string(commands_.size()));
  }

  Bytes query(const Bytes& question) const override {
    const std::string_view text = question.view();
    if (text == "count") return Bytes(std::to_string(commands_.size()));
    if (!text.starts_with("at ")) return {};
    const std::uint64_t number = number_of(text.substr(3));
    return number == 0 || number > commands_.size() ? Bytes() : commands_[number - 1];
  }

  // "3:abc2:xy": each command behind its length.
  Bytes snapshot() const override {
    std::string text;
    for (const Bytes& command : commands_)
      (text += std::to_string(command.size()) + ':') += command.view();
    return Bytes(text);
  }

  [[nodiscard]] bool restore(const Bytes& snapshot) override {
    std::vector<Bytes> commands;
    std::string_view rest = snapshot.view();
    while (!rest.empty()) {
      const std::size_t colon = rest.find(':');
      if (colon == 0 || colon > 10) return false;
      const std::uint64_t size = number_of(rest.substr(0, colon));
      rest.remove_prefix(colon + 1);
      if (rest.size() < size) return false;
      commands.emplace_back(rest.substr(0, size));
      rest.remove_prefix(size);
    }
    commands_ = std::move(commands);
    return true;
  }

  const std::vector<Bytes>& commands() const { return commands_; }

 private:
  static std::uint64_t number_of(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

  std::vector<Bytes> commands_;
};

}  // namespace testkit::raft
