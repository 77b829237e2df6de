// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "play.hpp"

#include <patina/base/not_implemented.hpp>

#include <exception>

#include "recorder.hpp"

namespace testkit::sim {
namespace {

struct RunIsOver {};  // thrown through the world to the end of the body

class Play final : public Run {
 public:
  Play(const Plan& plan, Recorder* recorder)
      : seed_(plan.seed), recorder_(recorder), world_(plan.seed, plan.world) {
    if (recorder_ == nullptr) return;
    recorder_->begin(world_);
    world_.watch(*recorder_);
  }

  std::uint64_t seed() const override { return seed_; }
  World& world() override { return world_; }
  void tell(std::string_view name, std::string_view value) override {
    drawn_.emplace_back(name, value);
  }
  bool allows(std::string_view stream, std::uint64_t nth) override {
    if (breach_) leave_run();  // a CHECK failed, which may not throw by itself
    return world_.takes(stream, nth);
  }
  void show(std::function<Lane(ActorId)> lane_of) override {
    if (recorder_ != nullptr) recorder_->show(std::move(lane_of));
  }
  [[noreturn]] void fail(std::string_view rule, std::string_view sentence,
                         std::vector<std::uint64_t> events) override {
    Breach breach;
    breach.kind = "rule";
    breach.rule = rule;
    breach.sentence = sentence;
    breach.events = std::move(events);
    note(std::move(breach), true);
    throw RunIsOver();
  }
  [[noreturn]] void fail_in_vain(std::string_view rule, std::string_view sentence,
                                 std::uint64_t since) override {
    Breach breach;
    breach.kind = "rule";
    breach.rule = rule;
    breach.sentence = sentence;
    breach.since = since;
    note(std::move(breach), true);
    throw RunIsOver();
  }

  // The state of the actors may be asked for unless one of them is what broke.
  void note(Breach breach, bool may_ask) {
    if (breach_) return;
    breach.is_between = world_.happening() == 0;
    breach.step = world_.events() + (breach.is_between ? 1 : 0);
    breach.at = world_.now();
    breach_ = std::move(breach);
    if (recorder_ != nullptr) recorder_->finish(may_ask);
    world_.stop();  // where nothing is thrown, no event follows either
  }
  void note_step(std::string_view text) {
    if (recorder_ != nullptr && !breach_) recorder_->step(text);
  }
  bool has_failed() const { return breach_.has_value(); }
  bool has_run_away(const Options& options) const { return world_.events() >= options.events_max; }

  Outcome outcome() const {
    return {breach_, world_.taken(), drawn_, world_.events(), world_.trace_hash()};
  }

 private:
  const std::uint64_t seed_;
  Recorder* const recorder_;
  World world_;
  Drawn drawn_;
  std::optional<Breach> breach_;
};

Play* playing = nullptr;

// Makes `play` the one that is going on, and the one before again at its end.
class Stage {
 public:
  explicit Stage(Play& play) : before_(playing) { playing = &play; }
  ~Stage() { playing = before_; }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

 private:
  Play* const before_;
};

void note_escaped(Play& play, std::string_view what) {
  Breach breach;
  breach.kind = "exception";
  breach.sentence = what;
  play.note(std::move(breach), true);
}

void run_body(Play& play, const Body& body, const Options& options) {
  try {
    body(play);
    if (play.has_run_away(options) && !play.has_failed())
      play.fail("sim.endless", "the run came to no end within " +
                                   std::to_string(options.events_max) + " events", {});
  } catch (const RunIsOver&) {
  } catch (const patina::not_implemented_error&) {
    throw;
  } catch (const std::exception& error) {
    note_escaped(play, error.what());
  } catch (...) {  // a REQUIRE throws too, after it was noted
    note_escaped(play, "something that is not a std::exception");
  }
}

}  // namespace

bool is_same(const Breach& a, const Breach& b) {
  if (a.kind != b.kind || a.rule != b.rule) return false;
  if (a.kind == "check") return a.file == b.file && a.line == b.line;
  if (a.kind == "assertion") return a.sentence == b.sentence;
  return true;
}

Outcome play(const Plan& plan, const Body& body, Recorder* recorder) {
  Play play(plan, recorder);
  const Stage stage(play);
  run_body(play, body, plan.world);
  if (recorder != nullptr && !play.has_failed()) recorder->finish(false);
  return play.outcome();
}

bool is_playing() { return playing != nullptr; }

Outcome note_breach(Breach breach) {
  const bool may_ask = breach.kind != "assertion";
  playing->note(std::move(breach), may_ask);
  return playing->outcome();
}

void leave_run() {
  if (std::uncaught_exceptions() == 0) throw RunIsOver();
}

void note_step(std::string_view text) {
  if (playing != nullptr) playing->note_step(text);
}

}  // namespace testkit::sim
