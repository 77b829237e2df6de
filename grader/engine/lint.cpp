// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/pattern.hpp>
#include <grader/course/text.hpp>
#include <grader/engine/lint.hpp>
#include <grader/engine/os.hpp>

#include <charconv>
#include <set>
#include <tuple>

namespace grader {
namespace fs = std::filesystem;
namespace {

constexpr int oldest_version = 16;  // the first that reads std::source_location
constexpr int newest_version = 30;
constexpr const char* error_check = "clang-diagnostic-error";
constexpr std::size_t stub_lines = 6;

int version_of(const std::string& tool) {
  const os::Completed answer = os::run_process({{tool, "--version"}, {}, {}, {}});
  if (answer.status != 0) return 0;
  static constexpr std::string_view mark = "version ";
  const std::size_t at = answer.output.find(mark);
  if (at == std::string::npos) return 0;
  int version = 0;
  const char* const start = answer.output.data() + at + mark.size();
  std::from_chars(start, answer.output.data() + answer.output.size(), version);
  return version;
}

std::string configuration(bool is_practice) {
  std::string checks = "-*";
  for (const LintCheck& check : lint_checks())
    if (check.is_for_labs || is_practice) checks += std::string(",") + check.name;
  return "{Checks: '" + checks +
         "', CheckOptions: {"
         "cppcoreguidelines-special-member-functions.AllowSoleDefaultDtor: true, "
         "cppcoreguidelines-special-member-functions.AllowMissingMoveFunctions: true, "
         "performance-for-range-copy.WarnOnAllAutoCopies: true}}";
}

std::string relative_name(const std::string& file, const fs::path& root) {
  const std::string start = fs::weakly_canonical(root).string() + "/";
  const std::string whole = fs::weakly_canonical(file).string();
  return whole.starts_with(start) ? whole.substr(start.size()) : file;
}

// Is the body that begins at `line` one that the learner has not written yet?
bool is_stub(const fs::path& file, unsigned line) {
  const std::vector<std::string> lines = lines_of(read_text(file));
  for (std::size_t i = line == 0 ? 0 : line - 1; i < lines.size() && i < line + stub_lines; ++i)
    if (lines[i].find("not_implemented(") != std::string::npos) return true;
  return false;
}

bool is_told(const LintJob& job, const LintFinding& finding) {
  const std::string judged = fs::relative(job.judged, job.root).string() + "/";
  return finding.file.starts_with(judged) && !is_stub(job.root / finding.file, finding.line);
}

LintResult lint_units(const std::string& tool, const LintJob& job,
                      const std::vector<fs::path>& units) {
  std::vector<std::string> words = {tool, "--quiet", "--header-filter=.*",
                                    "--config=" + configuration(job.is_practice)};
  for (const fs::path& unit : units) words.push_back(unit.string());
  words.insert(words.end(), {"--", "-std=c++20"});
  for (const fs::path& include : job.includes) words.push_back("-I" + include.string());
  const os::Completed done = os::run_process({words, job.root, {"LC_ALL=C"}, {}});

  LintResult result;
  std::set<std::tuple<std::string, std::string, unsigned>> told;
  for (LintFinding& finding : parse_clang_tidy(done.output, job.root)) {
    if (finding.check == error_check) {
      result.error = finding.file + ":" + std::to_string(finding.line) + ": " + finding.message;
      return result;
    }
    if (!is_told(job, finding)) continue;
    if (told.insert({finding.check, finding.file, finding.line}).second)
      result.findings.push_back(std::move(finding));
  }
  return result;
}

}  // namespace

const std::vector<LintCheck>& lint_checks() {
  static const std::vector<LintCheck> checks = {
      {"bugprone-copy-constructor-init", true},
      {"bugprone-infinite-loop", true},
      {"bugprone-move-forwarding-reference", true},
      {"bugprone-sizeof-expression", true},
      {"bugprone-suspicious-semicolon", true},
      {"bugprone-undelegated-constructor", true},
      {"bugprone-unhandled-self-assignment", true},
      {"bugprone-unused-raii", true},
      {"bugprone-unused-return-value", true},
      {"bugprone-use-after-move", true},
      {"bugprone-virtual-near-miss", true},
      {"clang-analyzer-core.StackAddressEscape", true},
      {"clang-analyzer-cplusplus.NewDelete", true},
      {"clang-analyzer-cplusplus.NewDeleteLeaks", true},
      {"clang-diagnostic-dangling-gsl", true},
      {"clang-diagnostic-return-stack-address", true},
      {"cppcoreguidelines-no-malloc", true},
      {"cppcoreguidelines-pro-type-member-init", true},
      {"cppcoreguidelines-slicing", true},
      // Not in labs: there, assignment by value serves for both copy and move.
      {"cppcoreguidelines-special-member-functions", false},
      {"cppcoreguidelines-virtual-class-destructor", true},
      {"misc-throw-by-value-catch-by-reference", true},
      {"misc-unconventional-assign-operator", true},
      {"modernize-use-nullptr", true},
      {"modernize-use-override", true},
      {"performance-for-range-copy", true},
      {"performance-move-const-arg", true},
      {"performance-move-constructor-init", true},
      {"performance-no-automatic-move", true},
      {"performance-noexcept-move-constructor", true},
      {"performance-unnecessary-copy-initialization", true},
      {"readability-delete-null-pointer", true},
  };
  return checks;
}

std::string find_clang_tidy() {
  if (version_of("clang-tidy") >= oldest_version) return "clang-tidy";
  for (int version = oldest_version; version <= newest_version; ++version) {
    const std::string tool = "clang-tidy-" + std::to_string(version);
    if (version_of(tool) >= oldest_version) return tool;
  }
  return "";
}

LintJob lint_job(const Course& course, const Lab& lab, Tree tree) {
  LintJob job;
  job.root = course.root;
  job.judged = course.root / to_string(tree) / lab.folder / "src";
  for (const Lab& known : course.labs) {  // a lab may include its own and earlier ones
    if (known.id > lab.id) break;
    job.includes.push_back(course.root / to_string(tree) / known.folder / "src");
    job.includes.push_back(course.root / "labs" / known.folder / "include");
  }
  std::string unit;
  std::vector<fs::path> sources;
  for (const fs::path& file : files_under(job.judged)) {
    if (file.extension() == ".hpp")
      unit += "#include <" + fs::relative(file, job.judged).generic_string() + ">\n";
    if (file.extension() == ".cpp") sources.push_back(file);
  }
  const fs::path folder = course.root / ".grader" / "lint";
  const fs::path headers = folder / (lab.id + "-headers.cpp");
  write_text(headers, unit);
  job.units = sources;
  job.fallback = sources;
  job.fallback.push_back(headers);
  const fs::path uses = course.root / "grader/course/lint" / (lab.folder + ".cpp");
  if (!fs::exists(uses)) {
    job.units = job.fallback;
    return job;
  }
  const fs::path both = folder / (lab.id + ".cpp");
  write_text(both, unit + "#include \"" + uses.string() + "\"\n");
  job.units.push_back(both);
  return job;
}

LintResult lint(const std::string& tool, const LintJob& job) {
  LintResult result = lint_units(tool, job, job.units);
  if (result.error.empty() || job.fallback.empty() || job.fallback == job.units) return result;
  return lint_units(tool, job, job.fallback);
}

std::vector<LintFinding> parse_clang_tidy(std::string_view output, const fs::path& root) {
  static const Pattern line_shape(
      R"(^(.+?):(\d+):\d+: (?:warning|error|fatal error): (.*) \[([A-Za-z0-9.,-]+)\]$)");
  std::vector<LintFinding> findings;
  for (const std::string& line : lines_of(output)) {
    const auto found = line_shape.match(line);
    if (!found) continue;
    std::string check = (*found)[4];
    check = check.substr(0, check.find(','));  // "check,-warnings-as-errors"
    findings.push_back({check, relative_name((*found)[1], root),
                        static_cast<unsigned>(std::stoul((*found)[2])), (*found)[3]});
  }
  return findings;
}

}  // namespace grader
