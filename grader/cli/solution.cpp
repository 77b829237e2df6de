// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade solution 1b: one function of the solution, after all hints were taken, and on record.
#include <grader/cli/arguments.hpp>
#include <grader/cli/ask.hpp>
#include <grader/course/hints.hpp>
#include <grader/course/nearest.hpp>
#include <grader/course/starter_files.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

#include <memory>

#include <algorithm>
#include <cstring>

namespace grader {

namespace {

struct Function {
  std::string name;  // a second of the same name is "name#2"; helpers have the name "helpers"
  std::string head;  // on one line, from the name on
  std::string file;
  const Region* region = nullptr;
};

// The function's head from its name on, on one line, without what every head here repeats.
std::string one_line(const Region& region) {
  std::string joined;
  for (const std::string& line : region.signature) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin != std::string::npos)
      joined += (joined.empty() || joined.back() == '(' ? "" : " ") + line.substr(begin);
  }
  joined = joined.substr(joined.find(name_of(region)));
  for (const std::string before : {", ", ""}) {
    const std::string where =
        before + "std::source_location where = std::source_location::current()";
    const std::size_t at = joined.find(where);
    if (at != std::string::npos) joined.erase(at, where.size());
  }
  while (!joined.empty() && std::strchr("{ ", joined.back()) != nullptr) joined.pop_back();
  constexpr std::size_t longest = 84;
  return joined.size() <= longest ? joined : joined.substr(0, longest) + "...";
}

std::vector<Function> functions_of(const Task& task, const std::vector<Starter>& starters) {
  std::vector<Function> functions;
  for (const Starter& starter : starters) {
    for (const Region& region : starter.regions) {
      if (region.task != task.id) continue;
      const std::string plain = name_of(region).empty() ? "helpers" : name_of(region);
      const auto twins = std::count_if(functions.begin(), functions.end(), [&](const Function& f) {
        return f.name == plain || f.name.rfind(plain + "#", 0) == 0;
      });
      const std::string name = twins == 0 ? plain : fmt::format("{}#{}", plain, twins + 1);
      const std::string head = name_of(region).empty() ? say("solution.helpers") : one_line(region);
      functions.push_back({name, head, starter.solution, &region});
    }
  }
  return functions;
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void print_list(const Task& task, const std::vector<Function>& functions,
                const std::vector<std::string>& shown) {
  fmt::print("{}\n\n", say("solution.list", task.id, task.title, functions.size()));
  for (std::size_t i = 0; i < functions.size(); ++i)
    fmt::print("{:>4}  {}{}\n", i + 1, functions[i].head,
               contains(shown, functions[i].name) ? "  " + say("solution.seen") : "");
  fmt::print("\n{}\n", say("solution.how", task.id));
}

const Function& function_named(const std::vector<Function>& functions, const Task& task,
                               const std::string& word) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < functions.size(); ++i) {
    if (functions[i].name == word || std::to_string(i + 1) == word) return functions[i];
    names.push_back(functions[i].name);
  }
  throw UsageError(say("solution.unknown", word, task.id, did_you_mean(word, names)));
}

void print_function(const Function& function) {
  fmt::print("{}\n\n", say("solution.from", function.file, function.region->line));
  for (const auto* lines :
       {&function.region->contract, &function.region->signature, &function.region->body})
    for (const std::string& line : *lines) fmt::print("{}\n", line);
  if (!function.region->signature.empty()) {
    const std::string& head = function.region->signature.front();
    fmt::print("{}}}\n", head.substr(0, head.find_first_not_of(' ')));
  }
}

void solution(Context& context, const std::string& word, const std::string& function_word) {
  const Course& course = context.course();
  const Task& task = task_named(course, word);
  LearnerProgress progress(course.root);
  const int taken = progress.hints_taken(task.id);
  if (taken < rungs_of_a_task)
    throw UsageError(say("solution.hints-first", task.id, taken, rungs_of_a_task));
  const auto starters = derive_starters(course.root, course.lab_of(task));
  const std::vector<Function> functions = functions_of(task, starters);
  if (functions.empty()) throw UsageError(say("solution.not-here", task.id));
  if (function_word.empty()) return print_list(task, functions, progress.solutions_shown(task.id));
  const Function& function = function_named(functions, task, function_word);
  progress.record_solution(task.id, function.name, seconds_now());
  print_function(function);
  fmt::print("\n{}\n", say("solution.recorded", progress.solutions_shown(task.id).size(),
                           functions.size(), task.id));
  if (!progress.notice().empty()) fmt::print("{}\n", progress.notice());
}

}  // namespace

void add_solution(Arguments& arguments, Context& context) {
  auto task = std::make_shared<std::string>();
  auto function = std::make_shared<std::string>();
  arguments.verb("solution", say("solution.about"))
      .operand("task", *task, say("solution.task"), "TASK", true)
      .operand("function", *function, say("solution.function"), "[FUNCTION]")
      .example(say("solution.example"))
      .action([&context, task, function] { solution(context, *task, *function); });
}

}  // namespace grader
