// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Toy protocols for the simulator's own tests, small enough to know what must happen.
//
// Interface:
//   Word        a payload of one line
//   Scripted    an actor made of three functions, for tests of one fault
//   Trace       an observer that keeps every event as a line, and counts kinds
#pragma once

#include <catch2/catch.hpp>
#include <testkit/sim.hpp>

#include <map>

namespace toy {

using namespace testkit::sim;

struct Word final : Payload {
  explicit Word(std::string said, std::uint32_t wide = 8) : text(std::move(said)), size(wide) {}
  std::string describe() const override { return text; }
  std::uint32_t bytes() const override { return size; }
  const std::string text;
  const std::uint32_t size;
};

inline PayloadPtr word(std::string text, std::uint32_t size = 8) {
  return std::make_shared<Word>(std::move(text), size);
}
inline const std::string& text_of(const PayloadPtr& payload) {
  return static_cast<const Word&>(*payload).text;
}

class Scripted final : public Actor {
 public:
  struct Script {
    std::function<void(Process&)> start;
    std::function<void(Process&, ActorId, const std::string&)> receive;
    std::function<void(Process&, TimerTag)> timer;
  };
  Scripted(Process& own, const Script& told) : process(own), script(told) {}
  void start() override {
    if (script.start) script.start(process);
  }
  void receive(ActorId from, const PayloadPtr& payload) override {
    if (script.receive) script.receive(process, from, text_of(payload));
  }
  void timer(TimerTag tag) override {
    if (script.timer) script.timer(process, tag);
  }
  Process& process;

 private:
  const Script script;
};

inline ActorFactory scripted(Scripted::Script script = {}) {
  return [script](Process& process) { return std::make_unique<Scripted>(process, script); };
}
inline Process& process_of(World& world, ActorId id) {
  return static_cast<Scripted*>(world.actor(id))->process;
}

class Trace final : public Observer {
 public:
  explicit Trace(World& world) { world.watch(*this); }
  void before(const Event& event) override {
    lines.push_back(describe(event));
    times.push_back(event.at);
    ++counts[event.kind];
  }
  std::uint64_t count(EventKind kind) const {
    const auto found = counts.find(kind);
    return found == counts.end() ? 0 : found->second;
  }
  std::vector<std::string> lines;
  std::vector<Time> times;
  std::map<EventKind, std::uint64_t> counts;
};

// A network that does the same to all messages: one millisecond.
inline Options even() {
  Options options;
  options.network.delay_min = options.network.delay_max = 1ms;
  return options;
}

}  // namespace toy
