// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/gradebook/progress.hpp>
#include <grader/report/catalogue.hpp>

#include <chrono>

namespace grader {

namespace {

constexpr int schema_version = 1;

constexpr const char* schema = R"sql(
  CREATE TABLE IF NOT EXISTS attempts(
    test TEXT NOT NULL, verdict TEXT NOT NULL, duration_ms INTEGER NOT NULL, tree TEXT NOT NULL,
    sanitize TEXT NOT NULL, at_s INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS tests(
    test TEXT PRIMARY KEY, last TEXT NOT NULL, best TEXT NOT NULL, attempts INTEGER NOT NULL,
    at_s INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS hints(
    task TEXT NOT NULL, rung INTEGER NOT NULL, at_s INTEGER NOT NULL, PRIMARY KEY(task, rung));
  CREATE TABLE IF NOT EXISTS solutions(
    task TEXT NOT NULL, function TEXT NOT NULL, at_s INTEGER NOT NULL,
    PRIMARY KEY(task, function));
  CREATE TABLE IF NOT EXISTS visits(
    only INTEGER PRIMARY KEY CHECK (only = 1), task TEXT NOT NULL, at_s INTEGER NOT NULL);
  PRAGMA user_version = 1;
)sql";

// Passing is best; having tried is better than not having begun.
int rank(Verdict verdict) {
  if (verdict == Verdict::pass) return 3;
  if (verdict == Verdict::not_implemented) return 1;
  return verdict == Verdict::build || verdict == Verdict::refused ? 0 : 2;
}

bool is_attempt(Verdict verdict) {
  return verdict != Verdict::build && verdict != Verdict::refused;
}

bool is_recorded(Verdict verdict) {
  return verdict != Verdict::grader_error && verdict != Verdict::skipped;
}

// Reads of a newer file may find other tables than ours: then there is nothing to tell.
template <class Read>
auto read_tolerantly(bool is_newer, Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const DatabaseError&) {
    if (!is_newer) throw;
    return {};
  }
}

}  // namespace

LearnerProgress::LearnerProgress(const std::filesystem::path& root) {
  const auto file = root / ".grader/progress.sqlite3";
  std::filesystem::create_directories(file.parent_path());
  database_.emplace(file, Access::read_write);
  if (database_->number("PRAGMA user_version") > schema_version) {
    is_read_only_ = true;
    notice_ = say("progress.newer", file.string());
    database_.emplace(file, Access::read_only);
    return;
  }
  database_->run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  if (database_->number("PRAGMA user_version") == schema_version) return;
  Transaction transaction(*database_);
  database_->run(schema);
  transaction.commit();
}

void LearnerProgress::record(const RunResult& run, std::int64_t now_s) {
  if (is_read_only_ || run.tree != "labs") return;
  Transaction transaction(*database_);
  std::string task_of_run;
  int tasks = 0;
  for (const LabResult& lab : run.labs) {
    for (const TaskResult& task : lab.tasks) {
      ++tasks;
      task_of_run = task.id;
      for (const TestResult& test : task.tests) record_test(test, run, now_s);
    }
  }
  if (tasks == 1) visit(task_of_run, now_s);  // a run of several says nothing about where one is
  transaction.commit();
}

void LearnerProgress::record_test(const TestResult& test, const RunResult& run,
                                  std::int64_t now_s) {
  if (!is_recorded(test.verdict)) return;
  const std::string word(to_string(test.verdict));
  if (is_attempt(test.verdict))
    database_->prepare("INSERT INTO attempts VALUES(?, ?, ?, ?, ?, ?)")
        .bind(1, test.id)
        .bind(2, word)
        .bind(3, test.duration_ms)
        .bind(4, run.tree)
        .bind(5, run.sanitize)
        .bind(6, now_s)
        .step();
  Statement old = database_->prepare("SELECT best FROM tests WHERE test = ?");
  old.bind(1, test.id);
  const auto best = old.step() ? verdict_of(old.text(0)) : std::nullopt;
  const bool is_better = !best || rank(test.verdict) >= rank(*best);
  database_
      ->prepare(
          "INSERT INTO tests VALUES(?, ?, ?, ?, ?) ON CONFLICT(test) DO UPDATE SET "
          "last = excluded.last, best = excluded.best, at_s = excluded.at_s, "
          "attempts = attempts + excluded.attempts")
      .bind(1, test.id)
      .bind(2, word)
      .bind(3, is_better ? word : to_string(*best))
      .bind(4, std::int64_t{is_attempt(test.verdict)})
      .bind(5, now_s)
      .step();
}

std::map<std::string, TestProgress> LearnerProgress::tests() {
  return read_tolerantly(is_read_only_, [&] {
    std::map<std::string, TestProgress> tests;
    Statement rows = database_->prepare("SELECT test, last, best, attempts, at_s FROM tests");
    while (rows.step()) {
      const auto last = verdict_of(rows.text(1));
      const auto best = verdict_of(rows.text(2));
      if (!last || !best) continue;  // a verdict that this version does not know
      tests[rows.text(0)] = {*last, *best, static_cast<int>(rows.number(3)), rows.number(4)};
    }
    return tests;
  });
}

int LearnerProgress::hints_taken(const std::string& task) {
  return read_tolerantly(is_read_only_, [&] {
    Statement rows = database_->prepare("SELECT max(rung) FROM hints WHERE task = ?");
    rows.bind(1, task);
    return rows.step() ? static_cast<int>(rows.number(0)) : 0;
  });
}

void LearnerProgress::take_hint(const std::string& task, int rung, std::int64_t now_s) {
  if (is_read_only_) return;
  database_->prepare("INSERT OR IGNORE INTO hints VALUES(?, ?, ?)")
      .bind(1, task)
      .bind(2, std::int64_t{rung})
      .bind(3, now_s)
      .step();
}

std::vector<std::string> LearnerProgress::solutions_shown(const std::string& task) {
  return read_tolerantly(is_read_only_, [&] {
    std::vector<std::string> functions;
    Statement rows =
        database_->prepare("SELECT function FROM solutions WHERE task = ? ORDER BY at_s, rowid");
    rows.bind(1, task);
    while (rows.step()) functions.push_back(rows.text(0));
    return functions;
  });
}

void LearnerProgress::record_solution(const std::string& task, const std::string& function,
                                      std::int64_t now_s) {
  if (is_read_only_) return;
  database_->prepare("INSERT OR IGNORE INTO solutions VALUES(?, ?, ?)")
      .bind(1, task)
      .bind(2, function)
      .bind(3, now_s)
      .step();
}

std::string LearnerProgress::last_task() {
  return read_tolerantly(is_read_only_, [&] {
    Statement rows = database_->prepare("SELECT task FROM visits");
    return rows.step() ? rows.text(0) : std::string();
  });
}

void LearnerProgress::visit(const std::string& task, std::int64_t now_s) {
  if (is_read_only_) return;
  database_->prepare("INSERT OR REPLACE INTO visits VALUES(1, ?, ?)")
      .bind(1, task)
      .bind(2, now_s)
      .step();
}

std::int64_t seconds_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

std::string record_run(const std::filesystem::path& root, const RunResult& run) {
  if (run.tree != "labs") return "";
  try {
    LearnerProgress progress(root);
    progress.record(run, seconds_now());
    return progress.notice();
  } catch (const std::exception& error) {
    return say("progress.not-recorded", error.what());
  }
}

}  // namespace grader
