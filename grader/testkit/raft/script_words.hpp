// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The words of a script: lines are told apart, a command is read, a node's state is written. And
// play_lines(), by which a script is played and, between two commands, looked at.
// Thread rule: pure functions and a value type.
#pragma once

#include <testkit/raft/drive.hpp>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::raft {

using Lines = std::vector<std::string>;

inline Lines lines_of(std::string_view text) {
  Lines lines;
  std::istringstream input{std::string(text)};
  for (std::string line; std::getline(input, line);) lines.push_back(line);
  while (!lines.empty() && lines.front().empty()) lines.erase(lines.begin());
  return lines;
}

inline std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

inline bool is_command(const std::string& line) { return line.starts_with("> "); }
inline bool is_kept(const std::string& line) { return line.empty() || line.starts_with("#"); }

// Each command with what came of it; comments and empty lines where they stand. Before a command is
// carried out `goes_on` is asked, with all up to that line; false ends the script there.
Lines play_lines(const Lines& script, const Features& features,
                 const std::function<bool(const Lines&)>& goes_on);

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
  // "voters=1,2,4": ascending, each once, as a Configuration wants them.
  std::vector<patina::raft::NodeId> nodes(const std::string& name) const {
    std::set<patina::raft::NodeId> nodes;
    std::istringstream list(option(name));
    for (std::string node; std::getline(list, node, ',');)
      nodes.insert(patina::raft::NodeId{std::strtoull(node.c_str(), nullptr, 10)});
    return {nodes.begin(), nodes.end()};
  }
  patina::raft::Configuration configuration() const {
    patina::raft::Configuration wanted;
    wanted.voters = nodes("voters");
    wanted.learners = nodes("learners");
    return wanted;
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

inline std::string members_of(const patina::raft::Configuration& configuration) {
  const auto list = [](const std::vector<patina::raft::NodeId>& nodes) {
    std::string text;
    for (const patina::raft::NodeId node : nodes) text += " " + to_string(node);
    return text;
  };
  std::string text = "voters" + list(configuration.voters);
  if (configuration.is_joint()) text += ", old" + list(configuration.old_voters);
  if (!configuration.learners.empty()) text += ", learners" + list(configuration.learners);
  return text;
}

}  // namespace testkit::raft
