// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/judge.hpp>
#include <grader/engine/sanitizer_log.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/stacks.hpp>

#include <csignal>
#include <cstring>

namespace grader {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// A PATINA_TODO line counts for its own task and for those that use it; other tasks of the same
// header are no concern of this test.
const Todo* todo_that_counts(const Evidence& evidence) {
  const Story& story = evidence.story;
  if (!story.todos.empty()) return &story.todos.front();
  const Task& task = evidence.course.task_of(evidence.test);
  for (const Todo& line : story.todo_lines) {
    if (line.task == task.id) return &line;
    for (const std::string& used : task.uses)
      if (line.task == used) return &line;
  }
  return nullptr;
}

bool ran_out_of_memory(const Evidence& evidence) {
  if (evidence.ended.cut == os::Cut::memory) return true;
  if (is_memory_exhaustion(evidence.sanitizer_log)) return true;
  for (const StoryFailure& failure : evidence.story.failures)
    if (failure.kind == "exception" && has(failure.failure.sentence, "std::bad_alloc")) return true;
  return !evidence.story.assertion && evidence.ended.signal == SIGABRT &&
         has(evidence.ended.output, "'std::bad_alloc'");
}

bool crashed(const Evidence& evidence) {
  if (evidence.ended.signal == 0) return evidence.ended.cut == os::Cut::stopped;
  return !(evidence.ended.signal == SIGABRT && evidence.story.assertion);
}

bool is_wrong(const Story& story) {
  return story.assertion || !story.failures.empty() || story.failed > 0;
}

// What the explorer proved, where that and no sanitizer's report is why the verdict is what it is.
const Explored* explored(const Evidence& evidence, Verdict verdict) {
  const auto& found = evidence.story.explored;
  if (!found || found->verdict != verdict || sanitizer_verdict(evidence.sanitizer_log))
    return nullptr;
  return &*found;
}

bool is_proven(const Evidence& evidence) {
  return evidence.story.ended && evidence.ended.exit_code == evidence.proof.exit_code;
}

Verdict verdict_from(const Evidence& evidence) {
  const Story& story = evidence.story;
  const os::Ended& ended = evidence.ended;
  if (!ended.was_started) return Verdict::grader_error;
  const bool is_clean = ended.exit_code == evidence.proof.exit_code;
  if (is_clean && story.said_hello && (!story.began || (story.ended && story.assertions == 0)))
    return Verdict::grader_error;  // the test is not in the program, or asks nothing
  if (!story.tampering.empty()) return Verdict::tamper;
  if (story.said_hello && story.nonce != evidence.proof.nonce) return Verdict::tamper;
  if (todo_that_counts(evidence) != nullptr) return Verdict::not_implemented;
  if (ended.cut == os::Cut::output) return Verdict::output_limit;
  if (ran_out_of_memory(evidence)) return Verdict::memory;
  if (const auto found = sanitizer_verdict(evidence.sanitizer_log)) return *found;
  if (story.explored) return story.explored->verdict;
  if (ended.cut == os::Cut::wall && ended.all_asleep) return Verdict::deadlock;
  if (ended.cut == os::Cut::wall || ended.cut == os::Cut::cpu) return Verdict::timeout;
  if (crashed(evidence)) return Verdict::crash;
  if (is_wrong(story)) return Verdict::wrong;
  return is_proven(evidence) ? Verdict::pass : Verdict::premature_exit;
}

Failure failure_from(const Evidence& evidence, Verdict verdict) {
  const Story& story = evidence.story;
  Failure failure;
  if (verdict == Verdict::wrong || verdict == Verdict::crash ||
      verdict == Verdict::premature_exit) {
    if (story.assertion)
      failure = story.assertion->failure;
    else if (!story.failures.empty())
      failure = story.failures.front().failure;
  }
  if (const Explored* found = explored(evidence, verdict)) failure = found->failure;
  failure.steps = story.steps;
  if (failure.failing_step == 0 && !story.steps.empty())
    failure.failing_step = story.steps.back().number;
  if (verdict == Verdict::race || verdict == Verdict::ub || verdict == Verdict::leak ||
      verdict == Verdict::memory)
    failure.detail = tidy_stacks(evidence.sanitizer_log, evidence.course.root);
  if (verdict == Verdict::timeout || verdict == Verdict::deadlock)
    failure.detail = tidy_stacks(evidence.ended.stacks, evidence.course.root);
  if (failure.file.starts_with("grader/testkit/")) {  // nothing there is to be mended
    failure.file.clear();
    failure.line = 0;
  }
  if (const auto place = own_place(failure.detail); place && failure.file.empty()) {
    failure.file = place->file;
    failure.line = place->line;
  }
  return failure;
}

std::string crash_sentence(const os::Ended& ended) {
  if (ended.cut == os::Cut::stopped) return say("judge.stopped");
  if (ended.signal == SIGABRT && has(ended.output, "terminate called"))
    return say("judge.crash-exception");
  if (ended.signal == SIGSEGV) return say("judge.crash-segv");
  return say("judge.crash", ended.signal, ::strsignal(ended.signal));
}

std::string todo_sentence(const Evidence& evidence) {
  const Todo& todo = *todo_that_counts(evidence);
  if (todo.task != evidence.test.task) return say("judge.needs-first", todo.task, todo.what);
  if (todo.what.empty()) return say("judge.todo-line", todo.task);
  return say("judge.todo", todo.what);
}

std::string wrong_sentence(const Story& story) {
  if (story.assertion) return say("judge.assertion", story.assertion->failure.sentence);
  if (story.failures.empty()) return say("judge.wrong");
  const StoryFailure& first = story.failures.front();
  if (first.kind == "exception") return say("judge.exception", first.failure.sentence);
  if (first.kind == "rule") return first.failure.sentence;
  return say("judge.check", first.failure.expression);
}

std::string sentence_for(const Evidence& evidence, Verdict verdict) {
  const os::Ended& ended = evidence.ended;
  if (const Explored* found = explored(evidence, verdict)) return found->failure.sentence;
  const std::string place = ended_before_main(evidence) ? say("judge.before-main") : "";
  switch (verdict) {
    case Verdict::pass:
      return "";
    case Verdict::grader_error:
      return ended.was_started ? say("judge.no-test") : say("judge.not-started");
    case Verdict::tamper:
      return say("judge.tamper", evidence.story.tampering);
    case Verdict::not_implemented:
      return todo_sentence(evidence);
    case Verdict::output_limit:
      return say("judge.output-limit");
    case Verdict::memory:
      return say("judge.memory");
    case Verdict::race:
    case Verdict::ub:
    case Verdict::leak:
      return sanitizer_sentence(evidence.sanitizer_log);
    case Verdict::deadlock:
      return say("judge.deadlock") + place;
    case Verdict::timeout:
      return say("judge.timeout") + place;
    case Verdict::crash:
      return crash_sentence(ended) + place;
    case Verdict::wrong:
      return wrong_sentence(evidence.story);
    case Verdict::premature_exit:
      return say("judge.premature-exit", ended.exit_code) + place;
    default:
      return "";
  }
}

}  // namespace

bool ended_before_main(const Evidence& evidence) {
  return evidence.ended.was_started && !evidence.story.said_hello;
}

void judge_evidence(const Evidence& evidence, TestResult& result) {
  const Verdict verdict = verdict_from(evidence);
  result.verdict = verdict;
  result.message = sentence_for(evidence, verdict);
  result.steps = evidence.story.steps;
  result.life = evidence.story.life;
  result.threads = evidence.story.threads;
  result.moments = evidence.story.moments;
  result.options = evidence.story.drawn;
  result.campaign = evidence.story.campaign;
  if (evidence.story.explored) {
    result.broken_rule = evidence.story.explored->rule;
    result.options = evidence.story.explored->options;
    result.choices = evidence.story.explored->choices;
  }
  result.output = evidence.ended.output;
  result.duration_ms = evidence.ended.wall_ms;
  if (verdict == Verdict::not_implemented) {
    const Todo& todo = *todo_that_counts(evidence);
    if (todo.task != evidence.test.task) result.needs = todo.task;
    result.stub_file = todo.file;
    result.stub_line = todo.line;
  } else if (verdict != Verdict::pass) {
    result.failure = failure_from(evidence, verdict);
    if (result.failure->sentence.empty()) result.failure->sentence = result.message;
  }
}

}  // namespace grader
