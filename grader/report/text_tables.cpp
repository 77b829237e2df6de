// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a run amounts to: a row a task, a line a lab. Denominators are always there.
#include <grader/report/catalogue.hpp>
#include <grader/report/tally.hpp>
#include <grader/report/text_parts.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace grader {
namespace {

std::string text_of(const Count& count) {
  const std::string ratio = fmt::format("{}/{}", count.passed, count.judged);
  return count.is_whole() ? ratio : say("report.of-all", ratio, count.all);
}

struct Row {
  std::string mark;
  std::array<std::string, 4> cells;  // task, tests, hidden, points
  std::string part;                  // what "(of ...)" says, if not all of the task was judged
};

Row row_of(const Teller& teller, const TaskResult& task) {
  const Count open = count(teller.course, task, Visibility::open);
  const Count hidden = count(teller.course, task, Visibility::hidden);
  std::string points = task.score.text() + "/" + task.max.text();
  const Task* entry = teller.course.task(task.id);
  const bool are_points_part = entry != nullptr && !(task.max == Points(entry->points));
  if (are_points_part) points = say("report.of-all", points, entry->points);
  std::string name = task.id + " " + task.title;
  if (!task.is_core) name += " " + say("report.stretch");
  std::string part;
  for (const Count& counted : {open, hidden})
    if (part.empty() && !counted.is_whole() && counted.judged > 0)
      part = say("report.part-only", text_of(counted), counted.all, counted.judged, counted.passed);
  return {mark(teller, verdict_of(task)),
          {name, text_of(open), text_of(hidden), points},
          part};
}

bool is_part_of_lab(const Teller& teller, const LabResult& lab) {
  const Lab* entry = teller.course.lab(lab.id);
  if (entry == nullptr) return false;
  std::size_t judged = 0;
  for (const TaskResult& task : lab.tasks)
    if (task.is_core) judged += task.tests.size();
  const auto of_core = [&](const Test& test) {
    const Task* task = teller.course.task(test.task);
    return task != nullptr && task->is_core;
  };
  const auto all = std::count_if(entry->tests.begin(), entry->tests.end(), of_core);
  return judged < static_cast<std::size_t>(all);
}

int core_points(const Lab& lab) {
  int points = 0;
  for (const Task& task : lab.tasks)
    if (task.is_core) points += task.points;
  return points;
}

// Which --sanitize would judge what this run did not.
std::string modes_of_skipped(const Teller& teller, const LabResult& lab) {
  std::set<std::string> modes;
  for (const TaskResult& task : lab.tasks)
    for (const TestResult& test : task.tests)
      if (const Test* entry = teller.course.test(test.id);
          test.verdict == Verdict::skipped && entry != nullptr)
        modes.insert(entry->modes.begin(), entry->modes.end());
  return fmt::format("{}", fmt::join(modes, ", "));
}

// Tasks that ran on the course's own earlier tasks, because the learner's are not done.
std::string borrowed(const Teller& teller) {
  std::string list;
  if (teller.run.tree == "solutions") return list;
  for (const auto& [task, tree] : teller.run.base)
    if (tree == "solutions") list += (list.empty() ? "" : ", ") + task;
  return list;
}

// Stretch tasks alone have no core points to tell of.
std::string lab_line(const Teller& teller, const LabResult& lab) {
  std::string line = fmt::format("{} {}", lab.id, lab.title);
  if (is_part_of_lab(teller, lab) && !lab.max.is_zero())
    line += "  " + say("report.part-of-lab", lab.score.text(), lab.max.text(),
                       core_points(*teller.course.lab(lab.id)));
  else if (!is_part_of_lab(teller, lab))
    line += "  " + lab.score.text() + "/" + lab.max.text();
  if (!lab.bonus_max.is_zero())
    line += "  " + say("report.bonus", lab.bonus.text(), lab.bonus_max.text());
  return teller.paint.strong(line) + "\n";
}

std::string notes_of(const Teller& teller, const LabResult& lab) {
  std::string text;
  if (!lab.not_judged.is_zero())
    text += "  " + say("report.not-judged", lab.not_judged.text(), modes_of_skipped(teller, lab)) +
            "\n";
  if (!lab.added_files.empty())
    text += "  " + say("report.added-files", fmt::format("{}", fmt::join(lab.added_files, ", "))) +
            "\n";
  return text;
}

}  // namespace

std::string mark(const Teller& teller, Verdict verdict) {
  const auto word = [](std::string_view id) { return pad(say(id), 4); };
  if (verdict == Verdict::pass) return teller.paint.good(word("report.mark-ok"));
  if (verdict == Verdict::not_implemented) return teller.paint.calm(word("report.mark-todo"));
  if (verdict == Verdict::skipped) return word("report.mark-skip");
  if (verdict == Verdict::grader_error) return teller.paint.strong(word("report.mark-fault"));
  return teller.paint.bad(word("report.mark-fail"));
}

// "FAIL  1a.09   WRONG            Assignment destroys the old value": one line, for eyes and grep.
std::string test_line(const Teller& teller, const TestResult& test) {
  const std::string begin = fmt::format("{:<7}  {:<15}  ", test.id, to_string(test.verdict));
  const std::string title = headline(teller, test);
  const std::size_t used = 8 + begin.size();
  const std::size_t room = std::max<std::size_t>(teller.columns, used + 20) - used;
  return "  " + mark(teller, test.verdict) + "  " + begin + shorten(title, room);
}

std::string task_table(const Teller& teller) {
  Row heading{pad("", 4),
              {say("report.column-task"), say("report.column-tests"), say("report.column-hidden"),
               say("report.column-points")},
              ""};
  std::vector<Row> rows{heading};
  std::string part;
  for (const LabResult& lab : teller.run.labs) {
    for (const TaskResult& task : lab.tasks) {
      rows.push_back(row_of(teller, task));
      if (part.empty()) part = rows.back().part;
    }
  }
  std::array<std::size_t, 4> widths{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], display_width(row.cells[i]));
  const std::size_t used = 8 + 3 * 3 + widths[1] + widths[2] + widths[3];
  widths[0] = std::min(widths[0], std::max<std::size_t>(teller.columns, used + 16) - used);
  std::string text;
  for (const Row& row : rows) {
    std::string line = "  " + row.mark + "  " + pad(shorten(row.cells[0], widths[0]), widths[0]);
    for (std::size_t i = 1; i < widths.size(); ++i)
      line += std::string(3 + widths[i] - display_width(row.cells[i]), ' ') + row.cells[i];
    text += (&row == &rows.front() ? teller.paint.strong(line) : line) + "\n";
  }
  if (!part.empty()) text += "  " + part + "\n";
  return text;
}

std::string lab_lines(const Teller& teller) {
  std::string text;
  for (const LabResult& lab : teller.run.labs)
    text += lab_line(teller, lab) + notes_of(teller, lab);
  if (const std::string tasks = borrowed(teller); !tasks.empty())
    text += say("report.borrowed", tasks) + "\n";
  const auto seconds = [](std::int64_t ms) {
    return fmt::format("{:.1f}", static_cast<double>(ms) / 1000);
  };
  text += say("report.time", seconds(teller.run.build_ms), seconds(teller.run.run_ms)) + "\n";
  return text;
}

}  // namespace grader
