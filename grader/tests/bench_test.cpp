// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/bench_peers.hpp>
#include <grader/engine/bench_sides.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/packages.hpp>
#include <grader/report/bench.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>
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

// Does the peer of that side measure the row?
bool has_peer(const std::filesystem::path& root, const Lab& lab, const std::string& side,
              const std::string& row) {
  for (const Peer& known : load_peers(root, lab.id)) {
    if (known.side != side) continue;
    std::filesystem::path file = known.source;
    if (known.kind == Peer::Kind::cargo) file /= "main.rs";
    if (known.kind == Peer::Kind::go) file /= "main.go";
    const std::string text = read_text(file);
    return has(text, "\"" + row + "\"") || has(text, "\"" + row + "/" + side + "\"");
  }
  return false;
}

// "rows[].peers[].side" of every value there is.
void collect_paths(const Json& json, const std::string& path, std::set<std::string>& paths) {
  if (json.is_array()) {
    for (const Json& item : json) collect_paths(item, path + "[]", paths);
    return;
  }
  if (!json.is_object() || path == "sides" || path.ends_with("counts")) return;  // maps
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
  const std::string json = "{\n\"context\": {},\n\"benchmarks\": [{\"items_per_second\": 5e8, "
      "\"name\": \"x\", \"allocations\": 3}]\n}";
  REQUIRE(parse_measurement("***WARNING*** CPU scaling\n" + json + "\n"));
  CHECK(parse_measurement(json)->ns == Approx(2.0));
  CHECK(parse_measurement(json)->numbers.at("allocations") == 3);
  CHECK_FALSE(parse_measurement("terminate called"));
  CHECK_FALSE(parse_measurement("{\n\"benchmarks\": []}"));
}

TEST_CASE("A peer of another language prints a number, and below it what it counted") {
  CHECK(parse_lines("12.5\n")->ns == Approx(12.5));
  const auto measured = parse_lines("8000.25\nmessages 8.0\nallocations 19\n");
  REQUIRE(measured);
  CHECK(measured->ns == Approx(8000.25));
  CHECK(measured->numbers == std::map<std::string, double>{{"messages", 8}, {"allocations", 19}});
  CHECK_FALSE(parse_lines("panic: no"));
}

TEST_CASE("What was counted stands below its side, and what it means at the foot") {
  BenchResult made = result();
  made.counts = {{"allocations", "calls of operator new an entry"}, {"syncs", "of files"}};
  made.rows[0].counts = {{"allocations", 3.001}};
  made.rows[0].peers[0].counts = {{"allocations", 19.25}};
  const std::string text = bench_text(made);
  CHECK(has(text, "  allocations 3\n"));
  CHECK(has(text, "  allocations 19.2\n"));
  CHECK(has(text, "calls of operator new an entry"));
  CHECK_FALSE(has(text, "of files"));
  const Json json = Json::parse(bench_json(made));
  CHECK(json["counts"]["syncs"] == "of files");
  CHECK(json["rows"][0]["counts"]["allocations"] == Approx(3.001));
  CHECK(json["rows"][0]["peers"][0]["counts"]["allocations"] == Approx(19.25));
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

TEST_CASE("A goal for the upper quartile is not met by the median") {
  BenchPeer steady = peer("crossbeam", 0.9, 1.0);  // quartiles 0.45, 0.9, 1.8
  CHECK(steady.is_met());
  steady.goal_quartile = 2;
  CHECK_FALSE(steady.is_met());
  BenchResult channels = result();
  channels.rows[0].peers = {steady};
  CHECK(has(bench_text(channels), say("bench.missed", say("bench.for-upper", "1.00"))));
  const Json json = Json::parse(bench_json(channels));
  CHECK(json["rows"][0]["peers"][0]["goal_of"] == "upper quartile");
  CHECK(Json::parse(bench_json(result()))["rows"][0]["peers"][0]["goal_of"] == "median");
}

TEST_CASE("A row of several threads says that it is wall time, and who disturbed it") {
  BenchResult channels = result();
  CHECK_FALSE(has(bench_text(channels), say("bench.legend-wall")));
  channels.rows[0].is_wall_time = true;
  channels.rows[0].others = 0.1;
  CHECK(has(bench_text(channels), say("bench.legend-wall")));
  CHECK_FALSE(has(bench_text(channels), say("bench.others", "0.1")));
  channels.rows[0].others = 0.7;
  CHECK(has(bench_text(channels), say("bench.others", "0.7")));
  CHECK(Json::parse(bench_json(channels))["rows"][0]["time"] == "wall");
}

TEST_CASE("A peer without its packages says what to type; those not asked for share a line") {
  BenchResult made = result();
  made.lab = "02";
  made.absent = {{"tbb", BenchAbsent::Why::no_package, "apt-get install libtbb-dev"},
                 {"flume", BenchAbsent::Why::not_asked, ""},
                 {"tokio", BenchAbsent::Why::not_asked, ""}};
  const std::string text = bench_text(made);
  CHECK(has(text, say("bench.absent-package", "tbb", "apt-get install libtbb-dev")));
  CHECK(has(text, say("bench.not-asked", "flume, tokio", "02")));
  const Json json = Json::parse(bench_json(made));
  CHECK(json["absent"][0]["why"] == "no-package");
  CHECK(json["absent"][1]["why"] == "not-asked");
}

TEST_CASE("Every peer has its program, and packages that bring what it needs") {
  const std::filesystem::path root = PATINA_ROOT;
  for (const Lab& lab : load_course(root).labs) {
    for (const Peer& known : load_peers(root, lab.id)) {
      INFO(known.side);
      REQUIRE(std::filesystem::exists(known.source));
      if (known.kind == Peer::Kind::rustc) continue;
      CHECK(known.packages.contains("apt-get"));
      CHECK(known.crate.empty() == (known.kind != Peer::Kind::cargo));
      CHECK(known.header.empty() == (known.kind != Peer::Kind::cpp));
      CHECK(known.import.empty() == (known.kind != Peer::Kind::go));
    }
  }
}

TEST_CASE("Who wants cargo and has none is told to install it with the crate") {
  const std::filesystem::path root = PATINA_ROOT;
  Peer wanted{"rayon", Peer::Kind::cargo, "rust/rayon", "rayon", "", "", {}, {}};
  CHECK(install_command(root, wanted, true).empty());
  wanted.packages[std::string(package_manager())] = "librust-rayon-dev";
  if (package_manager().empty()) return;
  CHECK(install_command(root, wanted, true) == install_command({"librust-rayon-dev"}));
  CHECK(install_command(root, wanted, false) == install_command({"cargo", "librust-rayon-dev"}));
}

TEST_CASE("The processors that a bench may use are each listed once, and time does not run back") {
  const std::vector<int> numbers = os::usable_processors();
  CHECK_FALSE(numbers.empty());
  CHECK(std::set<int>(numbers.begin(), numbers.end()).size() == numbers.size());
  const os::ProcessorTime before = os::processor_time();
  const os::ProcessorTime after = os::processor_time();
  CHECK(before.all_seconds > 0);
  CHECK(after.all_seconds >= before.all_seconds);
  CHECK(after.ours_seconds >= before.ours_seconds);
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
        CHECK((has(sources, "\"" + id + "/" + side + "\"") || has_peer(root, lab, side, id)));
        CHECK(plan["sides"].contains(side));
      }
    }
  }
}
