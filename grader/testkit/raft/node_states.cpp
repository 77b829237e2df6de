// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "node_states.hpp"

#include <utility>

namespace testkit::raft {

using patina::raft::Restored;

namespace {

std::string name(const NodeState& state) { return "node " + to_string(state.id); }

// Is `part` how `whole` begins?
bool begins(const std::vector<Entry>& part, const std::vector<Entry>& whole) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

}  // namespace

StateNumber NodeStates::born(NodeId id, const Restored& restored) {
  NodeState state;
  state.id = id;
  state.start = std::make_shared<const Restored>(restored);
  const Solo solo = revived(state);
  return keep(std::move(state), solo);
}

const Change& NodeStates::after(StateNumber number, const Stimulus& stimulus) {
  NodeState& state = states_[number];
  const auto known = state.changes.find(stimulus);
  if (known != state.changes.end()) return known->second;
  Change change = find(number, stimulus);
  return state.changes.emplace(stimulus, std::move(change)).first->second;
}

Solo NodeStates::revived(const NodeState& state) const {
  Config config = config_;
  config.id = state.id;
  Solo solo(config, *state.start);
  for (const Stimulus& each : state.history) take(solo, input_of(each));
  return solo;
}

Input NodeStates::input_of(const Stimulus& stimulus) const {
  Input input{stimulus.kind, {}, {}};
  if (stimulus.kind == Input::Kind::receive) input.message = messages_[stimulus.message].message;
  return input;
}

// Such as are counted, and need not show at once.
bool NodeStates::is_answer(const Stimulus& stimulus) const {
  if (stimulus.kind != Input::Kind::receive) return false;
  const MessageType type = messages_[stimulus.message].message.type;
  return type == MessageType::vote_response || type == MessageType::append_response;
}

Change NodeStates::find(StateNumber number, const Stimulus& stimulus) {
  const NodeState& before = states_[number];
  Solo solo = revived(before);
  ++replays_;
  const Taken taken = take(solo, input_of(stimulus), stimulus.crash);
  Change change;
  change.is_there = taken.is_done || taken.is_endless;
  if (!change.is_there) return change;
  for (const Message& message : taken.sent) change.sent.push_back(keep(message));
  if (taken.is_endless) {
    change.fault = fault("sim.endless", name(before) + " has work for its host without end");
    change.next = number;
    return change;
  }
  if (stimulus.kind == Input::Kind::restart || stimulus.crash != Crash::never) {
    change.next = born(before.id, solo.synced);
    return change;
  }
  NodeState next;
  next.id = before.id;
  next.start = before.start;
  next.history = before.history;
  next.history.push_back(stimulus);
  next.heard = before.heard;
  if (is_answer(stimulus))
    for (std::size_t i = 0; i < names_.count(); ++i)
      next.heard[i] += Print(messages_[stimulus.message].prints[i]).add(6).value();
  change.next = keep(std::move(next), solo);
  change.fault = judge(before, states_[change.next], solo);
  return change;
}

StateNumber NodeStates::keep(NodeState state, const Solo& solo) {
  state.glance = solo.glance();
  state.log = solo.entries();
  state.synced = solo.synced;
  state.applied = solo.applied.size();
  const Status status = solo.status();
  for (std::size_t i = 0; i < names_.count(); ++i)
    state.prints[i] = Print(print_of(names_[i], status, state.log))
                          .add(print_of(names_[i], state.synced))
                          .add(state.heard[i])
                          .value();
  const auto number = static_cast<StateNumber>(states_.size());
  const auto [found, is_new] = state_numbers_.emplace(state.prints[0], number);
  if (is_new) states_.push_back(std::move(state));
  return found->second;
}

MessageNumber NodeStates::keep(const Message& message) {
  const Prints prints =
      names_.print_of([&](const Renaming& rename) { return print_of(rename, message); });
  PATINA_ASSERT(messages_.size() < 65'000, "a scope is small");
  const auto number = static_cast<MessageNumber>(messages_.size());
  const auto [found, is_new] = message_numbers_.emplace(prints[0], number);
  if (is_new) messages_.push_back({message, prints});
  return found->second;
}

const Fault* NodeStates::judge(const NodeState& before, const NodeState& after,
                               const Solo& solo) {
  const Glance& was = before.glance;
  const Glance& is = after.glance;
  const std::string who = name(after);
  if (is.term < was.term || is.commit < was.commit)
    return fault("raft.monotonic", who + " went back to term " + to_string(is.term) + ", commit " +
                                       to_string(is.commit) + " (paper, Figure 2)");
  if (is.term == was.term && was.vote != patina::raft::no_node && is.vote != was.vote)
    return fault("raft.monotonic", who + " has voted for node " + to_string(was.vote) +
                                       " in term " + to_string(is.term) +
                                       ", and now that is another vote (paper, 5.2)");
  if (was.role == Role::leader && is.role == Role::leader && is.term == was.term &&
      !begins(before.log, after.log))
    return fault("raft.leader-append-only",
                 who + " leads, and what its log held has changed (paper, 5.3)");
  for (std::size_t i = before.applied; i < solo.applied.size(); ++i)
    if (solo.applied[i].index != Index{i + 1} || i >= after.log.size() ||
        solo.applied[i] != after.log[i])
      return fault("raft.applied-once", who + " applies entry " +
                                            describe(solo.applied[i]) + " as its number " +
                                            std::to_string(i + 1) + " (paper, Figure 2)");
  return nullptr;
}

const Fault* NodeStates::fault(std::string_view rule, std::string sentence) {
  return &faults_.emplace_back(Fault{rule, std::move(sentence)});
}

}  // namespace testkit::raft
