// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/clients.hpp>
#include <testkit/raft/request.hpp>

#include "cluster_core.hpp"

#include <charconv>
#include <utility>

namespace testkit::raft {
namespace {

class Client final : public sim::Actor {
 public:
  Client(std::shared_ptr<ClusterCore> core, std::shared_ptr<Clients::Counts> counts,
         const ClientsOptions& options, sim::Process& process)
      : core_(std::move(core)),
        counts_(std::move(counts)),
        options_(options),
        process_(process),
        stream_("client/" + std::to_string(process.id())),
        target_(static_cast<sim::ActorId>(1 + process.random().below(core_->count()))) {}

  void start() override { rest(); }

  void timer(sim::TimerTag tag) override {
    if (tag == next_tag) return ask();
    if (tag == again_tag) return send();
    if (tag != request_ || !is_out_) return;  // of a request that was answered
    ++counts_->unknown;
    look_elsewhere();
    finish();
  }

  void receive(sim::ActorId, const sim::PayloadPtr& payload) override {
    const auto* const reply = dynamic_cast<const Reply*>(payload.get());
    if (reply == nullptr || reply->id != request_ || !is_out_) return;
    if (!reply->is_done) return go_to(reply->leader);
    ++counts_->answered;
    std::uint64_t number = 0;
    const std::string_view text = reply->answer.view();
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (is_read_) {
      core_->oracle.read(process_.id(), number, highest_);
    } else {
      core_->oracle.wrote(body_.view(), number, highest_);
    }
    finish();
  }

 private:
  static constexpr sim::TimerTag next_tag = 1;
  static constexpr sim::TimerTag again_tag = 2;
  // A request's time-out has its number as its tag.
  static constexpr std::uint64_t first_request = 16;

  // What is drawn does not depend on what may take place.
  void ask() {
    const bool wants_to_read = process_.random().below(100) < options_.reads_percent;
    if (counts_->is_stopped || !core_->run.allows(stream_, ++asked_)) return rest();
    is_read_ = wants_to_read && core_->options.features.reads;
    ++counts_->asked;
    ++counts_->waiting;
    is_out_ = true;
    send();
  }

  // A refused request has not taken place: what is sent again is another one, with a time-out of
  // its own.
  void send() {
    body_ = Bytes(is_read_ ? std::string("count") : core_->oracle.next_name(process_.id()));
    timeout_ = process_.set_timer(options_.timeout, ++request_);
    highest_ = core_->oracle.highest();
    process_.send(target_, std::make_shared<Request>(request_, is_read_, body_));
  }

  void go_to(NodeId leader) {
    process_.cancel_timer(timeout_);
    ++request_;  // whatever is still said of this one
    if (leader != patina::raft::no_node && leader.value() != target_) {
      target_ = static_cast<sim::ActorId>(leader.value());
    } else {
      look_elsewhere();
    }
    process_.set_timer(options_.pause / 4, again_tag);
  }

  void look_elsewhere() { target_ = target_ % core_->count() + 1; }

  void finish() {
    is_out_ = false;
    --counts_->waiting;
    process_.cancel_timer(timeout_);
    rest();
  }

  void rest() {
    const std::int64_t most = 2 * options_.pause.count();
    process_.set_timer(sim::Duration(process_.random().between(1, most)), next_tag);
  }

  const std::shared_ptr<ClusterCore> core_;
  const std::shared_ptr<Clients::Counts> counts_;
  const ClientsOptions options_;
  sim::Process& process_;
  const std::string stream_;
  sim::ActorId target_;  // whom it takes for the leader
  std::uint64_t asked_ = 0;
  std::uint64_t request_ = first_request;
  bool is_out_ = false;
  bool is_read_ = false;
  Bytes body_;
  std::uint64_t highest_ = 0;  // what any client knew of when it asked
  sim::TimerId timeout_ = 0;
};

}  // namespace

Clients::Clients(const Cluster& cluster, const ClientsOptions& options) {
  PATINA_ASSERT(cluster.options().machine == MachineKind::list,
                "these clients know what a ListMachine answers");
  const std::shared_ptr<ClusterCore> core = cluster.core_;
  for (std::uint32_t i = 1; i <= options.count; ++i)
    cluster.world().add("c" + std::to_string(i),
                        [core, options, counts = counts_](sim::Process& process) {
                          return std::make_unique<Client>(core, counts, options, process);
                        });
}

}  // namespace testkit::raft
