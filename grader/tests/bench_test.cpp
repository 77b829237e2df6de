// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/bench_sides.hpp>
#include <grader/report/bench.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>

using namespace grader;
using Json = nlohmann::json;

namespace {

BenchPeer peer(const std::string& side, double ratio, std::optional<double> goal) {
  return {side, goal, true, {1, 2, 3}, {ratio / 2, ratio, ratio * 2}};
}

BenchResult result() {
  load_catalogue(PATINA_ROOT);
  BenchResult made;
  made.lab = "01";
  made.pairs = 15;
  made.processor = "a processor";
  made.sides = {{"std", "the standard library"}, {"tbb", "never measured here"}};
  made.absent = {{"rust", BenchAbsent::Why::no_compiler, "apt-get install rustc"}};
  BenchRow row{"rc_copy_drop", "Rc: copy and drop", "", true, {1, 2, 3}, {}};
  row.peers = {peer("std", 0.2, 0.333), peer("raw", 2, 1.1), peer("exception", 0.004, {})};
  made.rows = {row};
  return made;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// "rows[].peers[].side" of every value there is.
void collect_paths(const Json& json, const std::string& path, std::set<std::string>& paths) {
  if (json.is_array()) {
    for (const Json& item : json) collect_paths(item, path + "[]", paths);
    return;
  }
  if (!json.is_object() || path == "sides") return;  // sides is a map
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
    if (line.starts_with("## ")) is_in_section = line == "## The bench";
    if (!is_in_section || !line.starts_with("| `")) continue;
    paths.insert(line.substr(3, line.find('`', 3) - 3));
  }
  return paths;
}

}  // namespace

TEST_CASE("Quartiles are of the sorted values, between neighbours where need be") {
  CHECK(quartiles({4, 1, 3, 2, 5}) == Quartiles{2, 3, 4});
  CHECK(quartiles({1, 2}) == Quartiles{1.25, 1.5, 1.75});
  CHECK(quartiles({7}) == Quartiles{7, 7, 7});
}

TEST_CASE("A measurement is read from the JSON between whatever else was printed") {
  const std::string json = "{\n\"context\": {},\n\"benchmarks\": [{\"items_per_second\": 5e8}]\n}";
  REQUIRE(parse_measurement("***WARNING*** CPU scaling\n" + json + "\n"));
  CHECK(*parse_measurement(json) == Approx(2.0));
  CHECK_FALSE(parse_measurement("terminate called"));
  CHECK_FALSE(parse_measurement("{\n\"benchmarks\": []}"));
}

TEST_CASE("A goal that is missed is said in words, and makes the whole fail") {
  const std::string text = bench_text(result());
  CHECK(has(text, "0.20  [0.10 .. 0.40]  " + say("bench.met", "0.33")));
  CHECK(has(text, "2.00  [1.00 .. 4.00]  " + say("bench.missed", "1.10")));
  CHECK(has(text, "0.0040  [0.0020 .. 0.0080]\n"));
  CHECK(has(text, say("bench.some-missed", 1, 2)));
  CHECK_FALSE(result().is_all_met());
  const Json json = Json::parse(bench_json(result()));
  CHECK(json["met"] == false);
  CHECK(json["rows"][0]["peers"][0]["met"] == true);
  CHECK(json["rows"][0]["peers"][1]["met"] == false);
  CHECK(json["rows"][0]["peers"][2]["met"].is_null());
}

TEST_CASE("A goal is not met by what was not measured") {
  BenchResult starter = result();
  starter.tree = Tree::labs;
  starter.rows = {{"rc_copy_drop", "Rc: copy and drop", "", false, {}, {{"std", 0.333}}}};
  CHECK_FALSE(starter.is_all_met());
  const std::string text = bench_text(starter);
  CHECK(has(text, say("bench.not-measured-row")));
  CHECK(has(text, say("bench.not-measured") + "  " + say("bench.missed", "0.33")));
  CHECK(has(text, say("bench.yours", "01")));
  const Json json = Json::parse(bench_json(starter));
  CHECK(json["rows"][0]["measured"] == false);
  CHECK(json["rows"][0]["ns"].is_null());
  CHECK(json["rows"][0]["peers"][0]["ratio"].is_null());
}

TEST_CASE("A bench says what it was run on, what the sides are, and what is missing for more") {
  BenchResult few = result();
  few.pairs = 3;
  const std::string text = bench_text(few);
  CHECK(has(text, say("bench.machine", "a processor", "0.00", "0.00")));
  CHECK(has(text, "the standard library"));
  CHECK_FALSE(has(text, "never measured here"));
  CHECK(has(text, say("bench.absent-compiler", "rust", "apt-get install rustc")));
  CHECK(has(text, say("bench.reference")));
  CHECK(has(text, say("bench.few-pairs", 15)));
  few.absent[0] = {"rust", BenchAbsent::Why::not_built, "error: too old"};
  CHECK(has(bench_text(few), say("bench.absent-build", "rust", "error: too old")));
}

TEST_CASE("bench: docs/grader.md documents every field of its JSON, and no other") {
  std::set<std::string> written;
  collect_paths(Json::parse(bench_json(result())), "", written);
  CHECK(written == documented_paths());
}

TEST_CASE("Every row of a lab's bench is measured somewhere, and every goal has its peer") {
  const std::filesystem::path root = PATINA_ROOT;
  for (const Lab& lab : load_course(root).labs) {
    const auto folder = root / "labs" / lab.folder / "bench";
    if (!std::filesystem::exists(folder / "rows.json")) continue;
    std::string sources;
    for (const auto& file : files_under(folder))
      if (file.extension() == ".cpp") sources += read_text(file);
    const Json plan = Json::parse(read_text(folder / "rows.json"));
    for (const Json& row : plan["rows"]) {
      const std::string id = row["id"];
      INFO(id);
      CHECK(has(sources, "\"" + id + "/ours\""));
      CHECK(row["title"].get<std::string>().size() < 34);
      if (!row.contains("goals")) continue;
      for (const auto& [side, goal] : row["goals"].items()) {
        CHECK(has(sources, "\"" + id + "/" + side + "\""));
        CHECK(plan["sides"].contains(side));
      }
    }
  }
}
