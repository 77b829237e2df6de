// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A campaign: which runs there are, and what becomes of one that breaks a rule.
#include <patina/base/assert.hpp>
#include <patina/base/hash.hpp>
#include <patina/base/hooks.hpp>
#include <testkit/channel.hpp>
#include <testkit/sim/run.hpp>

#include "halt.hpp"
#include "recorder.hpp"
#include "shrink_run.hpp"
#include "tell.hpp"

#include <cstdlib>

namespace testkit::sim {
namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15u;

constexpr const char* deterministic = "sim.deterministic";  // the rule

int calls = 0;  // of simulate(), in this process
const std::string* followed = nullptr;  // of a test that is kept

// Notes each event as its line, to compare two runs.
class Lines final : public Observer {
 public:
  void before(const Event& event) override { lines.push_back(describe(event)); }
  std::vector<std::string> lines;
};

class Campaign {
 public:
  Campaign(const RunOptions& options, const Body& body)
      : options_(options), body_(body), call_(++calls) {}

  Result run() {
    Plan before{0, options_.world};
    const std::string& given = followed != nullptr ? *followed : choices();
    if (read_choices(given, call_, before) && follow(before)) return result_;
    seeds_ = asked_seeds() > 0 ? asked_seeds() : options_.seeds;
    for (std::uint64_t i = 0; i < seeds_ && !result_.has_failed; ++i) run_seed(seed_of(i));
    if (!result_.has_failed) tell_seeds();
    if (!result_.has_failed && wants_trace()) tell_green();
    return result_;
  }

  // An assertion of the code that is judged: its process ends where it stands, but not untold.
  void end_by_assertion(Outcome outcome) {
    if (is_told_) return;
    if (telling_ != nullptr) return tell(telling_->plan, outcome, *telling_->recorder);
    const Outcome first = std::move(outcome);
    report(plan_now_, first);
    if (!is_told_) tell_untold(plan_now_, first);
  }

 private:
  struct Told {
    Plan plan;
    Recorder* recorder;
  };

  std::uint64_t seed_of(std::uint64_t i) const {
    return i == 0 ? seed() : patina::base::splitmix64(seed() + golden * i);
  }

  // Returns true iff the run that was asked for still breaks a rule.
  bool follow(const Plan& plan) {
    is_followed_ = true;
    const Outcome outcome = make_run(plan);
    if (outcome.breach) report(plan, outcome);
    is_followed_ = false;
    return outcome.breach.has_value();
  }

  Outcome make_run(const Plan& plan, Lines* lines = nullptr) {
    plan_now_ = plan;
    ++result_.runs;
    if (wants_autopsy()) tell_death(plan);
    const Body watched = [&](Run& run) {
      run.world().watch(*lines);
      body_(run);
    };
    const Outcome outcome = play(plan, lines == nullptr ? body_ : watched, nullptr);
    result_.events += outcome.events;
    return outcome;
  }

  void run_seed(std::uint64_t seed) {
    const Plan plan{seed, options_.world};
    Outcome outcome = options_.is_checked_twice ? run_twice(plan) : make_run(plan);
    if (outcome.breach) report(plan, outcome);
  }

  // The trace hash would tell less: it knows what messages weigh, not what they say.
  Outcome run_twice(const Plan& plan) {
    Lines one;
    Lines two;
    Outcome outcome = make_run(plan, &one);
    if (outcome.breach) return outcome;
    make_run(plan, &two);
    --result_.runs;
    std::size_t at = 0;
    while (at < one.lines.size() && at < two.lines.size() && one.lines[at] == two.lines[at]) ++at;
    if (at == one.lines.size() && at == two.lines.size()) return outcome;
    Breach breach;
    breach.kind = "rule";
    breach.rule = deterministic;
    breach.sentence = "two runs of one seed tell two stories, first at event " +
                      std::to_string(at + 1) + ": \"" + line_at(one.lines, at) + "\", then \"" +
                      line_at(two.lines, at) + "\"";
    breach.step = at + 1;
    outcome.breach = std::move(breach);
    return outcome;
  }
  static std::string line_at(const std::vector<std::string>& lines, std::size_t at) {
    return at < lines.size() ? lines[at] : "(its end)";
  }

  void report(const Plan& plan, const Outcome& outcome) {
    result_.has_failed = true;
    result_.rule = outcome.breach->rule;
    result_.sentence = outcome.breach->sentence;
    result_.seed = plan.seed;
    Told told{plan, nullptr};
    announce({call_, plan, outcome, result_.runs, 0, nullptr});
    tell_seeds();
    // What a smaller run stumbles on is another story.
    patina::base::hooks.not_implemented = nullptr;
    if (outcome.breach->rule != deterministic && !is_followed_ && wants_shrinking()) {
      Shrinker shrinker(plan, body_, outcome);
      told.plan = shrinker.shrink();
      trials_ = shrinker.trials();
    }
    Recorder recorder;
    told.recorder = &recorder;
    telling_ = &told;
    Outcome again = play(told.plan, body_, &recorder);
    if (!again.breach) again.breach = outcome.breach;  // a run that is not the same twice
    tell(told.plan, again, recorder);
    telling_ = nullptr;
  }

  void tell(const Plan& plan, const Outcome& outcome, const Recorder& recorder) {
    is_told_ = true;
    result_.sentence = outcome.breach->sentence;
    tell_run({call_, plan, outcome, result_.runs, trials_, &recorder});
  }
  void tell_untold(const Plan& plan, const Outcome& outcome) {
    is_told_ = true;
    announce({call_, plan, outcome, result_.runs, trials_, nullptr});
  }

  // Of a campaign: how many seeds it ran. The last of them broke a rule, if any did.
  void tell_seeds() const {
    if (seeds_ < 2) return;
    send(Record("campaign")
             .add("call", call_)
             .add("seeds", static_cast<std::int64_t>(result_.runs))
             .add("asked", asked_seeds() > 0 ? 1 : 0)
             .add("failed", result_.has_failed ? 1 : 0));
  }

  // After a process that died in a simulation: is this the run? It is told up to that event, and
  // this process ends too, for there is nothing else to be learnt from it.
  void tell_death(const Plan& plan) {
    const auto number = find_death(plan, body_);
    if (!number) return;
    Halt halt(*number);
    Recorder recorder;
    const Body halted = [&](Run& run) {
      halt.watch(run);
      body_(run);
    };
    const Outcome outcome = play(plan, halted, &recorder);
    if (!outcome.breach) return;  // a run that is not the same twice
    tell_run({call_, plan, outcome, result_.runs, 0, &recorder});
    std::_Exit(0);
  }

  void tell_green() {
    Recorder recorder;
    const Plan plan{seed_of(0), options_.world};
    const Outcome outcome = play(plan, body_, &recorder);
    tell_run({call_, plan, outcome, result_.runs, 0, &recorder});
  }

  const RunOptions& options_;
  const Body& body_;
  const int call_;
  Result result_;
  std::uint64_t seeds_ = 0;  // of a campaign; 0 while a run that was asked for is made
  Plan plan_now_;
  Told* telling_ = nullptr;
  int trials_ = 0;
  bool is_followed_ = false;
  bool is_told_ = false;
};

Campaign* campaign = nullptr;
patina::base::Hooks old_hooks;

void on_step(std::string_view text, std::source_location) { note_step(text); }

void on_broken(std::string_view sentence, std::source_location where, testkit::detail::Rule) {
  Breach breach;
  breach.kind = "check";
  breach.sentence = sentence;
  breach.file = where.file_name();
  breach.line = where.line();
  note_breach(std::move(breach));
  leave_run();
}

bool on_checked(const testkit::detail::FailedCheck& check) {
  Breach breach;
  breach.kind = "check";
  breach.expression = check.expression;
  breach.expanded = check.expanded;
  breach.file = check.file;
  breach.line = check.line;
  note_breach(std::move(breach));
  return true;
}

constexpr testkit::detail::Watcher watcher{on_step, on_broken, on_checked};

void on_assertion(std::string_view sentence, const std::source_location& where) {
  if (is_playing()) {
    Breach breach;
    breach.kind = "assertion";
    breach.sentence = sentence;
    breach.file = where.file_name();
    breach.line = where.line();
    const Outcome outcome = note_breach(std::move(breach));
    if (is_trial()) answer_trial(outcome);
    campaign->end_by_assertion(outcome);
  }
  if (old_hooks.assertion != nullptr) old_hooks.assertion(sentence, where);
}

// While it lives, what fails is of a run and not of the test.
class Hooked {
 public:
  explicit Hooked(Campaign& begun) {
    campaign = &begun;
    old_hooks = patina::base::hooks;
    patina::base::hooks.assertion = on_assertion;
    testkit::detail::watcher = &watcher;
  }
  ~Hooked() {
    testkit::detail::watcher = nullptr;
    patina::base::hooks = old_hooks;
    campaign = nullptr;
  }
  Hooked(const Hooked&) = delete;
  Hooked& operator=(const Hooked&) = delete;
};

}  // namespace

Following::Following(std::string given)
    : choices_(std::move(given)), before_(followed), calls_before_(calls) {
  followed = &choices_;
  calls = 0;
}
Following::~Following() {
  followed = before_;
  calls = calls_before_;
}

Result simulate(const RunOptions& options, const std::function<void(Run&)>& body,
                std::source_location where) {
  PATINA_ASSERT(campaign == nullptr, "a simulated run starts no other simulation");
  ask_rule();
  Result result;
  {
    Campaign begun(options, body);
    const Hooked hooked(begun);
    result = begun.run();
  }
  if (result.has_failed) broke_rule(result.sentence, where);
  return result;
}

}  // namespace testkit::sim
