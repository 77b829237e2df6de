// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Writes down what happens in a run that is going to be told.
//
// Interface:
//   Recorder::moments()   the events, in order, with the state of the actor after each
//   Recorder::steps()     what the test itself did, between them
// Invariants: of a very long run the last moments_max are kept; numbers ascend. An event that
// happens while another one is handled has that one as its cause.
// Thread rule: one thread.
#pragma once

#include <testkit/sim/run.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::sim {

struct Moment {
  std::uint64_t number = 0;
  Time at{};
  EventKind kind{};
  ActorId actor = 0;
  ActorId other = 0;
  std::uint64_t message = 0;
  std::string words;         // of its payload, or its text
  std::string fate;          // of what is lost: "lost", "cut", "down"
  std::uint64_t cause = 0;   // the number of the event that was handled then; 0: the world's own
  std::size_t lane = 0;      // of the actor, after it: index in lanes()
  bool has_changed = false;  // the actor's state is another one after it
  bool is_decided = false;   // a decision of the world took place
  std::string cuts;          // of cut and heal: the links that are cut after it, "n1>n2 n2>n1"
};

class Recorder final : public Observer {
 public:
  struct Step {
    std::uint64_t after = 0;  // the event that came before it
    Time at{};
    std::string text;
  };

  void begin(const World& world);
  void show(std::function<Lane(ActorId)> lane_of) { lane_of_ = std::move(lane_of); }
  void step(std::string_view text);
  // No event follows. May the actors be asked for the state that they are in?
  void finish(bool may_ask);

  void before(const Event& event) override;
  void after(const Event& event) override;

  const std::vector<Moment>& moments() const { return moments_; }
  const std::vector<Step>& steps() const { return steps_; }
  const Lane& lane(std::size_t index) const { return lanes_[index]; }
  const std::string& name(ActorId id) const { return names_.at(id); }
  std::uint64_t total() const { return total_; }

 private:
  void close_handled(bool may_ask);
  void drop_old();
  std::string links() const;

  const World* world_ = nullptr;
  std::function<Lane(ActorId)> lane_of_;
  std::vector<Moment> moments_;
  std::vector<Step> steps_;
  std::vector<Lane> lanes_{Lane{}};
  std::map<ActorId, std::size_t> lane_now_;
  std::map<ActorId, std::string> names_{{0, "the world"}};
  std::vector<std::size_t> handled_;  // indices of what is being handled, the outermost first
  std::size_t decisions_ = 0;
  std::uint64_t total_ = 0;
  bool is_finished_ = false;
};

}  // namespace testkit::sim
