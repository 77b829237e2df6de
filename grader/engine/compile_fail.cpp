// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>
#include <grader/engine/compile_fail.hpp>
#include <grader/engine/os.hpp>
#include <grader/report/catalogue.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace grader {
namespace fs = std::filesystem;
namespace {

struct CompileOutcome {
  int status = 0;
  std::string output;
};

// Linking the twin anew gives its program a new time; until then the same outcome holds.
class Memory {
 public:
  Memory(const fs::path& folder, const Program& program, const Test& test)
      : file_(folder / "compile-fail" / (program.target + "." + test.id)),
        key_(
            std::to_string(fs::last_write_time(program.built.program).time_since_epoch().count())) {
  }

  bool recall(CompileOutcome& outcome) const {
    std::ifstream stream(file_);
    std::string key;
    if (!std::getline(stream, key) || key != key_) return false;
    stream >> outcome.status;
    stream.ignore(1);
    outcome.output.assign(std::istreambuf_iterator<char>(stream), {});
    return true;
  }
  void keep(const CompileOutcome& outcome) const {
    fs::create_directories(file_.parent_path());
    std::ofstream(file_) << key_ << '\n' << outcome.status << '\n' << outcome.output;
  }

 private:
  fs::path file_;
  std::string key_;
};

CompileOutcome compile_without_twin(const Course& course, Sanitize sanitize, const Program& program,
                                    const Test& test, const fs::path& file) {
  CompileCommand command = compile_command(course.root, sanitize, program.target, file);
  if (command.arguments.empty()) return {-1, ""};
  if (!program.variant_source.empty())
    redirect_includes(command, course, course.lab_of(course.task_of(test)), program.variant_source);
  std::erase(command.arguments, "-DPATINA_TWIN");
  command.arguments.insert(command.arguments.end(), {"-fsyntax-only", file.string()});
  const os::Completed done = os::run_process({command.arguments, command.folder, {"LC_ALL=C"}, {}});
  return {done.status, done.output};
}

void set_wrong(TestResult& result, const fs::path& root, const fs::path& file, std::string sentence,
               std::string detail) {
  result.verdict = Verdict::wrong;
  result.message = std::move(sentence);
  Failure failure;
  failure.sentence = result.message;
  failure.file = fs::relative(file, root).string();
  failure.detail = std::move(detail);
  result.failure = std::move(failure);
}

}  // namespace

fs::path compile_test_file(const Course& course, const Test& test) {
  const Lab& lab = course.lab_of(course.task_of(test));
  const fs::path folder = (test.is_hidden ? course.root / "grader/hidden" / lab.folder
                                          : course.root / "labs" / lab.folder / "tests") /
                          test.task / "compile";
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().filename().string().starts_with(test.id + "-")) return entry.path();
  return {};
}

std::vector<std::string> expected_diagnostics(const fs::path& file) {
  static constexpr std::string_view mark = "// EXPECT: ";
  std::vector<std::string> found;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);)
    if (line.starts_with(mark)) found.push_back(line.substr(mark.size()));
  return found;
}

void judge_faulty_twin(const Course& course, Sanitize sanitize, const Program& program,
                       const Test& test, TestResult& result) {
  const fs::path file = compile_test_file(course, test);
  const Memory memory(build_folder(course.root, sanitize), program, test);
  CompileOutcome outcome;
  const bool is_variant = !program.variant_source.empty();  // built once, gone afterwards
  if (is_variant || !memory.recall(outcome)) {
    outcome = compile_without_twin(course, sanitize, program, test, file);
    if (outcome.status >= 0 && !is_variant) memory.keep(outcome);
  }
  const std::vector<std::string> expected = expected_diagnostics(file);
  if (outcome.status < 0 || file.empty() || expected.empty()) {
    result.verdict = Verdict::grader_error;
    result.message = say("compile-fail.no-file", test.id);
    return;
  }
  if (outcome.status == 0)
    return set_wrong(result, course.root, file, say("compile-fail.compiled"), "");
  for (const std::string& diagnostic : expected) {
    if (Pattern(diagnostic).occurs_in(outcome.output)) continue;
    return set_wrong(result, course.root, file, say("compile-fail.other-reason", diagnostic),
                     outcome.output);
  }
}

}  // namespace grader
