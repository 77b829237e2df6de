// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "run_story.hpp"

#include <testkit/check.hpp>
#include <testkit/raft/print.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace testkit::raft {
namespace {

using Kind = Input::Kind;

class Teller {
 public:
  Teller(const NodeStates& nodes, std::vector<StateNumber> states)
      : nodes_(nodes), states_(std::move(states)) {}

  void tell(const RunMove& move, BrokenRun& run) {
    const NodeState& before = nodes_[states_[move.node]];
    std::string words = words_of(move);
    run.script.push_back(command_of(move));
    if (const auto found = before.changes.find(move.stimulus); found != before.changes.end()) {
      const Change& change = found->second;
      states_[move.node] = change.next;
      if (!change.sent.empty())
        words += "; it sends " + std::to_string(change.sent.size()) +
                 (change.sent.size() == 1 ? " message" : " messages");
      words += "; node " + std::to_string(move.node + 1) + " is now " +
               describe(nodes_[change.next].glance);
      for (const MessageNumber sent : change.sent) tray_.push_back(sent);
    }
    run.moves.push_back(std::move(words));
  }

 private:
  const Message& message_of(const RunMove& move) const {
    return nodes_.message(move.stimulus.message).message;
  }

  std::string words_of(const RunMove& move) const {
    const std::string node = std::to_string(move.node + 1);
    std::string words;
    switch (move.stimulus.kind) {
      case Kind::time_out: words = "node " + node + " times out"; break;
      case Kind::beat: words = "node " + node + " sends heartbeats"; break;
      case Kind::propose: words = "node " + node + " is given a command"; break;
      case Kind::restart: return "node " + node + " crashes and comes up again";
      case Kind::receive:
        words = describe(message_of(move)) + (move.is_doubled ? " is delivered, and comes again"
                                                              : " is delivered");
        break;
    }
    if (move.stimulus.crash == Crash::before_write)
      words += "; node " + node + " crashes before it has written, and comes up again";
    if (move.stimulus.crash == Crash::after_write)
      words += "; node " + node + " writes, crashes before it answers, and comes up again";
    return words;
  }

  std::string command_of(const RunMove& move) {
    const std::string node = std::to_string(move.node + 1);
    std::string command;
    switch (move.stimulus.kind) {
      case Kind::time_out: command = "campaign " + node; break;
      case Kind::beat: command = "beat " + node; break;
      case Kind::propose: command = "propose " + node; break;
      case Kind::restart: return "restart " + node;
      case Kind::receive: command = delivery_of(move); break;
    }
    if (move.stimulus.crash == Crash::before_write) command += " crash=before-write";
    if (move.stimulus.crash == Crash::after_write) command += " crash=after-write";
    return command;
  }

  // The tray of an Ensemble holds what was sent in order; which of those between two is it?
  std::string delivery_of(const RunMove& move) {
    const Message& wanted = message_of(move);
    int nth = 1;
    auto at = tray_.begin();
    for (; at != tray_.end() && *at != move.stimulus.message; ++at) {
      const Message& other = nodes_.message(*at).message;
      nth += other.from == wanted.from && other.to == wanted.to;
    }
    if (at != tray_.end() && !move.is_doubled) tray_.erase(at);
    return "deliver " + to_string(wanted.from) + " " + to_string(wanted.to) +
           (nth > 1 ? " nth=" + std::to_string(nth) : "") + (move.is_doubled ? " twice" : "");
  }

  const NodeStates& nodes_;
  std::vector<StateNumber> states_;
  std::vector<MessageNumber> tray_;
};

std::string opening(const Scope& scope) {
  std::string line = "nodes " + std::to_string(scope.starts.size());
  if (scope.message_entries_max < Scope().message_entries_max)
    line += " entries=" + std::to_string(scope.message_entries_max);
  for (std::size_t i = 0; i < scope.starts.size(); ++i) {
    const Ensemble::Start& start = scope.starts[i];
    if (start.term == 0) continue;
    line += "; start " + std::to_string(i + 1) + " term=" + std::to_string(start.term) + " log=";
    for (std::size_t at = 0; at < start.terms.size(); ++at)
      line += (at > 0 ? "," : "") + std::to_string(start.terms[at]);
  }
  return line;
}

}  // namespace

BrokenRun tell_run(const Scope& scope, const NodeStates& nodes, std::vector<StateNumber> states,
                   const std::vector<RunMove>& moves) {
  BrokenRun run;
  run.script.push_back(opening(scope));
  Teller teller(nodes, std::move(states));
  for (const RunMove& move : moves) teller.tell(move, run);
  return run;
}

void tell_moves(const BrokenRun& run, std::source_location where) {
  std::string script;
  for (const std::string& line : run.script) script += (script.empty() ? "" : "; ") + line;
  step("as a script: " + script, where);
  for (const std::string& move : run.moves) step(move, where);
}

}  // namespace testkit::raft
