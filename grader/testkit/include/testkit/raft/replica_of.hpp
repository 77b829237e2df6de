// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ReplicaOf: a node, its store and its state machine, hosted by an actor of the simulator.
//
// Is compiled only into test programs, by labs/03-raft/tests/subject.cpp: Host and LogStore speak
// the Result of the tree under judgement.
//
// What it does: a tick by a timer, first after a drawn part of one; messages to and from the
// network; proposals and questions of clients; a snapshot each compact_every entries. Where its
// disk fails it does nothing any more, as a server would stop itself: what it may still say is not
// to be relied on. With features.async it has an AsyncHost: its disk syncs by a timer, and what was
// not synced is lost or torn if it crashes before that. With leases (3i) ticks follow the process's
// own clock: after a pause, or a wait for its disk, those that it missed come before anything else.
// An exception of a stub travels through it to the test. Thread rule: one thread.
#pragma once

#include <patina/raft/async_host.hpp>
#include <testkit/raft/replica.hpp>
#include <testkit/raft/request.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace testkit::raft {

class ReplicaOf final : public Replica, private patina::raft::AsyncHostPort {
 public:
  using LogStore = patina::raft::LogStore;
  using StateMachine = patina::raft::StateMachine;

  ReplicaOf(const ReplicaSetup& setup, sim::Process& process, ReplicaWatcher& watcher,
            std::unique_ptr<LogStore> store, std::unique_ptr<StateMachine> machine)
      : setup_(setup),
        process_(process),
        watcher_(watcher),
        store_(std::move(store)),
        machine_(std::move(machine)) {
    PATINA_ASSERT(setup.config.id == NodeId{process.id()}, "node n is the actor with number n");
    Config config = setup.config;
    config.seed ^= process.random().next();  // each time it starts it is patient in another way
    Restored restored;
    if (auto loaded = store_->load(); loaded.has_value()) {
      restored = std::move(loaded).value();
    } else {
      failed(loaded.error());
    }
    if (restored.snapshot != nullptr) {
      applied_ = snapshot_ = restored.snapshot->index;
      const bool is_whole = machine_->restore(restored.snapshot->data);
      PATINA_ASSERT(is_whole, "a snapshot that was stored can be restored");
    }
    node_ = make_node(config, restored);
    auto& port = static_cast<AsyncHostPort&>(*this);
    if (config.features.async) {
      async_host_ = std::make_unique<patina::raft::AsyncHost>(*node_, *store_, *machine_, port);
    } else {
      host_ = std::make_unique<patina::raft::Host>(*node_, *store_, *machine_, port);
    }
  }

  Node& node() override { return *node_; }
  const Node& node() const override { return *node_; }
  Bytes query(const Bytes& question) const override { return machine_->query(question); }
  Bytes machine_snapshot() const override { return machine_->snapshot(); }
  bool has_failed() const override { return has_failed_; }

  void start() override {
    if (has_failed_) return;
    const auto whole = static_cast<std::int64_t>(setup_.tick.count());
    const auto first = sim::Duration(process_.random().between(1, whole));
    next_tick_ = process_.now() + first;
    process_.set_timer(first, tick_tag);
    pump();
  }

  void timer(sim::TimerTag tag) override {
    if (has_failed_) return;
    if (is_by_clock()) catch_up();
    if (tag == sync_tag) {
      async_host_->end_sync();
    } else if (is_by_clock()) {
      process_.set_timer(next_tick_ - process_.now(), tick_tag);
    } else {
      process_.set_timer(setup_.tick, tick_tag);
      node_->tick();
    }
    pump();
  }

  void receive(sim::ActorId from, const sim::PayloadPtr& payload) override {
    if (has_failed_) return;
    if (is_by_clock()) catch_up();
    if (const auto* raft = dynamic_cast<const RaftPayload*>(payload.get())) {
      node_->step(raft->message);
    } else if (const auto* request = dynamic_cast<const Request*>(payload.get())) {
      serve(from, *request);
    }
    pump();
  }

  void pump() override {
    if (has_failed_ || !pump_host()) return;
    if (setup_.compact_every == 0 || applied_ < snapshot_ + setup_.compact_every) return;
    snapshot_ = applied_;
    node_->compact(applied_, machine_->snapshot());
    pump_host();
  }

 private:
  static constexpr sim::TimerTag tick_tag = 0;
  static constexpr sim::TimerTag sync_tag = 1;
  // Numbers of a test's own questions to node() stay below.
  static constexpr std::uint64_t first_context = std::uint64_t{1} << 32;

  struct Waiting {
    sim::ActorId client = 0;
    std::uint64_t request = 0;
    Term term;
    Bytes question;
  };

  bool pump_host() { return host_ != nullptr ? host_->pump() : async_host_->pump(); }

  bool is_by_clock() const { return setup_.config.features.lease; }

  // A clock that leapt by hours is not followed all the way: after some time-outs nothing is left
  // to expire.
  void catch_up() {
    const sim::Time now = process_.now();
    const patina::raft::Ticks most = 4 * setup_.config.election_ticks_max;
    for (patina::raft::Ticks ticks = 0; next_tick_ <= now && ticks < most; ++ticks) {
      next_tick_ += setup_.tick;
      node_->tick();
    }
    if (next_tick_ <= now) next_tick_ = now + setup_.tick;
  }

  void serve(sim::ActorId client, const Request& request) {
    if (std::exchange(request.was_served, true)) return;
    if (request.is_read) {
      reads_[++context_] = {client, request.id, {}, request.body};
      return node_->read_index(context_);
    }
    const patina::raft::Proposed proposed = node_->propose({&request.body, 1});
    if (!proposed.is_taken()) return reply({client, request.id, {}, {}}, false, {});
    // Another entry may have been waited for at this index: then it was truncated since.
    proposals_.insert_or_assign(proposed.first, Waiting{client, request.id, proposed.term, {}});
  }

  void reply(const Waiting& to, bool is_done, const Bytes& answer) {
    process_.send(to.client,
                  std::make_shared<Reply>(to.request, is_done, answer, node_->glance().leader));
  }

  // AsyncHostPort ---------------------------------------------------------------------------------

  void send(Message&& message) override {
    const auto to = static_cast<sim::ActorId>(message.to.value());
    process_.send(to, std::make_shared<RaftPayload>(std::move(message)));
  }

  void applied(const Entry& entry, const Bytes& answer) override {
    applied_ = entry.index;
    watcher_.on_applied(setup_.config.id, entry, answer);
    const auto waiting = proposals_.find(entry.index);
    if (waiting == proposals_.end()) return;
    reply(waiting->second, waiting->second.term == entry.term, answer);
    proposals_.erase(waiting);
  }

  // What was waited for may be in the snapshot or not: its clients are not told.
  void installed(const patina::raft::Snapshot& snapshot) override {
    applied_ = snapshot_ = snapshot.index;
    proposals_.erase(proposals_.begin(), proposals_.upper_bound(snapshot.index));
    watcher_.on_installed(setup_.config.id, snapshot);
  }

  void readable(const patina::raft::ReadState& read) override {
    watcher_.on_readable(setup_.config.id, read);
    const auto waiting = reads_.find(read.context);
    if (waiting == reads_.end()) return;
    const Bytes answer = read.is_refused ? Bytes() : machine_->query(waiting->second.question);
    reply(waiting->second, !read.is_refused, answer);
    reads_.erase(waiting);
  }

  void persisted(const Ready& ready) override { watcher_.on_synced(setup_.config.id, ready); }

  void written(const Ready& ready) override { watcher_.on_written(setup_.config.id, ready); }

  void begin_sync() override {
    const auto longest = static_cast<std::uint64_t>(setup_.sync_time_max.count());
    process_.set_timer(sim::Duration(process_.random().between(0, longest)), sync_tag);
  }

  void failed(const patina::raft::StorageError& error) override {
    has_failed_ = true;
    process_.note("stops: " + error.what);
  }

  ReplicaSetup setup_;
  sim::Process& process_;
  ReplicaWatcher& watcher_;
  std::unique_ptr<LogStore> store_;
  std::unique_ptr<StateMachine> machine_;
  std::unique_ptr<Node> node_;
  std::unique_ptr<patina::raft::Host> host_;             // one of the two
  std::unique_ptr<patina::raft::AsyncHost> async_host_;
  std::map<Index, Waiting> proposals_;      // by the index of the entry
  std::map<std::uint64_t, Waiting> reads_;  // by context
  std::uint64_t context_ = first_context;
  Index applied_;
  Index snapshot_;  // of the newest
  sim::Time next_tick_{};
  bool has_failed_ = false;
};

}  // namespace testkit::raft
