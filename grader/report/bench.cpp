// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/bench.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/layout.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace grader {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t title_columns = 34;
constexpr int pairs_to_quote_min = 15;
constexpr double others_to_mention = 0.15;  // processors

std::string verdict_of(const BenchPeer& peer) {
  if (!peer.goal) return "";
  std::string bound = fmt::format("{:.2f}", *peer.goal);
  if (peer.goal_quartile != 1) bound = say("bench.for-upper", bound);
  return "  " + say(peer.is_met() ? "bench.met" : "bench.missed", bound);
}

// As many digits as say something: of 0.0023 two would say nothing.
std::string shown(double ratio) {
  return ratio < 0.01 ? fmt::format("{:.4f}", ratio) : fmt::format("{:.2f}", ratio);
}

std::string line_of(const std::string& title, const std::string& side, const Quartiles& ns) {
  return fmt::format("{}{:<12}{:>10.2f}", pad(title, title_columns), side, ns[1]);
}

// "      messages 8, allocations 3", or nothing.
std::string text_of(const std::vector<BenchCount>& counts) {
  std::string text;
  for (const BenchCount& count : counts)
    text += fmt::format("{}{} {:.3g}", text.empty() ? "" : ", ", count.name, count.median);
  return text.empty() ? "" : pad("", title_columns) + "  " + text + "\n";
}

std::string text_of(const BenchPeer& peer) {
  if (!peer.is_measured)
    return fmt::format("{}{:<12}{}{}\n", pad("", title_columns), peer.side,
                       say("bench.not-measured"), verdict_of(peer));
  return fmt::format("{}  {:>6}  [{} .. {}]{}\n", line_of("", peer.side, peer.ns),
                     shown(peer.ratio[1]), shown(peer.ratio[0]), shown(peer.ratio[2]),
                     verdict_of(peer)) +
         text_of(peer.counts);
}

std::string text_of(const BenchRow& row) {
  std::string text = row.is_measured
                         ? line_of(row.title, say("bench.ours"), row.ns) + "\n"
                         : pad(row.title, title_columns) + say("bench.not-measured-row") + "\n";
  text += text_of(row.counts);
  for (const BenchPeer& peer : row.peers)
    if (row.is_measured || peer.goal) text += text_of(peer);
  if (!row.note.empty()) text += "  (" + row.note + ")\n";
  if (row.others > others_to_mention)
    text += "  " + say("bench.others", fmt::format("{:.1f}", row.others)) + "\n";
  return text;
}

std::string text_of(const BenchAbsent& absent) {
  if (absent.why == BenchAbsent::Why::not_built)
    return say("bench.absent-build", absent.side, absent.detail);
  const bool is_package = absent.why == BenchAbsent::Why::no_package;
  if (absent.detail.empty())
    return say(is_package ? "bench.absent-package-somehow" : "bench.absent-compiler-somehow",
               absent.side);
  return say(is_package ? "bench.absent-package" : "bench.absent-compiler", absent.side,
             absent.detail);
}

// What is not there, and how to have it: one line a side. Those that nobody asked for share one.
std::string absent_of(const BenchResult& result) {
  std::string text;
  std::string unasked;
  for (const BenchAbsent& one : result.absent) {
    if (one.why == BenchAbsent::Why::not_asked)
      unasked += (unasked.empty() ? "" : ", ") + one.side;
    else
      text += text_of(one) + "\n";
  }
  return unasked.empty() ? text : text + say("bench.not-asked", unasked, result.lab) + "\n";
}

std::string time_of(const BenchResult& result) {
  const auto is_wall = [](const BenchRow& row) { return row.is_wall_time; };
  const bool has_wall = std::any_of(result.rows.begin(), result.rows.end(), is_wall);
  return has_wall ? say("bench.legend-wall") + "\n" : "";
}

bool appears(const BenchResult& result, const std::string& side) {
  return std::any_of(result.rows.begin(), result.rows.end(), [&](const BenchRow& row) {
    return std::any_of(row.peers.begin(), row.peers.end(),
                       [&](const BenchPeer& peer) { return peer.side == side; });
  });
}

bool is_counted(const BenchResult& result, const std::string& name) {
  return std::any_of(result.rows.begin(), result.rows.end(), [&](const BenchRow& row) {
    return std::any_of(row.counts.begin(), row.counts.end(),
                       [&](const BenchCount& count) { return count.name == name; });
  });
}

std::string goals_of(const BenchResult& result) {
  int count = 0;
  int missed = 0;
  for (const BenchRow& row : result.rows)
    for (const BenchPeer& peer : row.peers) {
      count += peer.goal ? 1 : 0;
      missed += peer.is_met() ? 0 : 1;
    }
  if (count == 0) return "";
  if (missed == 0) return say("bench.all-met", count) + "\n";
  return say("bench.some-missed", missed, count) + "\n";
}

Json json_of(const std::vector<BenchCount>& counts) {
  Json all = Json::object();
  for (const BenchCount& count : counts) all[count.name] = count.median;
  return all;
}

Json json_of(const std::vector<BenchSide>& sides) {
  Json all = Json::object();
  for (const BenchSide& side : sides) all[side.name] = side.meaning;
  return all;
}

Json json_of(const BenchPeer& peer) {
  Json all = {{"side", peer.side}, {"measured", peer.is_measured}};
  all["ns"] = peer.is_measured ? Json(peer.ns) : Json();
  all["ratio"] = peer.is_measured ? Json(peer.ratio) : Json();
  all["goal"] = peer.goal ? Json(*peer.goal) : Json();
  all["goal_of"] = peer.goal ? Json(peer.goal_quartile == 1 ? "median" : "upper quartile") : Json();
  all["met"] = peer.goal ? Json(peer.is_met()) : Json();
  all["counts"] = json_of(peer.counts);
  return all;
}

Json json_of(const BenchRow& row) {
  Json peers = Json::array();
  for (const BenchPeer& peer : row.peers) peers.push_back(json_of(peer));
  return {{"id", row.id},
          {"title", row.title},
          {"note", row.note},
          {"time", row.is_wall_time ? "wall" : "cpu"},
          {"others", row.others},
          {"measured", row.is_measured},
          {"ns", row.is_measured ? Json(row.ns) : Json()},
          {"counts", json_of(row.counts)},
          {"peers", std::move(peers)}};
}

Json json_of(const BenchAbsent& absent) {
  static constexpr std::array words = {"no-compiler", "no-package", "not-built", "not-asked"};
  return {{"side", absent.side},
          {"why", words.at(static_cast<std::size_t>(absent.why))},
          {"detail", absent.detail}};
}

}  // namespace

std::string bench_text(const BenchResult& result) {
  std::string text =
      fmt::format("{}{:<12}{:>10}   {}\n", pad(say("bench.column-row"), title_columns),
                  say("bench.column-side"), "ns", say("bench.column-ratio"));
  for (const BenchRow& row : result.rows) text += text_of(row);
  text += "\n" + say("bench.legend", result.pairs) + "\n" + time_of(result);
  for (const BenchSide& side : result.sides)
    if (appears(result, side.name)) text += fmt::format("  {:<12}{}\n", side.name, side.meaning);
  for (const BenchSide& count : result.counts)
    if (is_counted(result, count.name))
      text += fmt::format("  {:<16}{}\n", count.name, count.meaning);
  text += absent_of(result);
  const std::string processor =
      result.processor.empty() ? say("bench.machine-unknown") : result.processor;
  text += say("bench.machine", processor, fmt::format("{:.2f}", result.load_before),
              fmt::format("{:.2f}", result.load_after)) +
          "\n";
  text += result.tree == Tree::labs ? say("bench.yours", result.lab) : say("bench.reference");
  text += "\n";
  if (result.pairs < pairs_to_quote_min) text += say("bench.few-pairs", pairs_to_quote_min) + "\n";
  return text + goals_of(result);
}

std::string bench_json(const BenchResult& result) {
  Json absent = Json::array();
  for (const BenchAbsent& one : result.absent) absent.push_back(json_of(one));
  Json rows = Json::array();
  for (const BenchRow& row : result.rows) rows.push_back(json_of(row));
  const Json all = {{"format", 1},
                    {"lab", result.lab},
                    {"tree", to_string(result.tree)},
                    {"pairs", result.pairs},
                    {"processor", result.processor},
                    {"load", {result.load_before, result.load_after}},
                    {"sides", json_of(result.sides)},
                    {"counts", json_of(result.counts)},
                    {"absent", std::move(absent)},
                    {"rows", std::move(rows)},
                    {"met", result.is_all_met()}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace grader
