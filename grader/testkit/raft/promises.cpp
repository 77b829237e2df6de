// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "promises.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace testkit::raft {
namespace {

std::string name(const NodeState& state) { return "node " + to_string(state.id); }
std::string position(const Entry& entry) {
  return to_string(entry.index) + ":" + to_string(entry.term);
}

bool has(const std::vector<Entry>& log, const Entry& entry) {
  return entry.index.value() <= log.size() && log[entry.index.value() - 1] == entry;
}

// What is committed by a lower term and is not in this leader's log.
std::optional<Fault> missing(const Promised& promised, const NodeState& leader) {
  for (std::size_t i = 0; i < promised.committed.size(); ++i) {
    const Entry& entry = promised.committed[i];
    if (promised.known_in[i] >= leader.glance.term || has(leader.log, entry)) continue;
    return Fault{"raft.leader-completeness",
                 name(leader) + " leads term " + to_string(leader.glance.term) +
                     " without entry " + position(entry) +
                     ", which was committed: every later leader has it (paper, 5.4)"};
  }
  return std::nullopt;
}

std::optional<Fault> unlike(const NodeState& one, const NodeState& two) {
  const std::size_t both = std::min(one.log.size(), two.log.size());
  std::size_t equal = both;
  while (equal > 0 && one.log[equal - 1].term != two.log[equal - 1].term) --equal;
  for (std::size_t i = 0; i < equal; ++i) {
    if (one.log[i] == two.log[i]) continue;
    return Fault{"raft.log-matching",
                 "the logs of " + name(one) + " and " + name(two) + " both hold " +
                     position(one.log[equal - 1]) + ", but at index " + std::to_string(i + 1) +
                     " one has " + describe(one.log[i]) + " and the other " +
                     describe(two.log[i]) + " (paper, 5.3)"};
  }
  return std::nullopt;
}

std::optional<Fault> dropped(const Promised& promised, const NodeState& before,
                             const NodeState& now) {
  for (const Entry& entry : promised.committed)
    if (has(before.log, entry) && !has(now.log, entry))
      return Fault{"raft.committed-on-a-quorum",
                   name(now) + " no longer has entry " + position(entry) +
                       ", which was committed (paper, 5.3)"};
  return std::nullopt;
}

}  // namespace

Promises::Promises(const Names& names, bool has_disks) : names_(names), has_disks_(has_disks) {
  keep({});
}

Promises::Verdict Promises::judge(std::uint32_t number, const Nodes& nodes, std::size_t changed,
                                  const NodeState& before) {
  const NodeState& now = *nodes[changed];
  if (now.glance == before.glance && now.log == before.log) return {number, std::nullopt};
  Promised promised = all_[number];
  std::optional<Fault> fault;
  if (now.log != before.log) {
    fault = dropped(promised, before, now);
    for (std::size_t i = 0; i < nodes.size() && !fault; ++i)
      if (i != changed) fault = unlike(now, *nodes[i]);
  }
  if (!fault && now.glance.role == Role::leader) fault = lead(promised, now);
  if (!fault) fault = commit(promised, nodes, now);
  return {keep(std::move(promised)), std::move(fault)};
}

std::optional<Fault> Promises::lead(Promised& promised, const NodeState& leader) const {
  const std::uint64_t term = leader.glance.term.value();
  if (promised.leaders.size() <= term) promised.leaders.resize(term + 1);
  NodeId& leads = promised.leaders[term];
  if (leads == leader.id) return std::nullopt;
  if (leads != patina::raft::no_node)
    return Fault{"raft.election-safety", name(leader) + " leads term " + std::to_string(term) +
                                             ", which node " + to_string(leads) +
                                             " has led: a term has one leader at most (paper, "
                                             "5.2)"};
  leads = leader.id;
  return missing(promised, leader);
}

std::optional<Fault> Promises::commit(Promised& promised, const Nodes& nodes,
                                      const NodeState& by) const {
  const std::uint64_t upto = by.glance.commit.value();
  for (std::size_t i = 0; i < upto && i < by.log.size(); ++i) {
    const Entry& entry = by.log[i];
    if (i < promised.committed.size()) {
      if (promised.committed[i] == entry) continue;
      return Fault{"raft.state-machine-safety",
                   name(by) + " holds " + position(entry) + " for committed, but " +
                       position(promised.committed[i]) +
                       " was committed before: a committed entry is never lost (paper, Figure 3)"};
    }
    const auto holders = std::count_if(nodes.begin(), nodes.end(), [&](const NodeState* node) {
      return holds(*node, entry);
    });
    promised.committed.push_back(entry);
    promised.known_in.push_back(by.glance.term);
    if (2 * static_cast<std::size_t>(holders) <= nodes.size())
      return Fault{"raft.committed-on-a-quorum",
                   name(by) + " holds " + position(entry) + " for committed, but of " +
                       std::to_string(nodes.size()) + " voters only " + std::to_string(holders) +
                       (has_disks_ ? " have it on disk" : " have it") +
                       ": it takes a majority (paper, 5.3)"};
    for (const NodeState* node : nodes)
      if (node->glance.role == Role::leader && node->glance.term > by.glance.term)
        if (auto fault = missing(promised, *node)) return fault;
  }
  return std::nullopt;
}

bool Promises::holds(const NodeState& node, const Entry& entry) const {
  return has(has_disks_ ? node.synced.entries : node.log, entry);
}

std::uint32_t Promises::keep(Promised promised) {
  promised.prints = names_.print_of([&](const Renaming& rename) {
    Print print(20);
    for (const NodeId leader : promised.leaders) print.add(rename(leader));
    for (const Term term : promised.known_in) print.add(term.value());
    return print.add(print_of(promised.committed)).value();
  });
  const auto number = static_cast<std::uint32_t>(all_.size());
  const auto [found, is_new] = numbers_.emplace(promised.prints[0], number);
  if (is_new) all_.push_back(std::move(promised));
  return found->second;
}

}  // namespace testkit::raft
