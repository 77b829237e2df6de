// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/matrix.hpp>
#include <grader/report/catalogue.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace grader {
namespace fs = std::filesystem;
using Json = nlohmann::json;
namespace {

fs::path matrix_file(const Course& course, const Lab& lab) {
  return course.root / "grader" / "mutants" / lab.folder / "matrix.json";
}

// Mutant id -> {"none": [...], "asan": [...], "tsan": [...]}, sorted by id.
Json read_matrix(const fs::path& file) {
  if (!fs::exists(file)) return Json::object();
  const Json json = Json::parse(read_text(file), nullptr, false);
  return json.is_object() ? json.value("mutants", Json::object()) : Json::object();
}

std::string matrix_text(const Json& mutants) {
  std::string text = "{\n  \"format\": 1,\n  \"mutants\": {\n";
  std::size_t left = mutants.size();
  for (const auto& [id, row] : mutants.items())
    text += "    \"" + id + "\": " + row.dump() + (--left == 0 ? "\n" : ",\n");
  return text + "  }\n}\n";
}

// The failing tests of a task, if every test of it was judged and nothing but tests went wrong.
std::vector<std::string> failing_tests(const Course& course, const TaskResult& task) {
  std::vector<std::string> failing;
  if (task.tests.size() != course.tests_of(*course.task(task.id)).size()) return {};
  for (const TestResult& test : task.tests) {
    if (test.verdict == Verdict::pass || test.verdict == Verdict::skipped) continue;
    if (test.verdict == Verdict::build || test.verdict == Verdict::not_implemented) return {};
    failing.push_back(test.id);
  }
  std::sort(failing.begin(), failing.end());
  return failing;
}

void name_misconception(const Course& course, const Json& matrix, const std::string& mode,
                        const std::vector<Mutant>& mutants, TaskResult& task) {
  const std::vector<std::string> failing = failing_tests(course, task);
  if (failing.empty()) return;
  const Mutant* match = nullptr;
  for (const Mutant& mutant : mutants) {
    if (mutant.task != task.id || !matrix.contains(mutant.id)) continue;
    if (matrix[mutant.id].value(mode, std::vector<std::string>()) != failing) continue;
    if (match != nullptr) return;  // two mistakes that look the same from outside
    match = &mutant;
  }
  if (match == nullptr) return;
  for (TestResult& test : task.tests)
    if (test.verdict != Verdict::pass && test.verdict != Verdict::skipped)
      test.misconception = say("matrix.misconception", match->id, match->what, match->source);
}

}  // namespace

void write_matrix(const Course& course, const ProveResult& result) {
  std::map<fs::path, Json> matrices;
  for (const MutantProof& proof : result.mutants) {
    const fs::path file = matrix_file(course, course.lab_of(*course.task(proof.mutant.task)));
    if (!matrices.contains(file)) matrices[file] = read_matrix(file);
    Json row;
    for (const auto& [sanitize, failed] : proof.row) row[std::string(to_string(sanitize))] = failed;
    matrices[file][proof.mutant.id] = row;
  }
  for (const auto& [file, mutants] : matrices) write_text(file, matrix_text(mutants));
}

void name_misconceptions(const Course& course, RunResult& run) {
  for (LabResult& lab : run.labs) {
    const Json matrix = read_matrix(matrix_file(course, *course.lab(lab.id)));
    if (matrix.empty()) continue;
    const std::vector<Mutant> mutants = load_mutants(course);
    for (TaskResult& task : lab.tasks)
      name_misconception(course, matrix, run.sanitize, mutants, task);
  }
}

}  // namespace grader
