// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The words of a script: a command is read, a node's state is written.
// Thread rule: pure functions and a value type.
#pragma once

#include <testkit/raft/drive.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace testkit::raft {

// "deliver 1 2 nth=3 twice": words, numbers among them, and options by name.
struct Command {
  explicit Command(const std::string& line) {
    std::istringstream input(line);
    input >> verb;
    for (std::string word; input >> word;) {
      const std::size_t equals = word.find('=');
      if (equals != std::string::npos) {
        options[word.substr(0, equals)] = word.substr(equals + 1);
      } else {
        words.push_back(word);
      }
    }
  }
  std::uint64_t number(std::size_t i) const {
    return i < words.size() ? std::strtoull(words[i].c_str(), nullptr, 10) : 0;
  }
  bool has(const std::string& word) const {
    return std::find(words.begin(), words.end(), word) != words.end();
  }
  std::string option(const std::string& name) const {
    const auto found = options.find(name);
    return found == options.end() ? "" : found->second;
  }
  Crash crash() const {
    if (option("crash") == "before-write") return Crash::before_write;
    return option("crash") == "after-write" ? Crash::after_write : Crash::never;
  }

  std::string verb;
  std::vector<std::string> words;
  std::map<std::string, std::string> options;
};

// The terms of a log, with a bar behind what is committed: "1 1 | 2".
inline std::string log_of(const Solo& node) {
  const Glance now = node.glance();
  std::string text;
  if (now.base.index != Index{})
    text = " snapshot " + to_string(now.base.index) + ":" + to_string(now.base.term);
  for (Index i = now.base.index; i <= now.last.index; i = i + 1) {
    if (i > now.base.index) text += " " + to_string(node.entries()[i - now.base.index - 1].term);
    if (i == now.commit) text += " |";
  }
  return text;
}

inline std::string state_of(const Solo& node) {
  const Glance now = node.glance();
  return std::string(name_of(now.role)) + " term " + to_string(now.term) + " vote " +
         (now.vote == patina::raft::no_node ? std::string("-") : to_string(now.vote)) + " log" +
         log_of(node);
}

}  // namespace testkit::raft
