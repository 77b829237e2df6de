// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/base.hpp>
#include <grader/engine/blame.hpp>
#include <grader/engine/build.hpp>
#include <grader/engine/capsules.hpp>
#include <grader/engine/engine.hpp>
#include <grader/engine/intake.hpp>
#include <grader/engine/matrix.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/run.hpp>
#include <grader/engine/score.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <thread>

namespace grader {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t ms_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

bool is_judged_here(const Test& test, Sanitize sanitize) {
  const auto& modes = test.modes;
  return modes.empty() || std::find(modes.begin(), modes.end(), to_string(sanitize)) != modes.end();
}

std::string why_skipped(const Test& test, Sanitize sanitize) {
  const auto& modes = test.modes;
  const bool is_plain =
      std::find(modes.begin(), modes.end(), to_string(Sanitize::none)) != modes.end();
  return is_plain ? say("engine.skipped-plain", to_string(sanitize))
                  : say("engine.skipped", modes.front());
}

// An empty result for every test asked for, in manifest order.
RunResult make_run(const Course& course, const Request& request) {
  RunResult run;
  run.sanitize = to_string(request.sanitize);
  run.tree = to_string(request.tree);
  run.asked_base = to_string(request.base);
  run.seed = request.seed;
  for (const Test* test : request.tests) {
    const Task& task = course.task_of(*test);
    const Lab& lab = course.lab_of(task);
    if (run.labs.empty() || run.labs.back().id != lab.id) {
      run.labs.emplace_back();
      run.labs.back().id = lab.id;
      run.labs.back().title = lab.title;
    }
    auto& tasks = run.labs.back().tasks;
    if (tasks.empty() || tasks.back().id != task.id) {
      tasks.emplace_back();
      tasks.back().id = task.id;
      tasks.back().title = task.title;
      tasks.back().is_core = task.is_core;
    }
    TestResult result;
    result.id = test->id;
    result.task = test->task;
    result.title = title_of(course, *test);
    result.visibility = test->is_hidden ? Visibility::hidden : Visibility::open;
    result.rule = test->rule;
    result.seed = request.seed;
    tasks.back().tests.push_back(std::move(result));
  }
  return run;
}

// The programs that hold the tests, each with the results it is to fill in.
std::deque<Program> make_programs(const Course& course, const Request& request, RunResult& run,
                                  const std::map<std::string, Code>& codes) {
  std::deque<Program> programs;
  std::map<std::string, Program*> by_target;
  for (LabResult& lab : run.labs) {
    for (TaskResult& task : lab.tasks) {
      for (TestResult& result : task.tests) {
        if (result.verdict == Verdict::refused) continue;
        const Test& test = *course.test(result.id);
        if (!is_judged_here(test, request.sanitize)) {
          result.verdict = Verdict::skipped;
          result.message = why_skipped(test, request.sanitize);
          continue;
        }
        const Code code = codes.at(task.id);
        const std::string target = program_name(*course.lab(lab.id), test, code);
        Program*& program = by_target[target];
        if (program == nullptr) {
          program = &programs.emplace_back();
          program->target = target;
          program->code = code;
        }
        program->tests.push_back(&test);
        program->results.push_back(&result);
      }
    }
  }
  return programs;
}

void blame_configuration(const std::string& output, std::deque<Program>& programs) {
  for (Program& program : programs) {
    for (TestResult* result : program.results) {
      result->verdict = Verdict::grader_error;
      result->message = say("engine.configure");
      result->failure.emplace();
      result->failure->sentence = result->message;
      result->failure->detail = output;
    }
  }
}

int job_count(const Request& request) {
  return request.jobs > 0 ? request.jobs : os::processor_count();
}

bool build_all(const Course& course, const Request& request, std::deque<Program>& programs,
               const Progress& progress) {
  if (programs.empty()) return true;  // all refused, or skipped
  std::vector<std::string> targets;
  for (const Program& program : programs) targets.push_back(program.target);
  const BuildResult built =
      build(course.root, request.sanitize, targets, job_count(request), progress);
  if (!built.is_configured) {
    blame_configuration(built.output, programs);
    return false;
  }
  for (Program& program : programs) {
    program.built = built.programs.at(program.target);
    if (!program.built.is_ok) blame_build(course, request.tree, program);
  }
  return true;
}

void run_all(const Course& course, const Request& request, std::deque<Program>& programs,
             const Progress& progress) {
  int total = 0;
  for (const Program& program : programs)
    if (program.built.is_ok) total += static_cast<int>(program.tests.size());
  std::mutex mutex;
  int done = 0;
  const auto on_test = [&](const TestResult& result) {
    const std::lock_guard lock(mutex);
    progress("run", ++done, total, result.id);
  };
  progress("run", 0, total, "");
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < programs.size(); i = next++)
      if (programs[i].built.is_ok) run_program(course, request, programs[i], on_test);
  };
  std::vector<std::jthread> workers;
  for (int i = 0; i < job_count(request); ++i) workers.emplace_back(work);
}

}  // namespace

std::string_view to_string(Tree tree) { return tree == Tree::labs ? "labs" : "solutions"; }

std::string_view to_string(Sanitize sanitize) {
  switch (sanitize) {
    case Sanitize::none: return "none";
    case Sanitize::asan: return "asan";
    case Sanitize::tsan: return "tsan";
  }
  return "";
}

std::string_view build_folder(Sanitize sanitize) {
  return sanitize == Sanitize::none ? "plain" : to_string(sanitize);
}

RunResult judge(const Course& course, const Request& request, const Progress& progress) {
  RunResult run = make_run(course, request);
  if (request.tree == Tree::labs) take_in(course, run);
  const auto build_start = Clock::now();
  const std::map<std::string, Code> codes = choose_base(course, request, run, progress);
  refuse(course, request.tree, run);
  std::deque<Program> programs = make_programs(course, request, run, codes);
  const bool is_configured = build_all(course, request, programs, progress);
  run.build_ms = ms_since(build_start);
  const auto run_start = Clock::now();
  if (is_configured) run_all(course, request, programs, progress);
  run.run_ms = ms_since(run_start);
  if (request.tree == Tree::labs) {
    blame_redefinitions(course, run);
    name_misconceptions(course, run);
  }
  if (request.keep_capsules) keep_capsules(course, request, run);
  score(course, run);
  run.exit = exit_code_for(run);
  return run;
}

}  // namespace grader
