// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/solo.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace testkit::raft {
namespace {

Config config_of(std::uint64_t id, std::uint64_t count, const Features& features,
                 std::uint64_t seed) {
  Config config;
  config.id = NodeId{id};
  config.configuration = voters_up_to(count);
  config.features = features;
  config.seed = seed;
  return config;
}

template <class Predicate>
std::vector<Message> take_if(std::vector<Message>& from, Predicate wanted) {
  std::vector<Message> taken, left;
  for (Message& message : from)
    (wanted(message) ? taken : left).push_back(std::move(message));
  from = std::move(left);
  return taken;
}

}  // namespace

std::vector<Message> of_type(const std::vector<Message>& messages, MessageType type) {
  std::vector<Message> copies = messages;
  return take_if(copies, [&](const Message& m) { return m.type == type; });
}

std::vector<Message> for_node(const std::vector<Message>& messages, std::uint64_t node) {
  std::vector<Message> copies = messages;
  return take_if(copies, [&](const Message& m) { return m.to == NodeId{node}; });
}

Solo::Solo(const Config& config, const Restored& restored)
    : disk(restored), synced(restored), config_(config), node_(make_node(config, restored)) {}

Solo::Solo(std::uint64_t id, std::uint64_t voters, const Features& features, std::uint64_t seed)
    : Solo(config_of(id, voters, features, seed)) {}

Solo Solo::with(std::uint64_t id, std::uint64_t voters, const Features& features,
                std::uint64_t term, std::vector<Entry> log, std::uint64_t vote) {
  Restored restored;
  restored.hard_state = {Term{term}, NodeId{vote}, Index{}};
  restored.entries = std::move(log);
  return Solo(config_of(id, voters, features, 1), restored);
}

std::vector<Entry> Solo::entries() const {
  const Glance now = glance();
  std::vector<Entry> entries;
  for (Index i = now.base.index + 1; i <= now.last.index; ++i) entries.push_back(node_->entry(i));
  return entries;
}

std::vector<std::uint64_t> Solo::terms() const {
  std::vector<std::uint64_t> terms;
  for (const Entry& each : entries()) terms.push_back(each.term.value());
  return terms;
}

// Others answer within the round that asked them, and as the members that they are now, if the test
// does not say otherwise.
std::vector<Message> Solo::receive(Message message) {
  if (message.to == patina::raft::no_node) message.to = config_.id;
  if (message.type == MessageType::append_response && message.round == 0) {
    message.round = rounds_[message.from];
    message.session = sessions_[message.from];
  }
  if (message.type == MessageType::chunk_response && message.round == 0) {
    message.round = piece_rounds_[message.from];
    message.session = sessions_[message.from];
  }
  const std::size_t before = mailbox_.size();
  node_->step(message);
  pump();
  return {mailbox_.begin() + static_cast<std::ptrdiff_t>(std::min(before, mailbox_.size())),
          mailbox_.end()};
}

Message Solo::answer(Message message, Where where) {
  const NodeId from = message.from;
  const std::string question = patina::raft::describe(message);
  const std::vector<Message> back = for_node(receive(std::move(message)), from.value());
  check(back.size() == 1,
        "a node answers \"" + question + "\" with one message, and here it sent " +
            std::to_string(back.size()),
        where);
  if (back.empty()) return {};
  take_if(mailbox_, [&](const Message& m) { return m == back.back(); });
  return back.back();
}

void Solo::tick(std::uint64_t times) {
  for (; times > 0; --times) {
    node_->tick();
    pump();
  }
}

std::uint64_t Solo::tick_until(Role role, std::uint64_t limit, Where where) {
  for (std::uint64_t ticks = 0; ticks <= limit; ++ticks) {
    if (glance().role == role) return ticks;
    tick();
  }
  check(false,
        "within " + std::to_string(limit) + " ticks a node that hears nobody becomes " +
            std::string(name_of(role)) + ", but this one is " + std::string(name_of(glance().role)),
        where);
  return limit;
}

patina::raft::Proposed Solo::propose(std::string_view command) {
  const Bytes bytes(command);
  const patina::raft::Proposed proposed = node_->propose({&bytes, 1});
  pump();
  return proposed;
}

std::vector<Message> Solo::sent() { return std::exchange(mailbox_, {}); }
std::vector<Message> Solo::sent(MessageType type) {
  return take_if(mailbox_, [&](const Message& m) { return m.type == type; });
}
std::vector<Message> Solo::sent_to(std::uint64_t node) {
  return take_if(mailbox_, [&](const Message& m) { return m.to == NodeId{node}; });
}

// With pre-votes (3e) the others say yes to those first.
void Solo::become_candidate(Where where) {
  if (config_.features.pre_vote) {
    tick_until(Role::pre_candidate, 1000, where);
    for (const Message& asked : sent(MessageType::pre_vote))
      if (role() == Role::pre_candidate)
        receive(raft::pre_vote(asked.to.value(), asked.term.value()));
  }
  tick_until(Role::candidate, 1000, where);
  mailbox_.clear();
}

void Solo::become_leader(Where where) {
  become_candidate(where);
  for (const NodeId voter : status().configuration.everyone())
    if (voter != config_.id && role() == Role::candidate)
      receive(raft::vote(voter.value(), term().value()));
  check(role() == Role::leader, "with the votes of all others a candidate becomes leader", where);
  mailbox_.clear();
}

void Solo::become_follower_of(std::uint64_t leader, std::uint64_t term) {
  const LastEntry last = glance().last;
  receive(append(leader, term, {last.index.value(), last.term.value()}));
  mailbox_.clear();
}

void Solo::pump() {
  while (is_written_at_once && node_->has_ready()) {
    Ready next = ready();
    finish(next);
  }
}

Ready Solo::ready() {
  Ready next = node_->ready();
  std::vector<Entry>& entries = writing_[next.number];
  entries.clear();
  for (Index i = next.append.first; i <= next.append.last; ++i) entries.push_back(node_->entry(i));
  post(next.now);
  return next;
}

void Solo::finish(Ready& ready) {
  write(ready);
  if (ready.must_sync) synced = disk;
  node_->persisted(ready.number);
  post(ready.after_persist);
  apply(ready);
}

void Solo::apply(const Ready& ready) {
  if (ready.number != 0 && ready.number <= applied_ready_) return;
  applied_ready_ = ready.number;
  if (ready.is_install) {
    installed = ready.snapshot;
    node_->applied(ready.snapshot->index);
  }
  for (Index i = ready.committed.first; i <= ready.committed.last; ++i)
    applied.push_back(node_->entry(i));
  if (!ready.committed.is_empty()) node_->applied(ready.committed.last);
  reads.insert(reads.end(), ready.reads.begin(), ready.reads.end());
}

void Solo::write(const Ready& ready) {
  if (ready.hard_state) disk.hard_state = *ready.hard_state;
  if (ready.snapshot != nullptr) {
    disk.snapshot = ready.snapshot;
    std::erase_if(disk.entries, [&](const Entry& each) {
      return ready.is_install || each.index <= ready.snapshot->index;
    });
  }
  const std::vector<Entry> entries = std::exchange(writing_[ready.number], {});
  writing_.erase(ready.number);
  if (entries.empty()) return;
  std::erase_if(disk.entries, [&](const Entry& each) { return each.index >= ready.append.first; });
  disk.entries.insert(disk.entries.end(), entries.begin(), entries.end());
}

void Solo::post(std::vector<Message>& messages) {
  for (Message& message : messages) {
    const bool is_append = message.type == MessageType::append_entries;
    const bool is_piece = message.type == MessageType::install_snapshot;
    if (is_append) rounds_[message.to] = message.round;
    if (is_piece) piece_rounds_[message.to] = message.round;
    if (is_append || is_piece) sessions_[message.to] = message.session;
    mailbox_.push_back(std::move(message));
  }
  messages.clear();
}

}  // namespace testkit::raft
