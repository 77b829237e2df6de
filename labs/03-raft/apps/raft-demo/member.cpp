// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "member.hpp"

#include <patina/base/not_implemented.hpp>
#include <patina/raft/host.hpp>
#include <patina/raft/raft.hpp>
#include <patina/raft/segment_store.hpp>
#include <patina/storage/posix.hpp>

#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace demo {

using namespace patina::raft;

namespace {

// Before 3c a node that dies has forgotten everything.
class NoStore final : public LogStore {
 public:
  using Done = patina::Result<void, StorageError>;
  patina::Result<Restored, StorageError> load() override { return Restored{}; }
  Done set_hard_state(const HardState&) override { return {}; }
  Done append(std::span<const Entry>) override { return {}; }
  Done set_snapshot(const SnapshotPtr&, bool) override { return {}; }
  Done sync() override { return {}; }
};

std::string place(const LastEntry& entry) {
  return "entry " + to_string(entry.index) + " of term " + to_string(entry.term);
}

// The thread's own: a node in its host, and what it says.
class Life final : private HostPort {
 public:
  Life(const Setup& setup, Report& report) : setup_(setup), report_(report) {
    make_store();
    auto loaded = store_->load();
    if (!loaded.has_value()) {
      failed(loaded.error());
      return;
    }
    const Restored restored = std::move(loaded).value();
    if (restored.snapshot != nullptr && !machine_.restore(restored.snapshot->data)) return;
    node_ = std::make_unique<Raft>(setup.config, restored);
    host_ = std::make_unique<Host>(*node_, *store_, machine_, static_cast<HostPort&>(*this));
    seen_ = node_->glance();
    const bool is_new = seen_.term == Term{} && seen_.last.index == Index{};
    tell(is_new ? "begins"
                : "is back, in term " + to_string(seen_.term) + " with " + place(seen_.last));
  }

  void take(const Event& event) {
    if (report_.is_over) return;
    std::visit([this](const auto& one) { input(one); }, event);
    if (!host_->pump()) return;
    if (setup_.config.features.snapshots) compact();
    tell_changes();
  }

  Glance seen() const { return seen_; }

 private:
  void make_store() {
    if (!setup_.config.features.persistence) {
      store_ = std::make_unique<NoStore>();
      return;
    }
    if (patina::storage::PosixDirectory::open(setup_.folder, files_) !=
        patina::storage::Errno::none)
      throw std::runtime_error("there is no folder " + setup_.folder);
    store_ = std::make_unique<SegmentStore>(*files_);
  }

  void input(Tick) { node_->tick(); }
  void input(const Message& message) { node_->step(message); }
  void input(const Command& command) {
    const Bytes text(command.text);
    const Proposed proposed = node_->propose({&text, 1});
    tell(proposed.is_taken() ? "takes " + command.text + " as entry " + to_string(proposed.first)
                             : "does not lead: ask node " + to_string(node_->glance().leader));
  }
  void input(const Question& question) {
    questions_[++context_] = question.name;
    node_->read_index(context_);
  }

  void compact() {
    const Glance now = node_->glance();
    if (now.applied < now.base.index + setup_.compact_every) return;
    node_->compact(now.applied, machine_.snapshot());
    tell("keeps a snapshot up to entry " + to_string(now.applied));
    host_->pump();
  }

  void tell(const std::string& what) {
    report_.lines.push_back("node " + std::to_string(report_.node) + " " + what);
  }

  void tell_changes() {
    const Glance now = node_->glance();
    const Glance before = std::exchange(seen_, now);
    if (now.role == before.role && now.term == before.term && now.leader == before.leader) return;
    const std::string term = " term " + to_string(now.term);
    if (now.role == Role::leader) return tell("leads" + term);
    if (now.role == Role::candidate) return tell("stands for" + term);
    if (now.role == Role::pre_candidate) return tell("asks whether it could win an election");
    if (now.leader != no_node)
      return tell("follows node " + to_string(now.leader) + " in" + term);
    if (now.term != before.term) return tell("is in" + term);
    if (before.role == Role::leader) tell("leads no more: it hears no majority");
  }

  // HostPort

  void send(Message&& message) override { report_.messages.push_back(std::move(message)); }
  void applied(const Entry& entry, const Bytes&) override {
    if (entry.kind != EntryKind::command) return;
    tell("applies entry " + to_string(entry.index) + ": " + std::string(entry.data.view()));
  }
  void installed(const Snapshot& snapshot) override {
    tell("takes a snapshot up to entry " + to_string(snapshot.index));
  }
  void readable(const ReadState& read) override {
    const std::string name = questions_.extract(read.context).mapped();
    if (read.is_refused) return tell("can't say what " + name + " is: it does not lead");
    const Bytes answer = machine_.query(Bytes(name));
    tell("says that " + name + " is " + std::string(answer.view()));
  }
  void persisted(const Ready&) override {}
  void failed(const StorageError& error) override {
    tell("stops, for its disk failed: " + error.what);
    report_.is_over = true;
  }

  const Setup& setup_;
  Report& report_;
  Pairs machine_;
  std::unique_ptr<patina::storage::PosixDirectory> files_;
  std::unique_ptr<LogStore> store_;
  std::unique_ptr<Raft> node_;
  std::unique_ptr<Host> host_;
  Glance seen_;
  std::map<std::uint64_t, std::string> questions_;
  std::uint64_t context_ = 0;
};

Report blank(std::uint64_t node, bool is_over) {
  Report report;
  report.node = node;
  report.is_over = is_over;
  return report;
}

void live(const Setup& setup, const patina::Sender<Report>& to_all,
          const patina::Receiver<Work>& inbox) {
  const std::uint64_t number = setup.config.id.value();
  Report report = blank(number, false);
  try {
    Life life(setup, report);
    report.seen = life.seen();
    for (;;) {
      const bool is_over = report.is_over;
      if (!to_all.send(std::exchange(report, blank(number, is_over))).has_value())
        return;
      const auto work = inbox.recv();
      if (!work.has_value()) return;
      for (const Event& event : work.value().events) life.take(event);
      report.seen = life.seen();
    }
  } catch (const patina::not_implemented_error& undone) {
    report.lines.push_back("node " + std::to_string(number) + " stops: " + undone.what());
    report.is_over = true;
    static_cast<void>(to_all.send(std::move(report)).has_value());
  }
}

}  // namespace

Member::Member(Setup setup, patina::Sender<Report> to_all)
    : Member(std::move(setup), std::move(to_all), patina::unbounded<Work>()) {}

Member::Member(Setup setup, patina::Sender<Report> to_all, patina::Channel<Work> inbox)
    : inbox_(std::move(inbox.sender)),
      thread_([setup = std::move(setup), to_all = std::move(to_all),
               receiver = std::move(inbox.receiver)] { live(setup, to_all, receiver); }) {}

Member::~Member() {
  inbox_.reset();
  thread_.join();
}

void Member::give(Work work) { static_cast<void>(inbox_->send(std::move(work)).has_value()); }

}  // namespace demo
