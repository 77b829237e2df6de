// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/drive.hpp>
#include <testkit/raft/print.hpp>
#include <testkit/raft/script.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <tuple>
#include <utility>
#include <vector>

#include "script_words.hpp"

namespace testkit::raft {
namespace {

using Kind = Input::Kind;

class Player {
 public:
  explicit Player(const Features& features) : features_(features) {}

  Lines play(const std::string& line) {
    const Command command(line);
    shown_.clear();
    if (command.verb == "nodes") {
      starts_.resize(command.number(0));
      at_first_ = command.configuration();
      if (!command.option("entries").empty())
        entries_max_ = static_cast<std::uint32_t>(std::stoul("0" + command.option("entries")));
    } else if (command.verb == "start") {
      start(command);
    } else {
      begin();
      if (!is_known(command)) return {"  no such command, or no such node: see script.hpp"};
      do_it(command);
      show_changes();
    }
    return std::move(shown_);
  }

 private:
  void start(const Command& command) {
    const std::uint64_t node = command.number(0);
    if (node == 0 || node > starts_.size()) return;
    Ensemble::Start& start = starts_[node - 1];
    start.term = std::strtoull(command.option("term").c_str(), nullptr, 10);
    std::istringstream log(command.option("log"));
    for (std::string term; std::getline(log, term, ',');)
      start.terms.push_back(std::strtoull(term.c_str(), nullptr, 10));
  }

  void begin() {
    if (nodes_) return;
    nodes_.emplace(Ensemble::with(features_, starts_, entries_max_, at_first_));
    for (std::uint64_t id = 1; id <= starts_.size(); ++id)
      states_.push_back(standing_of((*nodes_)[id]));
  }

  bool is_known(const Command& command) const {
    static const std::map<std::string, std::size_t> verbs = {
        {"campaign", 1}, {"beat", 1},      {"tick", 1}, {"propose", 1}, {"deliver", 2},
        {"lose", 0},     {"stabilize", 0}, {"away", 1}, {"back", 0},    {"restart", 1},
        {"compact", 2},  {"read", 2},      {"log", 0},  {"status", 0},  {"quiet", 0},
        {"loud", 0},     {"change", 1},    {"transfer", 2}};
    const auto found = verbs.find(command.verb);
    if (found == verbs.end() || command.words.size() < found->second) return false;
    if (command.words.empty()) return true;
    const auto is_node = [&](std::size_t i) {
      return command.number(i) >= 1 && command.number(i) <= starts_.size();
    };
    const bool has_two =
        command.verb == "deliver" || command.verb == "lose" || command.verb == "transfer";
    return is_node(0) && (!has_two || is_node(1));
  }

  void do_it(const Command& command) {
    const std::uint64_t node = command.number(0);
    const std::string& verb = command.verb;
    if (verb == "quiet" || verb == "loud") is_quiet_ = verb == "quiet";
    if (verb == "campaign") act(node, {Kind::time_out}, command.crash());
    if (verb == "beat") act(node, {Kind::beat}, command.crash());
    if (verb == "restart") act(node, {Kind::restart}, Crash::never);
    if (verb == "propose") propose(command);
    if (verb == "deliver") deliver(command);
    if (verb == "tick") tick(node, std::max<std::uint64_t>(1, command.number(1)));
    if (verb == "lose") lose(command);
    if (verb == "stabilize") stabilize();
    if (verb == "back") nodes_->away.clear();
    if (verb == "away")
      for (std::size_t i = 0; i < command.words.size(); ++i)
        nodes_->away.insert(command.number(i));
    if (verb == "compact") compact(node, Index{command.number(1)});
    if (verb == "read") read(node, command.number(1));
    if (verb == "change") ask(node, (*nodes_)[node]->change(command.configuration()));
    if (verb == "transfer") ask(node, (*nodes_)[node]->transfer(NodeId{command.number(1)}));
    if (verb == "log" || verb == "status") look(command);
  }

  void act(std::uint64_t id, const Input& input, Crash crash) {
    Solo& node = (*nodes_)[id];
    const Taken taken = take(node, input, crash);
    if (!taken.is_done) show("nothing comes of it");
    post(taken.sent);
    if (input.kind == Kind::restart || (crash != Crash::never && taken.is_done))
      node = restarted(node);
  }

  void post(const std::vector<Message>& sent) {
    for (const Message& message : sent) nodes_->tray().push_back(message);
    std::vector<Message> sorted = sent;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Message& a, const Message& b) {
      return std::tuple(a.from, a.to) < std::tuple(b.from, b.to);
    });
    for (const Message& message : sorted)
      if (!is_quiet_) show(describe(message));
  }

  void propose(const Command& command) {
    Input input{Kind::propose};
    if (command.words.size() > 1) input.command = command.words[1];
    act(command.number(0), input, command.crash());
  }

  void tick(std::uint64_t id, std::uint64_t times) {
    Solo& node = (*nodes_)[id];
    node.tick(times);
    post(node.sent());
  }

  bool is_cut(const Message& message) const {
    return nodes_->away.contains(message.from.value()) || nodes_->away.contains(message.to.value());
  }

  void receive(const Message& message, Crash crash) {
    if (is_cut(message)) return show(describe(message) + ": is lost, as one of them is away");
    if (message.to.value() > starts_.size())
      return show(describe(message) + ": is lost, as there is no such node");
    act(message.to.value(), {Kind::receive, message}, crash);
  }

  void deliver(const Command& command) {
    const std::uint64_t wanted = std::strtoull(command.option("nth").c_str(), nullptr, 10);
    std::vector<Message>& tray = nodes_->tray();
    std::vector<Message> chosen;
    std::uint64_t nth = 0;
    std::erase_if(tray, [&](const Message& message) {
      const bool is_between = message.from == NodeId{command.number(0)} &&
                              message.to == NodeId{command.number(1)};
      if (!is_between || (++nth != wanted && wanted != 0)) return false;
      chosen.push_back(message);
      return !command.has("twice");
    });
    if (chosen.empty()) show("nothing is under way there");
    for (const Message& message : chosen) receive(message, command.crash());
  }

  void lose(const Command& command) {
    std::erase_if(nodes_->tray(), [&](const Message& message) {
      return command.words.empty() || (message.from == NodeId{command.number(0)} &&
                                       message.to == NodeId{command.number(1)});
    });
  }

  void stabilize() {
    for (int count = 0; !nodes_->tray().empty() && count < 10'000; ++count) {
      const Message next = nodes_->tray().front();
      nodes_->tray().erase(nodes_->tray().begin());
      receive(next, Crash::never);
    }
    if (!nodes_->tray().empty()) show("they come to no rest");
  }

  void compact(std::uint64_t id, Index index) {
    Solo& node = (*nodes_)[id];
    if (index > node.glance().applied) return show("it has not applied so much");
    node->compact(index, Bytes("as of " + to_string(index)));
    settle(id);
  }

  void read(std::uint64_t id, std::uint64_t context) {
    (*nodes_)[id]->read_index(context);
    settle(id);
  }

  void ask(std::uint64_t id, const patina::raft::Proposed& answer) {
    if (!answer.is_taken()) show(testkit::raft::describe(answer));
    settle(id);
  }

  void settle(std::uint64_t id) {
    Solo& node = (*nodes_)[id];
    node.pump();
    post(node.sent());
  }

  void look(const Command& command) {
    for (std::uint64_t id = 1; id <= starts_.size(); ++id) {
      if (!command.words.empty() && command.number(0) != id) continue;
      const Solo& node = (*nodes_)[id];
      shown_.push_back("  node " + std::to_string(id) +
                       (command.verb == "log" ? ":" + log_of(node) : " " + standing_of(node)));
    }
  }

  // Who votes is said once it is not what it was at first.
  std::string standing_of(const Solo& node) const {
    const patina::raft::Configuration now = node.status().configuration;
    const bool is_changed = now != node.config().configuration;
    return state_of(node) + (is_changed ? "  " + members_of(now) : "");
  }

  void show(const std::string& line) {
    if (!is_quiet_) shown_.push_back("  " + line);
  }

  void show_changes() {
    for (std::uint64_t id = 1; id <= starts_.size(); ++id) {
      Solo& node = (*nodes_)[id];
      std::string state = standing_of(node);
      if (state != states_[id - 1]) show("node " + std::to_string(id) + " " + state);
      states_[id - 1] = std::move(state);
      for (const patina::raft::ReadState& read : std::exchange(node.reads, {}))
        shown_.push_back("  node " + std::to_string(id) + ": read " + std::to_string(read.context) +
             (read.is_refused ? " is refused" : " is safe at " + to_string(read.index)));
    }
  }

  Features features_;
  std::vector<Ensemble::Start> starts_ = std::vector<Ensemble::Start>(3);
  std::uint32_t entries_max_ = 1024;
  Configuration at_first_;
  std::optional<Ensemble> nodes_;
  Lines states_;
  Lines shown_;
  bool is_quiet_ = false;
};

}  // namespace

Lines play_lines(const Lines& script, const Features& features,
                 const std::function<bool(const Lines&)>& goes_on) {
  Player player(features);
  Lines out;
  for (const std::string& line : script) {
    if (is_command(line) || is_kept(line)) out.push_back(line);
    if (!is_command(line)) continue;
    if (!goes_on(out)) break;
    std::istringstream commands(line.substr(2));
    for (std::string command; std::getline(commands, command, ';');)
      for (std::string& each : player.play(command)) out.push_back(std::move(each));
  }
  return out;
}

std::string play_script(std::string_view text, const Features& features) {
  return joined(play_lines(lines_of(text), features, [](const Lines&) { return true; }));
}

}  // namespace testkit::raft
