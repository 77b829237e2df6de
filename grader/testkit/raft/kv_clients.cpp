// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/kv_clients.hpp>

#include <patina/kv/command.hpp>
#include <testkit/check/kv_history.hpp>
#include <testkit/raft/request.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace testkit::raft {

using patina::kv::Command;
using patina::kv::Operation;
using patina::kv::Outcome;

struct KvClients::Shared {
  Cluster cluster;
  KvLoad load;
  linearizable::KvHistory history;
  struct Written {
    std::string key;
    std::string word;
    bool is_answered = false;
  };
  std::vector<Written> appends;
  std::uint64_t answered = 0;
  std::uint64_t retries = 0;
  std::uint32_t done = 0;
};

namespace {

linearizable::Request request_of(const Command& command) {
  using Kind = linearizable::Request::Kind;
  switch (command.operation) {
    case Operation::put:
      return {Kind::put, command.key, command.value, {}};
    case Operation::append:
      return {Kind::append, command.key, command.value, {}};
    case Operation::erase:
      return {Kind::erase, command.key, {}, {}};
    case Operation::compare_and_swap:
      return {Kind::swap, command.key, command.value, command.expected};
    case Operation::open:
    case Operation::get:
      break;
  }
  return {Kind::get, command.key, {}, {}};
}

linearizable::Answer answer_of(const Command& command, const patina::kv::Answer& answer) {
  if (command.operation == Operation::compare_and_swap)
    return {{}, answer.outcome == Outcome::done};
  if (command.operation == Operation::get && answer.outcome == Outcome::done)
    return {answer.value, false};
  return {};
}

std::uint64_t count_of(std::string_view text, std::string_view word) {
  std::uint64_t count = 0;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    count += at == 0 || text[at - 1] == ' ' ? 1 : 0;
  return count;
}

}  // namespace

class KvClients::Client final : public sim::Actor {
 public:
  Client(sim::Process& process, std::shared_ptr<Shared> shared, std::uint32_t number)
      : process_(process),
        shared_(std::move(shared)),
        number_(number),
        random_(shared_->cluster.world().stream("kv/" + std::to_string(number))),
        to_(number) {}

  void start() override { begin({Operation::open, {}, {}, {}, {}, {}}); }

  // Not done: it has not happened there, but an earlier copy of it may yet. So it is sent again.
  void receive(sim::ActorId, const sim::PayloadPtr& payload) override {
    const auto* reply = dynamic_cast<const Reply*>(payload.get());
    if (reply == nullptr || !waits_ || reply->id != id_) return;
    if (!reply->is_done) {
      // A leader that refuses may be handing over.
      const bool knows_better =
          reply->leader != patina::raft::no_node && reply->leader.value() != to_ + 1;
      to_ = knows_better ? static_cast<std::uint32_t>(reply->leader.value() - 1) : to_ + 1;
      wait(shared_->load.pause);
      return;
    }
    const auto answer = patina::kv::decode<patina::kv::Answer>(reply->answer);
    const Cluster& cluster = shared_->cluster;
    cluster.expect(answer.has_value(), "raft.exactly-once", "a command is answered with an Answer");
    take(*answer);
  }

  void timer(sim::TimerTag tag) override {
    if (tag != tag_) return;
    if (!waits_) return next();
    ++shared_->retries;
    if (has_waited_) ++to_;
    send();
  }

 private:
  void take(const patina::kv::Answer& answer) {
    waits_ = false;
    const bool is_fine = answer.outcome == Outcome::done || answer.outcome == Outcome::not_found ||
                         answer.outcome == Outcome::mismatch;
    shared_->cluster.expect(is_fine, "raft.exactly-once",
                            "client " + std::to_string(number_) +
                                ", who has one command out at a time and a session that is in "
                                "use, is told \"" +
                                patina::kv::describe(answer) + "\"");
    if (command_.operation == Operation::open) {
      client_ = answer.client;
    } else {
      shared_->history.told(call_, answer_of(command_, answer), shared_->cluster.world().events());
      if (written_) shared_->appends[*written_].is_answered = true;
      if (answer.outcome != Outcome::not_found && command_.operation == Operation::get)
        seen_ = answer.value;
    }
    ++shared_->answered;
    wait(shared_->load.pause);
  }

  void next() {
    do {
      if (serial_ == shared_->load.commands) {
        ++shared_->done;
        return;
      }
      ++serial_;
    } while (!shared_->cluster.run().allows("kv/" + std::to_string(number_), serial_));
    Command command{draw(), client_, patina::kv::Serial{serial_}, "", "", ""};
    command.key = "k" + std::to_string(random_.below(shared_->load.keys));
    if (command.operation != Operation::get && command.operation != Operation::erase)
      command.value = std::to_string(number_) + "." + std::to_string(serial_) + " ";
    if (command.operation == Operation::compare_and_swap) command.expected = seen_;
    begin(std::move(command));
  }

  Operation draw() {
    const std::uint64_t drawn = random_.below(10);
    if (number_ <= shared_->load.readers) return Operation::get;
    if (drawn < 4) return Operation::append;
    if (shared_->load.is_append_only || drawn < 7) return Operation::get;
    if (drawn == 7) return Operation::put;
    return drawn == 8 ? Operation::erase : Operation::compare_and_swap;
  }

  void begin(Command command) {
    command_ = std::move(command);
    waits_ = true;
    ++id_;
    written_.reset();
    if (command_.operation == Operation::append) {
      written_ = shared_->appends.size();
      shared_->appends.push_back({command_.key, command_.value, false});
    }
    if (command_.operation != Operation::open)
      call_ = shared_->history.asks(number_, request_of(command_),
                                    shared_->cluster.world().events() + 1);  // when it is sent
    send();
  }

  void send() {
    const auto nodes = static_cast<std::uint32_t>(shared_->cluster.nodes().size());
    to_ %= nodes;
    const bool is_read =
        shared_->load.has_reads_aside && command_.operation == Operation::get;
    process_.send(to_ + 1, std::make_shared<Request>(id_, is_read, encode(command_)));
    wait(shared_->load.patience);
    has_waited_ = true;
  }

  void wait(sim::Duration duration) {
    has_waited_ = false;
    process_.set_timer(duration, ++tag_);
  }

  sim::Process& process_;
  std::shared_ptr<Shared> shared_;
  const std::uint32_t number_;
  patina::base::Random random_;
  std::uint32_t to_;  // the node with the number above this
  sim::TimerTag tag_ = 0;
  std::uint64_t id_ = 0;
  std::uint64_t serial_ = 0;
  std::uint32_t call_ = 0;
  patina::kv::ClientId client_;
  Command command_;
  std::optional<std::size_t> written_;  // its append, among all
  std::string seen_;                    // what it last saw
  bool waits_ = false;                  // for an answer
  bool has_waited_ = false;             // the timer is its patience
};

KvClients::KvClients(const Cluster& cluster, const KvLoad& load)
    : shared_(std::make_shared<Shared>(Shared{cluster, load, {}, {}, 0, 0, 0})) {
  for (std::uint32_t number = 1; number <= load.clients; ++number)
    cluster.world().add("client " + std::to_string(number),
                        [shared = shared_, number](sim::Process& process) {
                          return std::make_unique<Client>(process, shared, number);
                        });
}

bool KvClients::are_done() const { return shared_->done == shared_->load.clients; }
std::uint64_t KvClients::answered() const { return shared_->answered; }
std::uint64_t KvClients::retries() const { return shared_->retries; }

void KvClients::expect_linearizable() const {
  const linearizable::Judgement judgement = shared_->history.judge();
  shared_->cluster.expect(judgement.verdict != linearizable::Verdict::broken,
                          "raft.kv-linearizable", judgement.text, judgement.events);
}

void KvClients::expect_once() const {
  PATINA_ASSERT(shared_->load.is_append_only, "what was put or erased since can't be counted");
  const Cluster& cluster = shared_->cluster;
  for (const NodeId node : cluster.nodes()) {
    if (!cluster.is_up(node)) continue;
    for (const Shared::Written& written : shared_->appends) {
      const Command question{Operation::get, {}, {}, written.key, {}, {}};
      const auto answer = patina::kv::decode<patina::kv::Answer>(
          cluster.replica(node).query(patina::kv::encode(question)));
      const std::uint64_t count = answer ? count_of(answer->value, written.word) : 0;
      const bool is_right = written.is_answered ? count == 1 : count <= 1;
      cluster.expect(is_right, "raft.exactly-once",
                     "node " + to_string(node) + " holds the word " + written.word +
                         "of one append " + std::to_string(count) + " times");
    }
  }
}

}  // namespace testkit::raft
