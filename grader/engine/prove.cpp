// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/os.hpp>
#include <grader/engine/prove.hpp>
#include <grader/engine/variant.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

namespace grader {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array<Sanitize, 3> all_modes = {Sanitize::none, Sanitize::asan, Sanitize::tsan};

std::int64_t ms_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

Sanitize mode_of(const Mutant& mutant) {
  if (mutant.mode == "asan") return Sanitize::asan;
  if (mutant.mode == "tsan") return Sanitize::tsan;
  return Sanitize::none;
}

bool runs_in(const Test& test, Sanitize sanitize) {
  return test.modes.empty() || std::find(test.modes.begin(), test.modes.end(),
                                         to_string(sanitize)) != test.modes.end();
}

std::vector<const Test*> tests_for(const Course& course, const std::string& task,
                                   Sanitize sanitize) {
  std::vector<const Test*> tests;
  for (const Test* test : course.tests_of(*course.task(task)))
    if (runs_in(*test, sanitize)) tests.push_back(test);
  return tests;
}

std::vector<const Test*> simulated_for(const Course& course, const std::string& task) {
  std::vector<const Test*> tests = tests_for(course, task, Sanitize::none);
  std::erase_if(tests, [](const Test* test) { return test->flavour != Flavour::sim; });
  return tests;
}

// Which tests the proof leans on, by mode.
std::map<Sanitize, std::set<const Test*>> tests_needed(const Course& course,
                                                       const ProveRequest& request) {
  std::map<Sanitize, std::set<const Test*>> needed;
  const auto add_task = [&](const std::string& task, Sanitize sanitize) {
    for (const Test* test : tests_for(course, task, sanitize)) needed[sanitize].insert(test);
  };
  for (const Mutant& mutant : request.mutants) {
    for (const std::string& id : mutant.killed_by) needed[mode_of(mutant)].insert(course.test(id));
    if (request.is_full)
      for (const Sanitize sanitize : all_modes) add_task(mutant.task, sanitize);
    if (request.counts_seeds)
      for (const Test* test : simulated_for(course, mutant.task))
        needed[Sanitize::none].insert(test);
  }
  for (const Alternate& alternate : request.alternates) {
    for (const Sanitize sanitize : all_modes)
      if (request.is_full || sanitize == Sanitize::none) add_task(alternate.task, sanitize);
  }
  return needed;
}

// Builds what variants are linked with, and makes sure that the solution passes.
std::vector<std::string> failures_of_solution(const Course& course, const ProveRequest& request,
                                              const Progress& progress) {
  std::vector<std::string> failures;
  for (const auto& [sanitize, tests] : tests_needed(course, request)) {
    Request question;
    question.tree = Tree::solutions;
    question.sanitize = sanitize;
    question.jobs = request.jobs;
    for (const Test* test : select(course, {}, false))
      if (tests.contains(test)) question.tests.push_back(test);
    const RunResult run = judge(course, question, progress);
    for (const LabResult& lab : run.labs)
      for (const TaskResult& task : lab.tasks)
        for (const TestResult& test : task.tests)
          if (test.verdict != Verdict::pass)
            failures.push_back(test.id + " " + std::string(to_string(test.verdict)) + " (" +
                               run.sanitize + ")");
  }
  return failures;
}

// Runs `tests` against a variant. A program that does not compile gives BUILD for its tests.
std::vector<TestResult> run_variant(const Course& course, Sanitize sanitize,
                                    const std::filesystem::path& source,
                                    const std::vector<const Test*>& tests) {
  std::deque<Program> programs = build_variant(course, sanitize, source, tests);
  Request request;
  request.tree = Tree::solutions;
  request.sanitize = sanitize;
  request.wants_shrinking = false;
  std::vector<TestResult> results;
  for (Program& program : programs) {
    std::deque<TestResult> own(program.tests.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
      own[i].id = program.tests[i]->id;
      own[i].rule = program.tests[i]->rule;
      program.results.push_back(&own[i]);
    }
    if (program.built.is_ok) {
      run_program(course, request, program, [](const TestResult&) {});
    } else {
      for (TestResult& result : own) {
        result.verdict = Verdict::build;
        result.message = program.built.output.substr(0, 2000);
      }
    }
    std::filesystem::remove(program.built.program);
    results.insert(results.end(), own.begin(), own.end());
  }
  return results;
}

// The test's own rule, or the one that a simulation found broken.
bool names_rule(const TestResult& result, const std::string& rule) {
  return result.rule == rule || result.broken_rule == rule;
}

void note_seeds(const TestResult& result, MutantProof& proof) {
  if (!result.campaign || !result.campaign->has_failed) return;
  proof.seeds = std::min(proof.seeds.value_or(result.campaign->seeds), result.campaign->seeds);
}

void judge_mutant(const std::vector<TestResult>& results, MutantProof& proof) {
  const Mutant& mutant = proof.mutant;
  const auto is_killer = [&](const TestResult& result) {
    return std::find(mutant.killed_by.begin(), mutant.killed_by.end(), result.id) !=
           mutant.killed_by.end();
  };
  bool is_survivor = false;
  bool is_named_reason = false;
  for (const TestResult& result : results) {
    if (result.verdict != Verdict::pass) proof.caught_by.push_back(result.id);
    if (!is_killer(result)) continue;
    if (result.verdict == Verdict::build) {
      proof.outcome = Outcome::broken;
      proof.detail = result.message;
      return;
    }
    if (result.verdict == Verdict::pass) {
      is_survivor = true;
      proof.detail = say("prove.passed", result.id);
      continue;
    }
    if (proof.verdict.empty()) proof.verdict = to_string(result.verdict);
    const bool is_same =
        to_string(result.verdict) == mutant.verdict && names_rule(result, mutant.rule);
    if (is_same) is_named_reason = true;
    if (is_same) note_seeds(result, proof);
    if (!is_same && !is_named_reason)
      proof.detail = say("prove.other-reason", result.id, to_string(result.verdict), result.rule,
                         mutant.verdict, mutant.rule);
  }
  if (is_survivor) {
    proof.outcome = Outcome::survived;
  } else {
    proof.outcome = is_named_reason ? Outcome::killed : Outcome::other_reason;
    if (is_named_reason) proof.detail.clear();
  }
}

// Every test of the task against the mutant, in every mode: its row of the kill matrix. What did
// not come to a judgement (no memory for the compiler, say) is no row.
void fill_row(const Course& course, const std::filesystem::path& source, MutantProof& proof) {
  for (const Sanitize sanitize : all_modes) {
    std::vector<std::string>& failed = proof.row[sanitize];
    for (const TestResult& result :
         run_variant(course, sanitize, source, tests_for(course, proof.mutant.task, sanitize))) {
      if (result.verdict == Verdict::build || result.verdict == Verdict::grader_error)
        throw CourseError(say("prove.not-judged", proof.mutant.id, result.id,
                              to_string(result.verdict), to_string(sanitize), result.message));
      if (result.verdict != Verdict::pass) failed.push_back(result.id);
      note_seeds(result, proof);
    }
    std::sort(failed.begin(), failed.end());
  }
}

// How many seeds do the task's other simulated tests take to see the mutant?
void count_seeds(const Course& course, const std::filesystem::path& source, MutantProof& proof) {
  for (const TestResult& result :
       run_variant(course, Sanitize::none, source, simulated_for(course, proof.mutant.task)))
    note_seeds(result, proof);
}

MutantProof prove_mutant(const Course& course, const Mutant& mutant, const ProveRequest& request) {
  const auto start = Clock::now();
  MutantProof proof;
  proof.mutant = mutant;
  std::vector<const Test*> tests;
  for (const std::string& id : mutant.killed_by) tests.push_back(course.test(id));
  try {
    const auto source = make_mutant_source(course, mutant);
    judge_mutant(run_variant(course, mode_of(mutant), source, tests), proof);
    if (request.is_full) fill_row(course, source, proof);
    if (request.counts_seeds && !request.is_full) count_seeds(course, source, proof);
    std::filesystem::remove_all(course.root / "build" / "prove" / mutant.id);
  } catch (const CourseError& error) {
    proof.outcome = Outcome::broken;
    proof.detail = error.what();
  }
  proof.duration_ms = ms_since(start);
  return proof;
}

AlternateProof prove_alternate(const Course& course, const Alternate& alternate, bool is_full) {
  const auto start = Clock::now();
  AlternateProof proof{alternate, false, {}, "", 0};
  const auto source = make_alternate_source(course, alternate);
  for (const Sanitize sanitize : all_modes) {
    if (!is_full && sanitize != Sanitize::none) continue;
    for (const TestResult& result :
         run_variant(course, sanitize, source, tests_for(course, alternate.task, sanitize))) {
      if (result.verdict == Verdict::pass) continue;
      proof.rejected_by.push_back(result.id + " " + std::string(to_string(result.verdict)) + " (" +
                                  std::string(to_string(sanitize)) + ")");
      if (proof.detail.empty()) proof.detail = result.message;
    }
  }
  std::filesystem::remove_all(course.root / "build" / "prove" / alternate.id);
  proof.is_full = proof.rejected_by.empty();
  proof.duration_ms = ms_since(start);
  return proof;
}

}  // namespace

int ProveResult::killed() const {
  return static_cast<int>(std::count_if(mutants.begin(), mutants.end(), [](const auto& proof) {
    return proof.outcome == Outcome::killed;
  }));
}

bool ProveResult::is_clean() const {
  return solution_failures.empty() && killed() == static_cast<int>(mutants.size()) &&
         std::all_of(alternates.begin(), alternates.end(),
                     [](const auto& proof) { return proof.is_full; });
}

ProveResult prove(const Course& course, const ProveRequest& request, const Progress& progress) {
  ProveResult result;
  result.solution_failures = failures_of_solution(course, request, progress);
  if (!result.solution_failures.empty()) return result;
  result.mutants.resize(request.mutants.size());
  result.alternates.resize(request.alternates.size());
  const std::size_t total = result.mutants.size() + result.alternates.size();
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  int done = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < total; i = next++) {
      const bool is_mutant = i < result.mutants.size();
      const std::size_t other = i - result.mutants.size();
      if (is_mutant)
        result.mutants[i] = prove_mutant(course, request.mutants[i], request);
      else
        result.alternates[other] =
            prove_alternate(course, request.alternates[other], request.is_full);
      const std::lock_guard lock(mutex);
      progress("prove", ++done, static_cast<int>(total),
               is_mutant ? request.mutants[i].id : request.alternates[other].id);
    }
  };
  std::vector<std::jthread> workers;
  const int jobs = request.jobs > 0 ? request.jobs : os::processor_count();
  for (int i = 0; i < jobs; ++i) workers.emplace_back(work);
  workers.clear();  // joins
  return result;
}

}  // namespace grader
