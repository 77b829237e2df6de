// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/check.hpp>
#include <testkit/raft/ensemble.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace testkit::raft {

Ensemble::Ensemble(std::uint64_t voters, const Features& features) {
  for (std::uint64_t id = 1; id <= voters; ++id) nodes_.emplace_back(id, voters, features);
}

Ensemble Ensemble::with(const Features& features, const std::vector<Start>& starts,
                        std::uint32_t entries_max, const Configuration& at_first) {
  std::vector<Solo> nodes;
  for (const Start& start : starts) {
    Config config;
    config.id = NodeId{nodes.size() + 1};
    config.configuration = at_first == Configuration{} ? voters_up_to(starts.size()) : at_first;
    config.features = features;
    config.message_entries_max = entries_max;
    Restored restored;
    restored.hard_state.term = Term{start.term};
    restored.entries = raft::log(1, start.terms);
    nodes.emplace_back(config, restored);
  }
  return Ensemble(std::move(nodes));
}

void Ensemble::campaign(std::uint64_t node) {
  Solo& solo = (*this)[node];
  const Term before = solo.term();
  for (int ticks = 0; solo.term() == before && ticks < 1000; ++ticks) solo.tick();
  check(solo.term() > before, "a node that hears no leader stands for election");
  gather();
}

void Ensemble::elect(std::uint64_t node, Solo::Where where) {
  campaign(node);
  stabilize(10'000, where);
  check((*this)[node].role() == Role::leader,
        "node " + std::to_string(node) + " is elected: its log is as new as a majority's", where);
}

patina::raft::Proposed Ensemble::propose(std::uint64_t node, std::string_view command) {
  const patina::raft::Proposed proposed = (*this)[node].propose(command);
  gather();
  return proposed;
}

void Ensemble::beat(std::uint64_t leader) {
  Solo& solo = (*this)[leader];
  solo.tick(solo.config().heartbeat_ticks);
  gather();
}

void Ensemble::hand_over(const Message& message) {
  const std::uint64_t to = message.to.value();
  if (away.contains(message.from.value()) || away.contains(to)) return;
  (*this)[to].receive(message);
  gather();
}

std::vector<Message> Ensemble::take(std::uint64_t from, std::uint64_t to) {
  std::vector<Message> taken;
  std::vector<Message> left;
  for (Message& message : tray_) {
    const bool is_between = message.from == NodeId{from} && message.to == NodeId{to};
    (is_between ? taken : left).push_back(std::move(message));
  }
  tray_ = std::move(left);
  return taken;
}

void Ensemble::deliver(std::uint64_t from, std::uint64_t to) {
  for (const Message& message : take(from, to)) hand_over(message);
}

void Ensemble::deliver_one(std::uint64_t from, std::uint64_t to) {
  const auto oldest = std::find_if(tray_.begin(), tray_.end(), [&](const Message& message) {
    return message.from == NodeId{from} && message.to == NodeId{to};
  });
  if (oldest == tray_.end()) return;
  const Message message = std::move(*oldest);
  tray_.erase(oldest);
  hand_over(message);
}

void Ensemble::lose(std::uint64_t from, std::uint64_t to) { take(from, to); }

std::uint64_t Ensemble::stabilize(std::uint64_t limit, Solo::Where where) {
  std::uint64_t count = 0;
  for (; !tray_.empty() && count < limit; ++count) {
    const Message next = std::move(tray_.front());
    tray_.erase(tray_.begin());
    hand_over(next);
  }
  check(tray_.empty(),
        "nodes come to rest: after " + std::to_string(limit) + " messages they still talk", where);
  return count;
}

Ensemble::Traffic Ensemble::traffic(std::uint64_t from, std::uint64_t to) const {
  const auto found = traffic_.find({from, to});
  return found == traffic_.end() ? Traffic{} : found->second;
}

void Ensemble::expect_equal_logs(Solo::Where where) {
  const std::vector<Entry>& first = nodes_.front().entries();
  std::string differs;
  for (std::size_t i = 1; i < nodes_.size() && differs.empty(); ++i) {
    const std::vector<Entry>& other = nodes_[i].entries();
    if (other == first) continue;
    const auto [here, there] =
        std::mismatch(first.begin(), first.end(), other.begin(), other.end());
    const std::string index = std::to_string(here - first.begin() + 1);
    const auto at = [&](const auto& entry, const auto& end) {
      if (entry == end) return std::string("nothing");
      return "\"" + std::string(entry->data.view()) + "\" of term " + to_string(entry->term);
    };
    differs = ", but at index " + index + " node 1 has " + at(here, first.end()) + " and node " +
              std::to_string(i + 1) + " has " + at(there, other.end()) + "; they end at " +
              std::to_string(first.size()) + " and " + std::to_string(other.size());
  }
  check(differs.empty(), "all logs are equal" + differs, where);
}

void Ensemble::gather() {
  for (std::uint64_t id = 1; id <= nodes_.size(); ++id) {
    for (Message& message : (*this)[id].sent()) {
      Traffic& traffic = traffic_[{id, message.to.value()}];
      ++traffic.messages;
      traffic.entries += message.entries.size();
      tray_.push_back(std::move(message));
    }
  }
}

}  // namespace testkit::raft
