// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/compile_fail.hpp>
#include <grader/engine/judge.hpp>
#include <grader/engine/run.hpp>
#include <grader/engine/sandbox.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace grader {
namespace {

constexpr int slow_tests_max = 3;

class ProgramRun {
 public:
  ProgramRun(const Course& course, const Request& request, Program& program)
      : course_(course), request_(request), program_(program) {}

  void run(const std::function<void(const TestResult&)>& on_test) {
    for (std::size_t i = 0; i < program_.tests.size(); ++i) {
      TestResult& result = *program_.results[i];
      if (deaths_before_main_ >= 2) {
        repeat_verdict(result);
      } else {
        run_seeds(*program_.tests[i], result);
      }
      on_test(result);
    }
  }

 private:
  void run_seeds(const Test& test, TestResult& result) {
    // A simulated test takes all seeds in one process.
    const int runs = test.flavour == Flavour::sim ? 1 : std::max(1, request_.seeds);
    for (int i = 0; i < runs; ++i) {
      const std::int64_t earlier_ms = result.duration_ms;
      const bool may_differ =
          run_once(test, request_.seed + static_cast<std::uint64_t>(i), result);
      result.duration_ms += earlier_ms;
      if (result.verdict != Verdict::pass || !may_differ) return;
    }
  }

  // Returns whether another seed could end otherwise: not where nobody asked for this one.
  bool run_once(const Test& test, std::uint64_t seed, TestResult& result) {
    const Place place(course_.root / ".grader" / "run");
    const Proof proof = make_proof();
    const os::Ended ended = os::supervise(job_for(test, seed, place, proof, false));
    const Evidence evidence{course_,
                            test,
                            ended,
                            proof,
                            parse_records(ended.records, test.id, course_.root),
                            place.sanitizer_log()};
    result.seed = seed;
    judge_evidence(evidence, result);
    if (ended_before_main(evidence)) note_early_death(result);
    if (test.flavour == Flavour::sim && died_untold(result)) tell_death(test, seed, result);
    if (result.verdict == Verdict::timeout || result.verdict == Verdict::deadlock) ++slow_tests_;
    if (result.verdict == Verdict::pass && test.flavour == Flavour::compile)
      judge_faulty_twin(course_, request_.sanitize, program_, test, result);
    const bool is_free = test.flavour == Flavour::threads || test.flavour == Flavour::process;
    return is_free || (test.flavour != Flavour::compile && evidence.story.is_seeded);
  }

  os::Job job_for(const Test& test, std::uint64_t seed, const Place& place, const Proof& proof,
                  bool is_autopsy) const {
    os::Job job = make_job(program_.built.program, test, place, proof, request_.sanitize, seed,
                           timeout_s(test));
    if (test.flavour == Flavour::sim && request_.seeds > 0)
      job.assignment += fmt::format("seeds {}\n", request_.seeds);
    if (request_.wants_trace && !is_autopsy) job.assignment += "trace\n";
    if (is_autopsy) job.assignment += "autopsy\n";
    if (!request_.wants_shrinking) job.assignment += "unshrunk\n";
    if (!request_.choices.empty()) job.assignment += "follow " + request_.choices + "\n";
    return job;
  }

  // A process that dies tells nothing of its simulation.
  static bool died_untold(const TestResult& result) {
    switch (result.verdict) {
      case Verdict::crash:
      case Verdict::ub:
      case Verdict::memory:
      case Verdict::timeout:
        return result.moments.empty();
      default:
        return false;
    }
  }

  // The same again, each run in a process of its own first, to see in which event it dies. The
  // verdict stays what it was.
  void tell_death(const Test& test, std::uint64_t seed, TestResult& result) const {
    const Place place(course_.root / ".grader" / "run");
    const Proof proof = make_proof();
    const os::Ended ended = os::supervise(job_for(test, seed, place, proof, true));
    const Story story = parse_records(ended.records, test.id, course_.root);
    if (!story.explored || story.moments.empty() || !story.tampering.empty()) return;
    result.moments = story.moments;
    result.steps = story.steps;
    result.options = story.explored->options;
    result.choices = story.explored->choices;
    if (!result.failure) return;
    result.failure->steps = story.steps;
    result.failure->failing_step = story.explored->failure.failing_step;
  }

  int timeout_s(const Test& test) const {
    int whole = request_.timeout_s > 0 ? request_.timeout_s : test.timeout_s;
    if (test.flavour == Flavour::sim) whole = std::max(whole, campaign_s(whole));
    return slow_tests_ < slow_tests_max ? whole : std::max(1, whole / 5);
  }

  // A campaign of more seeds than the test's own gets more time, up to a day.
  int campaign_s(int whole) const {
    constexpr std::int64_t day_s = 86'400;
    return static_cast<int>(std::min(day_s, std::int64_t{whole} * std::max(1, request_.seeds)));
  }

  // The second time, whichever test comes next is no better off: the fault lies before main.
  void note_early_death(const TestResult& result) {
    ++deaths_before_main_;
    early_death_ = result;
  }

  void repeat_verdict(TestResult& result) const {
    result.verdict = early_death_.verdict;
    result.message = early_death_.message;
    result.failure = early_death_.failure;
  }

  const Course& course_;
  const Request& request_;
  Program& program_;
  int deaths_before_main_ = 0;
  int slow_tests_ = 0;
  TestResult early_death_;
};

}  // namespace

void run_program(const Course& course, const Request& request, Program& program,
                 const std::function<void(const TestResult&)>& on_test) {
  ProgramRun(course, request, program).run(on_test);
}

}  // namespace grader
