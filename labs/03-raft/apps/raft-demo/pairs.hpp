// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Pairs: the state machine of raft-demo, names with values. A command is "NAME VALUE", a question
// "NAME"; a snapshot is the commands that make the same state.
//
// Thread rule: one thread.
#pragma once

#include <patina/raft/state_machine.hpp>

#include <map>
#include <sstream>
#include <string>
#include <utility>

namespace demo {

using patina::raft::Bytes;

class Pairs final : public patina::raft::StateMachine {
 public:
  Bytes apply(patina::raft::Index, const Bytes& command) override {
    put(std::string(command.view()));
    return {};
  }

  Bytes query(const Bytes& question) const override {
    const auto found = values_.find(std::string(question.view()));
    return Bytes(found == values_.end() ? std::string("nothing") : found->second);
  }

  Bytes snapshot() const override {
    std::string text;
    for (const auto& [name, value] : values_) text += name + " " + value + "\n";
    return Bytes(text);
  }

  bool restore(const Bytes& snapshot) override {
    values_.clear();
    std::istringstream lines{std::string(snapshot.view())};
    for (std::string line; std::getline(lines, line);) put(line);
    return true;
  }

 private:
  void put(const std::string& command) {
    const std::size_t space = command.find(' ');
    values_[command.substr(0, space)] = command.substr(space + 1);
  }

  std::map<std::string, std::string> values_;
};

}  // namespace demo
