// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "town.hpp"

#include <algorithm>
#include <utility>

namespace demo {

using namespace patina::raft;

Town::Town(Features features, std::uint64_t seed, std::string folder, Show show)
    : features_(features), seed_(seed), folder_(std::move(folder)), show_(std::move(show)) {
  for (std::uint64_t node = 1; node <= nodes; ++node) start(node);
  listen(nodes);
}

// Each node by itself, or two whose time is up at once would depend on who is faster.
void Town::tick() {
  ++now_;
  for (Seat& each : seats_) {
    if (each.member == nullptr) continue;
    each.next.events.emplace_back(Tick{});
    settle();
  }
}

bool Town::propose(const std::string& text) {
  if (leader() == 0) return false;
  seat(leader()).next.events.emplace_back(Command{text});
  settle();
  return true;
}

bool Town::ask(const std::string& name) {
  if (leader() == 0) return false;
  seat(leader()).next.events.emplace_back(Question{name});
  settle();
  return true;
}

bool Town::kill(std::uint64_t node) {
  if (seat(node).member == nullptr) return false;
  seat(node) = {};
  tell("node " + std::to_string(node) + " is dead");
  return true;
}

bool Town::restart(std::uint64_t node) {
  if (seat(node).member != nullptr) return false;
  start(node);
  listen(1);
  return true;
}

void Town::cut(std::uint64_t node) { seat(node).is_cut = true; }

void Town::heal() {
  for (Seat& each : seats_) each.is_cut = false;
}

std::uint64_t Town::leader() const {
  std::uint64_t best = 0;
  for (std::uint64_t node = 1; node <= nodes; ++node) {
    const Seat& each = seats_[node - 1];
    if (each.member == nullptr || each.seen.role != Role::leader) continue;
    if (best == 0 || each.seen.term > seats_[best - 1].seen.term) best = node;
  }
  return best;
}

bool Town::is_led() const {
  std::uint64_t reachable = 0;
  for (std::uint64_t node = 1; node <= nodes; ++node) reachable += is_reachable(node) ? 1 : 0;
  return leader() != 0 && is_reachable(leader()) && reachable > nodes / 2;
}

bool Town::is_even() const {
  if (!is_led()) return false;
  const std::uint64_t leads = leader();
  const Glance& all = seats_[leads - 1].seen;
  for (std::uint64_t node = 1; node <= nodes; ++node) {
    const Glance& seen = seats_[node - 1].seen;
    if (!is_reachable(node)) continue;
    if (seen.leader != NodeId{leads} || seen.term != all.term || seen.applied != all.last.index)
      return false;
  }
  return true;
}

std::vector<std::string> Town::status() const {
  std::vector<std::string> lines;
  for (std::uint64_t node = 1; node <= nodes; ++node) {
    const Seat& each = seats_[node - 1];
    std::string line = "node " + std::to_string(node) + ": ";
    if (each.member == nullptr) {
      line += "dead";
    } else {
      line += std::string(name_of(each.seen.role)) + " of term " + to_string(each.seen.term) +
              ", log to " + to_string(each.seen.last.index) + ", committed " +
              to_string(each.seen.commit) + ", applied " + to_string(each.seen.applied) +
              (each.is_cut ? ", cut off" : "");
    }
    lines.push_back(line);
  }
  return lines;
}

void Town::start(std::uint64_t node) {
  Setup setup;
  setup.config.id = NodeId{node};
  for (std::uint64_t each = 1; each <= nodes; ++each)
    setup.config.configuration.voters.push_back(NodeId{each});
  setup.config.features = features_;
  setup.config.seed = seed_ + now_;  // who starts again is patient in another way
  setup.folder = folder_ + "/node-" + std::to_string(node);
  seat(node).member = std::make_unique<Member>(std::move(setup), reports_.sender);
}

// Rounds, until nobody has anything to do.
void Town::settle() {
  for (;;) {
    std::size_t count = 0;
    for (Seat& each : seats_) {
      if (each.next.events.empty()) continue;
      each.member->give(std::exchange(each.next, {}));
      ++count;
    }
    if (count == 0 || is_over_) return;
    listen(count);
  }
}

void Town::tell(const std::string& what) { show_("tick " + std::to_string(now_) + ": " + what); }

void Town::listen(std::size_t count) {
  std::vector<Report> reports;
  while (reports.size() < count) {
    auto report = reports_.receiver.recv();
    PATINA_ASSERT(report.has_value(), "this town has a sender itself");
    reports.push_back(std::move(report).value());
  }
  std::sort(reports.begin(), reports.end(),
            [](const Report& left, const Report& right) { return left.node < right.node; });
  for (Report& report : reports) {
    seat(report.node).seen = report.seen;
    is_over_ = is_over_ || report.is_over;
    for (const std::string& line : report.lines) tell(line);
    for (Message& message : report.messages) {
      const std::uint64_t to = message.to.value();
      if (is_reachable(report.node) && is_reachable(to))
        seat(to).next.events.emplace_back(std::move(message));
    }
  }
}

}  // namespace demo
