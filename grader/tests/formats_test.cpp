// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The machine formats: their shapes, and that nothing a program prints gets out of its field.
#include <grader/course/text.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>
#include <grader/report/report.hpp>
#include <grader/tests/golden.hpp>
#include <grader/tests/sample_run.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <regex>
#include <set>

using namespace grader;
using namespace grader::tests;
using Json = nlohmann::json;

namespace {

std::string write(Format format, const RunResult& run) {
  load_catalogue(PATINA_ROOT);
  return write_report(format, run, sample_course(), {});
}

// As it is kept: without the version, which changes.
std::string keep(Format format, const RunResult& run) {
  return std::regex_replace(write(format, run), std::regex(R"("patina": "[0-9.]+")"),
                            R"("patina": "VERSION")");
}

Json parse(Format format, const RunResult& run) { return Json::parse(write(format, run)); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// "labs[].tasks[].id" of every value there is.
void collect_paths(const Json& json, const std::string& path, std::set<std::string>& paths) {
  if (json.is_array()) {
    for (const Json& item : json) collect_paths(item, path + "[]", paths);
    return;
  }
  if (!json.is_object() || path == "base") return;  // base is a map, its keys are task ids
  for (const auto& [key, value] : json.items()) {
    const std::string inner = path.empty() ? key : path + "." + key;
    paths.insert(inner);
    collect_paths(value, inner, paths);
  }
}

std::set<std::string> documented_paths() {
  std::set<std::string> paths;
  bool is_in_section = false;
  for (const std::string& line :
       lines_of(read_text(std::filesystem::path(PATINA_ROOT) / "docs/grader.md"))) {
    if (line.starts_with("## ")) is_in_section = line == "## The JSON";
    if (!is_in_section || !line.starts_with("| `")) continue;
    paths.insert(line.substr(3, line.find('`', 3) - 3));
  }
  return paths;
}

const Json& test_in(const Json& json, const std::string& id) {
  for (const Json& lab : json["labs"])
    for (const Json& task : lab["tasks"])
      for (const Json& test : task["tests"])
        if (test["id"] == id) return test;
  throw std::runtime_error("no test " + id);
}

}  // namespace

TEST_CASE("json: docs/grader.md documents every field, and no other") {
  std::set<std::string> written;
  collect_paths(parse(Format::json, failing_run()), "", written);
  const std::set<std::string> documented = documented_paths();
  for (const std::string& path : written) {
    INFO("written but not documented: " << path);
    CHECK(documented.contains(path));
  }
  for (const std::string& path : documented) {
    INFO("documented but not written: " << path);
    CHECK(written.contains(path));
  }
}

TEST_CASE("json: every test has the same fields, whatever its verdict") {
  const Json json = parse(Format::json, failing_run());
  const Json& example = test_in(json, "1a.02");
  for (const char* id : {"1a.01", "1a.h01", "1b.01", "1b.02", "1g.01"}) {
    const Json& test = test_in(json, id);
    CHECK(test.size() == example.size());
    for (const auto& [key, value] : example.items()) CHECK(test.contains(key));
  }
  CHECK(json["format"] == 1);
  CHECK(json["exit"] == 1);
  CHECK(json["labs"][0]["score"] == 13.33);
  CHECK(json["labs"][0]["not_judged"] == 20);
  CHECK(example["verdict"] == "WRONG");
  CHECK(test_in(json, "1a.01")["failure"].is_null());
}

TEST_CASE("json: a hidden test tells its verdict, rule, step and values, and not its case") {
  const Json json = parse(Format::json, failing_run());
  const Json& hidden = test_in(json, "1a.h01");
  CHECK(hidden["visibility"] == "hidden");
  CHECK(hidden["rule"] == "own.no-use-after-move");
  CHECK(hidden["title"].is_null());
  CHECK(hidden["steps"].empty());
  CHECK(hidden["life"].empty());
  CHECK(hidden["output"] == "");
  CHECK(hidden["message"] == "a.2: was used when it did not live");
  CHECK(hidden["failure"]["actual"] == "it went on as if nothing had happened");
  CHECK(hidden["failure"]["failing_step"] == 3);
  CHECK(hidden["failure"]["expression"].is_null());
  CHECK(hidden["failure"]["file"].is_null());
}

TEST_CASE("formats: each is as its golden file") {
  CHECK(golden("report/failing.json", keep(Format::json, failing_run())) == "");
  CHECK(golden("report/passing.json", keep(Format::json, passing_run())) == "");
  CHECK(golden("report/passing.junit.xml", keep(Format::junit, passing_run())) == "");
  CHECK(golden("report/untouched.junit.xml", keep(Format::junit, untouched_run())) == "");
  CHECK(golden("report/passing.gradescope.json", keep(Format::gradescope, passing_run())) == "");
  CHECK(golden("report/untouched.gradescope.json", keep(Format::gradescope, untouched_run())) ==
        "");
  CHECK(golden("report/passing.exercism.json", keep(Format::exercism, passing_run())) == "");
  CHECK(golden("report/untouched.exercism.json", keep(Format::exercism, untouched_run())) == "");
  CHECK(golden("report/passing.github.md", keep(Format::github, passing_run())) == "");
}

TEST_CASE("formats: no hidden case leaves by any of them") {
  for (const Format format : {Format::text, Format::json, Format::junit, Format::gradescope,
                              Format::exercism, Format::github}) {
    RunResult run = failing_run();
    auto& tests = run.labs[0].tasks[0].tests;
    tests.erase(tests.begin(), tests.begin() + 2);
    const std::string text = write(format, run);
    CHECK_FALSE(has(text, "secret order"));
    CHECK_FALSE(has(text, "death.asserted()"));
    CHECK_FALSE(has(text, "box_moves.cpp"));
    CHECK_FALSE(has(text, "moving"));
  }
}

TEST_CASE("formats: whatever a program printed, each format stays valid and without controls") {
  for (const Format format : {Format::text, Format::json, Format::junit, Format::gradescope,
                              Format::exercism, Format::github}) {
    const std::string text = write(format, hostile_run());
    CHECK(is_valid_utf8(text));
    CHECK(std::none_of(text.begin(), text.end(),
                       [](unsigned char c) { return (c < 0x20 && c != '\n') || c == 0x7F; }));
  }
  CHECK_NOTHROW(parse(Format::json, hostile_run()));
  CHECK(parse(Format::gradescope, hostile_run())["score"] == 13.33);
  CHECK(parse(Format::exercism, hostile_run())["tests"].size() == 6);
}

TEST_CASE("github: only our own annotations are commands, and they carry the place") {
  int commands = 0;
  for (std::string line : lines_of(write(Format::github, hostile_run()))) {
    line.erase(0, line.find_first_not_of(" \t"));
    CHECK_FALSE(has(line, "##["));
    if (!line.starts_with("::")) continue;
    ++commands;
    CHECK((line.starts_with("::error file=labs/01-ownership/") ||
           line.starts_with("::error title=1")));
  }
  CHECK(commands == 4);
  const std::string text = write(Format::github, failing_run());
  CHECK(has(text,
            "::error file=labs/01-ownership/tests/1a/box_moves.cpp,line=45,title=1a.02 WRONG%3A "
            "A use after a move asserts%2C and"));
  CHECK(has(text, "| FAIL | 1a Box, the unique owner | 1/2 | 0/1 | 13.33/40 |"));
}

TEST_CASE("junit: counts add up, and a learner's markup is text") {
  const std::string text = write(Format::junit, hostile_run());
  CHECK(has(text, "<testsuites name=\"patina\" tests=\"7\" failures=\"4\" errors=\"1\""));
  CHECK_FALSE(has(text, "<testcase name=\"free\""));
  CHECK_FALSE(has(text, "<script>"));
  CHECK(has(text, "type=\"NOT_IMPLEMENTED\""));
  CHECK(has(text, "<skipped message=\"Not judged here"));
}

TEST_CASE("gradescope: the total is ours, tests carry their points, stretch tests none") {
  const Json json = parse(Format::gradescope, failing_run());
  CHECK(json["score"] == 13.33);
  CHECK(json["execution_time"] == 4);
  double most = 0;
  for (const Json& test : json["tests"]) {
    CHECK(test["visibility"] == "visible");
    CHECK((test["status"] == "passed" || test["status"] == "failed"));
    CHECK(test["output_format"] == "text");
    most += test["max_score"].get<double>();
  }
  CHECK(most == Approx(80).margin(0.05));
  CHECK(json["extra_data"]["bonus"]["01"]["max_score"] == 20);
  CHECK(json["tests"][6]["max_score"] == 0);
}

TEST_CASE("exercism: an error only if nothing ran, and then with a message") {
  const Json some = parse(Format::exercism, failing_run());
  CHECK(some["version"] == 3);
  CHECK(some["status"] == "fail");
  CHECK(some["tests"].size() == 6);  // the skipped one is left out
  CHECK(some["tests"][3]["status"] == "error");
  CHECK(some["tests"][3]["task_id"] == 2);
  for (const Json& test : some["tests"])
    CHECK((test["status"] == "pass") != test.contains("message"));
  RunResult run = failing_run();
  for (TaskResult& task : run.labs[0].tasks)
    for (TestResult& test : task.tests) test.verdict = Verdict::build;
  const Json none = parse(Format::exercism, run);
  CHECK(none["status"] == "error");
  CHECK_FALSE(none["message"].get<std::string>().empty());
  CHECK_FALSE(none.contains("tests"));
  CHECK(parse(Format::exercism, passing_run())["status"] == "pass");
}

TEST_CASE("exercism: a long output is cut to 500 characters and says so") {
  RunResult run = failing_run();
  run.labs[0].tasks[0].tests[1].output = std::string(5000, 'x');
  const std::string output = parse(Format::exercism, run)["tests"][1]["output"];
  CHECK(output.size() <= 500);
  CHECK(has(output, "left out"));
}
