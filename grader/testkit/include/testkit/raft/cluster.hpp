// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Cluster: replicas 1, 2, ..., n in a simulated world, and the words in which a test tells its
// story.
//
// Interface:
//   Cluster cluster(run, 3, features_up_to('b'))
//   cluster.run_until(elected), run_for, run_ticks, election_timeouts(n)
//   cluster.leader(), propose("x"), wait_committed("x"), agree("x")
//   cluster.partition({1}, {2, 3}), isolate(leader), cut, heal
//   cluster.crash, restart, pause, resume, reformat
//   cluster.change(leader, wanted), change_to(wanted)      who belongs to it (3f)
//   cluster.expect_one_leader(), expect_agreement()
//   cluster.sent(type), bytes_sent(), count_from_now()     for budgets
//   cluster.drop_if, hold_if, pass_all, held, release      messages that a test takes in hand
// A word that waits fails the run, under the rule raft.liveness, if what it waits for does not
// come: a majority that can talk elects within twenty election time-outs, unless a test says
// otherwise. Where it waits for all, those outside of the leader's configuration are not meant.
//
// From the first event on a referee judges the cluster by Raft's properties
// (testkit/raft/referee.hpp), and a broken one ends the run. A replica whose disk has failed is
// crashed at once; whoever wants it back restarts it. Thread rule: one thread. Copies are the same
// cluster; its parts live as long as the run's world.
#pragma once

#include <testkit/raft/replica.hpp>
#include <testkit/sim/run.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::raft {

class ClusterCore;

// A node by its plain number or by its id.
struct Which {
  Which(NodeId node) : id(node) {}                                         // NOLINT
  Which(std::uint64_t number) : id(number) {}                              // NOLINT
  Which(int number) : id(static_cast<std::uint64_t>(number)) {}            // NOLINT
  Which(std::uint32_t number) : id(number) {}                              // NOLINT
  NodeId id;
};

struct ClusterOptions {
  std::uint32_t nodes = 3;
  std::uint32_t spares = 0;  // more nodes, outside of the first configuration (3f)
  Features features;
  StoreKind store = StoreKind::none;  // none where features.persistence is on: memory instead
  MachineKind machine = MachineKind::list;
  std::uint64_t compact_every = 0;
  sim::Duration tick = std::chrono::milliseconds(100);
  sim::Duration sync_time_max = std::chrono::milliseconds(5);  // with features.async (3h)
  std::function<void(Config&)> configure = {};  // whatever else
};

class Cluster {
 public:
  using Duration = sim::Duration;
  using Condition = std::function<bool(const Cluster&)>;
  using Predicate = std::function<bool(const Message&)>;

  Cluster(sim::Run& run, std::uint32_t nodes, const Features& features);
  Cluster(sim::Run& run, const ClusterOptions& options);

  sim::Run& run() const;
  sim::World& world() const;
  const ClusterOptions& options() const;
  std::vector<NodeId> nodes() const;  // all, spares too

  // Time ------------------------------------------------------------------------------------------
  Duration election_timeouts(std::uint64_t count) const;  // of the longest
  void run_for(Duration duration);
  void run_ticks(std::uint64_t ticks);
  // Fails the run if `condition` does not come true within `limit`; `what` ends "within 3s ...".
  void run_until(const Condition& condition, std::string_view what = "what was waited for comes");
  void run_until(const Condition& condition, Duration limit, std::string_view what);
  bool reaches(const Condition& condition, Duration limit);  // as run_until, and fails nothing
  NodeId run_until_leader();  // returns leader()

  // Who -------------------------------------------------------------------------------------------
  // The leader of the highest term that is up and can talk to a majority; no_node if there is none.
  NodeId leader() const;
  std::vector<NodeId> followers() const;  // all others that are up
  Which any_follower() const;             // the first of them
  bool is_up(Which node) const;           // and not paused
  Replica& replica(Which node) const;     // REQUIRES: is not down
  Glance glance(Which node) const;
  Status status(Which node) const;
  Bytes query(Which node, std::string_view question) const;  // of its state machine, as it is
  std::vector<std::string> commands(Which node) const;       // of its ListMachine

  // Commands --------------------------------------------------------------------------------------
  Index propose(std::string_view command);  // to leader(); fails the run if there is none
  patina::raft::Proposed propose(Which node, std::string_view command);
  // Calls act with the node, and pumps it. Returns false if it is down, or crashes on that
  // occasion.
  bool with(Which node, const std::function<void(Node&)>& act);
  // Asks the node for a read. Nothing if it does not answer at once: it asks the others first.
  std::optional<patina::raft::ReadState> read_now(Which node);
  // Asks it to hand leadership over (3i).
  patina::raft::Proposed transfer(Which node, Which to);
  bool is_committed(std::string_view command) const;  // has any state machine been given it?
  void wait_committed(std::string_view command);      // until one has
  void wait_applied(std::string_view command);        // until all that are up and reachable have
  // Proposes it to whoever leads, again if the leader goes, until wait_applied. Returns where it
  // is.
  Index agree(std::string_view command);

  // Members (3f) ----------------------------------------------------------------------------------
  patina::raft::Proposed change(Which node, const Configuration& wanted);
  // Asks whoever leads for it, again if the leader goes, until it is in force where somebody leads
  // who is a voter of it, and on all in it that are up and reachable.
  void change_to(const Configuration& wanted);
  // Who is in the leader's configuration. Where membership is off, or nobody leads: all nodes.
  Configuration members() const;
  bool is_member(Which node) const { return members().has(node.id); }

  // Faults ----------------------------------------------------------------------------------------
  using Side = std::vector<Which>;
  void partition(const Side& a, const Side& b, const Side& c = {}) const;
  void isolate(Which node) const;
  void rejoin(Which node) const;  // links between it and all others are whole
  void cut(Which from, Which to) const;  // one way
  void heal() const;
  void crash(Which node) const;
  void crash_at_write(Which node, std::uint64_t nth) const;
  void crash_at_sync(Which node, std::uint64_t nth) const;
  void restart(Which node) const;  // it is up when this comes back
  void pause(Which node) const;
  void resume(Which node) const;
  void reformat(Which node) const;

  // Messages --------------------------------------------------------------------------------------
  std::uint64_t sent(MessageType type) const;
  std::uint64_t sent() const;
  std::uint64_t bytes_sent() const;
  void count_from_now();  // sets the counts to 0
  // From now on; the first filter that fits decides. Held ones leave with release(), in order.
  void drop_if(Predicate predicate);
  void hold_if(Predicate predicate);
  void pass_all();  // no more filters; what is held stays held
  std::vector<Message> held() const;
  void release();

  // Expectations ----------------------------------------------------------------------------------
  // `events`: the world's numbers of those that broke the rule together, if that is known.
  [[noreturn]] void fail(std::string_view rule, std::string_view sentence,
                         std::vector<std::uint64_t> events = {}) const;
  void expect(bool ok, std::string_view rule, std::string_view sentence,
              const std::vector<std::uint64_t>& events = {}) const;
  // One leader now, and all members that are up follow it in its term. Rule raft.one-leader.
  void expect_one_leader() const;
  // Lets things settle; then all that are up have applied the same, and their state machines are
  // equal, byte for byte.
  void expect_agreement();
  void sweep();  // asks the referee about everything, not only about what has changed

 private:
  friend class Clients;  // its actors speak to the oracle
  std::shared_ptr<ClusterCore> core_;
};

// Conditions --------------------------------------------------------------------------------------

bool elected(const Cluster& cluster);    // leader() is somebody
bool led(const Cluster& cluster);        // and all members that are up and reachable follow it
bool converged(const Cluster& cluster);  // and have applied all that it has, which is all committed
Cluster::Condition elected_other_than(Which former);
// As change_to waits for it.
Cluster::Condition configured(const Configuration& wanted);

}  // namespace testkit::raft
