// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/ledger.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace testkit::raft {

using patina::raft::Configuration;
using patina::raft::Entry;
using patina::raft::EntryKind;
using patina::raft::Glance;
using patina::raft::Index;
using patina::raft::LastEntry;
using patina::raft::NodeId;
using patina::raft::Ready;
using patina::raft::Term;

void TermLog::compact_to(LastEntry base) {
  if (base.index <= base_.index) return;
  if (base.index >= last()) return reset(base);
  const auto gone = static_cast<std::ptrdiff_t>(base.index - base_.index);
  terms_.erase(terms_.begin(), terms_.begin() + gone);
  base_ = base;
}

Ledger::Ledger(std::uint32_t nodes, bool has_disks, Broken broken)
    : seats_(nodes), has_disks_(has_disks), broken_(std::move(broken)) {
  for (std::uint32_t i = 0; i < nodes; ++i) seats_[i].id = NodeId{i + 1};
}

bool Ledger::holds(NodeId node, Index index, Term term) const {
  if (node.value() == 0 || node.value() > seats_.size()) return false;
  const Seat& asked = seat(node);
  return (has_disks_ ? asked.durable.log : asked.log).has(index, term);
}

LogChange Ledger::follow(Seat& seat) {
  const Glance& now = seat.now;
  TermLog& log = seat.log;
  LogChange change{{}, log.last(), {}};
  const bool goes_on = now.base.index >= log.base().index &&
                       log.term_at(now.base.index) == std::optional(now.base.term);
  Index kept = std::min(log.last(), now.last.index);
  if (goes_on) {
    while (kept > now.base.index && seat.node->entry(kept).term != *log.term_at(kept))
      kept = kept - 1;
  } else {
    kept = now.base.index;  // a snapshot came in place of the log
  }
  change.kept = kept;
  if (const auto gone = log.term_at(kept + 1)) change.gone_term = *gone;
  if (goes_on) {
    log.compact_to(now.base);
    log.truncate_from(kept + 1);
  } else {
    log.reset(now.base);
  }
  Configurations& known = seat.configurations;
  known.erase(known.upper_bound(kept), known.end());
  known.erase(known.begin(), known.upper_bound(now.base.index));
  for (Index i = kept + 1; i <= now.last.index; ++i) {
    const Entry& entry = seat.node->entry(i);
    log.append(entry.term);
    if (entry.kind != EntryKind::configuration) continue;
    if (auto configuration = Configuration::decode(entry.data))
      known.insert_or_assign(i, *std::move(configuration));
  }
  return change;
}

// What a snapshot stands for is committed: then it does not matter whose log it was in.
Ledger::Configured Ledger::configured(const Seat& seat, Index index) const {
  const auto newest = [](const Configurations& all, Index last) {
    const auto behind = all.upper_bound(last);
    return behind == all.begin() ? all.end() : std::prev(behind);
  };
  const auto own = newest(seat.configurations, index);
  if (own != seat.configurations.end()) return {own->first, own->second};
  const auto old = newest(committed_configurations_, std::min(index, seat.log.base().index));
  if (old != committed_configurations_.end()) return {old->first, old->second};
  return {{}, seat.first.value_or(Configuration{})};
}

namespace {

void apply(Image& image, const Unsynced& written) {
  if (written.snapshot) {
    if (written.is_install) {
      image.log.reset(*written.snapshot);
    } else {
      image.log.compact_to(*written.snapshot);
    }
  }
  if (written.hard_state) {
    image.term = written.hard_state->term;
    image.vote = written.hard_state->vote;
  }
  if (written.terms.empty()) return;
  if (written.first > image.log.base().index) image.log.truncate_from(written.first);
  for (std::size_t i = 0; i < written.terms.size(); ++i)
    if (written.first + i == image.log.last() + 1) image.log.append(written.terms[i]);
}

}  // namespace

void Ledger::write(Seat& seat, const Ready& ready) {
  Unsynced written;
  written.number = ready.number;
  written.hard_state = ready.hard_state;
  if (ready.snapshot != nullptr)
    written.snapshot = LastEntry{ready.snapshot->index, ready.snapshot->term};
  written.is_install = ready.is_install;
  written.first = ready.append.first;
  for (Index i = ready.append.first; i <= ready.append.last; ++i)
    written.terms.push_back(seat.node->entry(i).term);
  seat.unsynced.push_back(std::move(written));
}

void Ledger::sync(Seat& seat, std::uint64_t number) {
  std::vector<Unsynced>& unsynced = seat.unsynced;
  auto end = unsynced.begin();
  for (; end != unsynced.end() && end->number <= number; ++end) apply(seat.durable, *end);
  unsynced.erase(unsynced.begin(), end);
}

}  // namespace testkit::raft
