// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/store_model.hpp>

#include <algorithm>
#include <memory>

namespace testkit::raft {
namespace {

Index base_of(const Restored& state) {
  return state.snapshot == nullptr ? Index{0} : state.snapshot->index;
}
Index last_of(const Restored& state) { return base_of(state) + state.entries.size(); }

Term last_term_of(const Restored& state) {
  if (!state.entries.empty()) return state.entries.back().term;
  return state.snapshot == nullptr ? Term{0} : state.snapshot->term;
}

void put(Restored& state, const Entry& entry) {
  if (entry.index <= base_of(state)) return;
  state.entries.resize(entry.index - base_of(state) - 1);
  state.entries.push_back(entry);
}

void set_snapshot(Restored& state, const StoreCall& call) {
  const Index base = base_of(state);
  const std::uint64_t gone = call.taken->index <= base ? 0 : call.taken->index - base;
  if (!call.keeps_log || gone >= state.entries.size()) {
    state.entries.clear();
  } else {
    state.entries.erase(state.entries.begin(),
                        state.entries.begin() + static_cast<std::ptrdiff_t>(gone));
  }
  state.snapshot = call.taken;
}

}  // namespace

void StoreModel::give(const StoreCall& call) {
  Restored next = states_.back();
  switch (call.kind) {
    case StoreCall::Kind::sync:
      return;
    case StoreCall::Kind::state:
      next.hard_state = call.hard_state;
      return states_.push_back(std::move(next));
    case StoreCall::Kind::snapshot:
      set_snapshot(next, call);
      return states_.push_back(std::move(next));
    case StoreCall::Kind::append:
      break;
  }
  if (call.entries.empty()) return;
  // What is replaced may be gone before the first new entry is there.
  const Index first = call.entries.front().index;
  while (last_of(next) >= first && !next.entries.empty()) next.entries.pop_back();
  states_.push_back(next);
  for (const Entry& entry : call.entries) {
    put(next, entry);
    states_.push_back(next);
  }
}

void StoreModel::done(const StoreCall& call) {
  if (call.kind != StoreCall::Kind::sync) return;
  states_.erase(states_.begin(), states_.end() - 1);
}

std::string StoreModel::found(const Restored& restored) {
  const auto equal = std::find_if(states_.rbegin(), states_.rend(), [&](const Restored& state) {
    return are_equal(state, restored);
  });
  if (equal != states_.rend()) {
    states_ = {restored};
    return {};
  }
  std::string wrong = "after a crash a store comes back with what was synced, " +
                      describe(states_.front());
  if (states_.size() > 1)
    wrong += ", or with more of the " + std::to_string(states_.size() - 1) +
             " steps that came after it, up to " + describe(states_.back());
  wrong += ". It came back with " + describe(restored);
  if (!story.empty()) wrong += ". It was " + story;
  states_ = {restored};
  return wrong;
}

Script StoreModel::fitting(const Script& script) const {
  Script moved;
  Restored state = now();
  for (StoreCall call : script) {
    if (call.kind == StoreCall::Kind::append) {
      Index next = last_of(state) + 1;
      for (Entry& entry : call.entries) {
        entry.index = next;
        entry.term = std::max(entry.term, last_term_of(state));
        put(state, entry);
        ++next;
      }
    }
    if (call.kind == StoreCall::Kind::snapshot) continue;
    moved.push_back(std::move(call));
  }
  return moved;
}

// Terms and votes as a node has them; snapshots of what is committed; what is not may be replaced.
Script random_script(patina::base::Random& random, std::uint64_t calls, std::uint64_t sync_one_in,
                     bool has_snapshots) {
  Script script;
  Restored state;
  std::uint64_t term = 1, commit = 0;
  while (script.size() < calls) {
    const std::uint64_t draw = random.below(has_snapshots ? 12 : 10);
    if (draw < 3) {
      if (random.chance(1, 2)) ++term;
      commit = random.below(last_of(state) - Index{commit} + 1) + commit;
      script.push_back(StoreCall::state(term, random.below(4), commit));
    } else if (draw < 10) {
      const std::uint64_t room = last_of(state).value() - commit;
      const std::uint64_t back = random.chance(1, 3) ? random.below(room + 1) : 0;
      if (back > 0) ++term;
      std::vector<Entry> entries;
      const std::uint64_t first = last_of(state).value() - back + 1;
      for (std::uint64_t i = 0, count = 1 + random.below(4); i < count; ++i)
        entries.push_back(entry(first + i, term, std::string(random.below(200), 'a' + i % 26)));
      for (const Entry& each : entries) put(state, each);
      script.push_back(StoreCall::append(std::move(entries)));
    } else if (draw == 10 && commit > base_of(state).value()) {
      const Term of = state.entries[commit - base_of(state).value() - 1].term;
      script.push_back(StoreCall::snapshot(
          snapshot({commit, of.value()}, voters_up_to(3), "all up to " + std::to_string(commit)),
          true));
      set_snapshot(state, script.back());
    } else if (draw == 11 && random.chance(1, 3)) {
      commit = last_of(state).value() + 1 + random.below(5);
      script.push_back(StoreCall::snapshot(
          snapshot({commit, ++term}, voters_up_to(3), "sent, up to " + std::to_string(commit)),
          false));
      set_snapshot(state, script.back());
    }
    if (random.chance(1, sync_one_in)) script.push_back(StoreCall::sync());
  }
  return script;
}

bool are_equal(const Restored& left, const Restored& right) {
  if (!(left.hard_state == right.hard_state) || left.entries != right.entries) return false;
  if (left.snapshot == nullptr || right.snapshot == nullptr)
    return left.snapshot == right.snapshot;
  return *left.snapshot == *right.snapshot;
}

std::string describe(const Restored& restored) {
  std::string text = "term " + to_string(restored.hard_state.term) + " vote " +
                     to_string(restored.hard_state.vote) + " commit " +
                     to_string(restored.hard_state.commit);
  if (restored.snapshot != nullptr)
    text += " snapshot " + to_string(restored.snapshot->index) + ":" +
            to_string(restored.snapshot->term);
  if (restored.entries.empty()) return text + " no entries";
  text += " entries";
  std::uint64_t run = 0;
  for (std::size_t i = 0; i < restored.entries.size(); i += run) {
    const Entry& first = restored.entries[i];
    for (run = 1; i + run < restored.entries.size(); ++run)
      if (restored.entries[i + run].term != first.term) break;
    text += " " + to_string(first.index) + ".." + to_string(first.index + run - 1) + " of term " +
            to_string(first.term);
  }
  return text;
}

}  // namespace testkit::raft
