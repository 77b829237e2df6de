// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/bench.hpp>
#include <grader/engine/bench_sides.hpp>
#include <grader/engine/build.hpp>
#include <grader/engine/os.hpp>
#include <grader/report/catalogue.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <map>

namespace grader {
namespace fs = std::filesystem;
namespace {

using json = nlohmann::ordered_json;
using Status = BenchResult::Status;

constexpr const char* mode = "release";

// CMake notes what it did not find, and would not look again by itself.
bool lacks_library(const fs::path& folder) {
  const fs::path cache = folder / "CMakeCache.txt";
  return fs::exists(cache) &&
         read_text(cache).find("benchmark_DIR:PATH=benchmark_DIR-NOTFOUND") != std::string::npos;
}

std::string bench_target(const Lab& lab, Tree tree) {
  const Code code = tree == Tree::labs ? Code::labs_on_labs : Code::solutions_on_solutions;
  return "patina_" + lab.id + "_" + std::string(to_string(code)) + "_bench";
}

struct Goal {
  double at_most = 0;
  std::size_t quartile = 1;
};

// rows.json: what is to be measured, and what it is to be compared with.
struct Plan {
  struct Row {
    BenchRow row;
    std::map<std::string, Goal> goals;  // by side
  };
  std::vector<Row> rows;
  std::vector<BenchSide> sides;
  std::vector<BenchSide> counts;
};

// 1.1, for the median; or {"at_most": 1.0, "of": "upper quartile"}.
Goal read_goal(const json& goal) {
  if (goal.is_number()) return {goal.get<double>(), 1};
  return {goal.value("at_most", 0.0), goal.value("of", "") == "upper quartile" ? 2U : 1U};
}

std::vector<BenchSide> read_meanings(const json& all, const char* of) {
  std::vector<BenchSide> read;
  if (all.contains(of))
    for (const auto& [name, meaning] : all[of].items())
      read.push_back({name, meaning.get<std::string>()});
  return read;
}

Plan read_plan(const fs::path& file, const std::string& only) {
  Plan plan;
  const json all = json::parse(read_text(file), nullptr, false);
  if (all.is_discarded() || all.value("format", 0) != 1 || !all.contains("rows"))
    throw CourseError(say("bench.bad-rows", file.string()));
  for (const json& entry : all["rows"]) {
    Plan::Row row;
    row.row.id = entry.value("id", "");
    row.row.title = entry.value("title", "");
    row.row.note = entry.value("note", "");
    if (row.row.id.find(only) == std::string::npos) continue;
    row.row.is_wall_time = entry.value("time", "cpu") == "wall";
    if (entry.contains("goals"))
      for (const auto& [side, goal] : entry["goals"].items()) row.goals[side] = read_goal(goal);
    plan.rows.push_back(std::move(row));
  }
  if (plan.rows.empty()) {
    std::string ids;
    for (const json& entry : all["rows"]) ids += (ids.empty() ? "" : ", ") + entry.value("id", "");
    throw UsageError(say("bench.no-such-row", only, ids));
  }
  plan.sides = read_meanings(all, "sides");
  plan.counts = read_meanings(all, "counts");
  return plan;
}

// How many processors other programs kept busy, on average.
double others_since(const os::ProcessorTime& before, std::chrono::duration<double> took) {
  const os::ProcessorTime now = os::processor_time();
  const double busy = now.all_seconds - before.all_seconds;
  const double ours = now.ours_seconds - before.ours_seconds;
  return std::max(0.0, (busy - ours) / std::max(took.count(), 1e-3));
}

using Values = std::vector<double>;
using ValuesByName = std::map<std::string, Values>;

void note(const Measurement& measured, Values& ns, ValuesByName& numbers) {
  ns.push_back(measured.ns);
  for (const auto& [name, number] : measured.numbers) numbers[name].push_back(number);
}

std::vector<BenchCount> medians(const std::vector<BenchSide>& counts, const ValuesByName& numbers) {
  std::vector<BenchCount> all;
  for (const BenchSide& count : counts)
    if (const auto found = numbers.find(count.name); found != numbers.end())
      all.push_back({count.name, quartiles(found->second)[1]});
  return all;
}

// Measures in rounds: ours, then each peer. Ends at once if ours does not come to its end.
void measure_row(const Sides& sides, int rounds, const std::vector<BenchSide>& counts,
                 BenchRow& row) {
  Values own;
  ValuesByName own_numbers;
  ValuesByName ns;
  ValuesByName ratios;
  std::map<std::string, ValuesByName> numbers;
  const os::ProcessorTime before = os::processor_time();
  const auto start = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) {
    const auto mine = sides.measure(row.id, "ours");
    if (!mine) return;
    note(*mine, own, own_numbers);
    for (const BenchPeer& peer : row.peers) {
      const auto theirs = sides.measure(row.id, peer.side);
      if (!theirs) continue;
      note(*theirs, ns[peer.side], numbers[peer.side]);
      ratios[peer.side].push_back(mine->ns / theirs->ns);
    }
  }
  row.is_measured = true;
  row.others = others_since(before, std::chrono::steady_clock::now() - start);
  row.ns = quartiles(own);
  row.counts = medians(counts, own_numbers);
  for (BenchPeer& peer : row.peers) {
    if (ns[peer.side].empty()) continue;
    peer.is_measured = true;
    peer.ns = quartiles(ns[peer.side]);
    peer.ratio = quartiles(ratios[peer.side]);
    peer.counts = medians(counts, numbers[peer.side]);
  }
}

bool is_not_asked(const std::vector<BenchAbsent>& absent, const std::string& side) {
  return std::any_of(absent.begin(), absent.end(), [&](const BenchAbsent& one) {
    return one.side == side && one.why == BenchAbsent::Why::not_asked;
  });
}

// A goal stays in the row even if no program knows its side: it is then not met. But nobody is to
// meet the goals of peers that were not asked for.
void add_peers(const Sides& sides, const Plan::Row& planned, const std::vector<BenchAbsent>& absent,
               BenchRow& row) {
  for (const std::string& side : sides.peers_of(row.id)) row.peers.emplace_back().side = side;
  for (const auto& [side, goal] : planned.goals) {
    if (is_not_asked(absent, side)) continue;
    const auto is_it = [&side = side](const BenchPeer& peer) { return peer.side == side; };
    auto peer = std::find_if(row.peers.begin(), row.peers.end(), is_it);
    if (peer == row.peers.end()) {
      peer = row.peers.emplace(peer);
      peer->side = side;
    }
    peer->goal = goal.at_most;
    peer->goal_quartile = goal.quartile;
  }
}

// False if there is nothing to measure with, and `result` says why.
bool build_bench(const Course& course, const std::string& target, const Progress& progress,
                 BenchResult& result, fs::path& program) {
  const fs::path folder = course.root / "build" / mode;
  if (lacks_library(folder)) fs::remove(folder / "CMakeCache.txt");
  const BuildResult built = build_in(course.root, mode, {target}, os::processor_count(), progress);
  result.is_configured = built.is_configured;
  if (built.is_configured && built.programs.at(target).is_ok) {
    program = built.programs.at(target).program;
    return true;
  }
  result.status = lacks_library(folder) ? Status::no_library : Status::not_built;
  result.output = built.is_configured ? built.programs.at(target).output : built.output;
  return false;
}

}  // namespace

// Between the neighbours where there is no element: the method that spreadsheets call inclusive.
Quartiles quartiles(std::vector<double> values) {
  assert(!values.empty());
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(std::floor(place));
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (values[high] - values[low]) * (place - static_cast<double>(low));
  };
  return {at(0.25), at(0.5), at(0.75)};
}

bool BenchResult::is_all_met() const {
  for (const BenchRow& row : rows)
    for (const BenchPeer& peer : row.peers)
      if (!peer.is_met()) return false;
  return true;
}

BenchResult bench(const Course& course, const Lab& lab, const BenchRequest& request,
                  const Progress& progress) {
  BenchResult result;
  result.lab = lab.id;
  result.tree = request.tree;
  result.pairs = request.pairs;
  result.processor = os::processor_name();
  const fs::path list = course.root / "labs" / lab.folder / "bench" / "rows.json";
  if (!fs::exists(list)) {
    result.status = Status::nothing_here;
    return result;
  }
  Plan plan = read_plan(list, request.only);
  fs::path program;
  if (!build_bench(course, bench_target(lab, request.tree), progress, result, program))
    return result;
  const std::vector<PeerProgram> peers =
      build_peers(course, lab, course.root / "build" / mode, request.with_peers, progress);
  for (const PeerProgram& peer : peers)
    if (peer.program.empty()) result.absent.push_back(peer.absent);
  const Sides sides(program, peers);
  result.sides = std::move(plan.sides);
  result.load_before = os::load();
  for (const Plan::Row& planned : plan.rows) {
    progress("bench", static_cast<int>(result.rows.size()) + 1, static_cast<int>(plan.rows.size()),
             planned.row.title);
    BenchRow row = planned.row;
    add_peers(sides, planned, result.absent, row);
    measure_row(sides, request.pairs, plan.counts, row);
    result.rows.push_back(std::move(row));
  }
  result.counts = std::move(plan.counts);
  result.load_after = os::load();
  return result;
}

}  // namespace grader
