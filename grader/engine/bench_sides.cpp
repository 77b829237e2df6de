// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/bench_sides.hpp>
#include <grader/engine/os.hpp>
#include <grader/engine/packages.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace grader {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

constexpr const char* ours = "ours";

std::string processor_list() {
  std::string list;
  for (const int number : os::usable_processors())
    list += (list.empty() ? "" : ",") + std::to_string(number);
  return list;
}

// A channel that loses a message, or a lock that is never given back, waits for ever.
std::vector<std::string> bounded(std::vector<std::string> command) {
  static const bool has_timeout = is_in_path("timeout");
  if (has_timeout)
    command.insert(command.begin(), {"timeout", "--foreground", "-s", "KILL", "120"});
  return command;
}

os::Completed run(const std::vector<std::string>& command) {
  static const std::string processors = "PATINA_PROCESSORS=" + processor_list();
  return os::run_process({bounded(command), {}, {"LC_ALL=C", processors}, {}});
}

std::vector<std::string> lines_from(const std::vector<std::string>& command) {
  const os::Completed done = run(command);
  return done.status == 0 ? lines_of(done.output) : std::vector<std::string>();
}

}  // namespace

Sides::Sides(const fs::path& program, const std::vector<PeerProgram>& peers) {
  add_google(program);
  for (const PeerProgram& peer : peers) {
    if (peer.program.empty()) continue;
    if (peer.is_google)
      add_google(peer.program);
    else
      add_other(peer);
  }
}

void Sides::add_google(const fs::path& program) {
  for (const std::string& line : lines_from({program.string(), "--benchmark_list_tests"})) {
    const std::size_t slash = line.find('/');  // "result_ok/ours/12"
    if (slash == std::string::npos) continue;
    const std::string side = line.substr(slash + 1, line.find('/', slash + 1) - slash - 1);
    rows_[line.substr(0, slash)].push_back({side,
                                            {program.string(), "--benchmark_filter=^" + line + "$",
                                             "--benchmark_min_time=0.02",
                                             "--benchmark_format=json"},
                                            true});
  }
}

void Sides::add_other(const PeerProgram& peer) {
  for (const std::string& row : lines_from({peer.program.string(), "--list"}))
    rows_[row].push_back({peer.side, {peer.program.string(), row}, false});
}

std::vector<std::string> Sides::peers_of(const std::string& row) const {
  std::vector<std::string> names;
  if (const auto found = rows_.find(row); found != rows_.end())
    for (const Side& side : found->second)
      if (side.name != ours) names.push_back(side.name);
  return names;
}

const Sides::Side* Sides::find(const std::string& row, const std::string& side) const {
  const auto found = rows_.find(row);
  if (found == rows_.end()) return nullptr;
  for (const Side& one : found->second)
    if (one.name == side) return &one;
  return nullptr;
}

std::optional<Measurement> Sides::measure(const std::string& row, const std::string& side) const {
  const Side* const found = find(row, side);
  if (found == nullptr) return std::nullopt;
  const os::Completed done = run(found->command);
  if (done.status != 0) return std::nullopt;
  return found->is_google ? parse_measurement(done.output) : parse_lines(done.output);
}

std::optional<Measurement> parse_lines(const std::string& output) {
  std::istringstream words(output);
  Measurement measured;
  if (!(words >> measured.ns) || measured.ns <= 0) return std::nullopt;
  std::string name;
  for (double number = 0; words >> name >> number;) measured.numbers[name] = number;
  return measured;
}

std::optional<Measurement> parse_measurement(std::string_view output) {
  // Warnings may stand around the JSON: both streams come together.
  const std::size_t start = output.find("{\n");
  const std::size_t end = output.rfind('}');
  if (start == std::string_view::npos || end == std::string_view::npos || end < start)
    return std::nullopt;
  const json all = json::parse(output.substr(start, end - start + 1), nullptr, false);
  if (all.is_discarded() || !all.contains("benchmarks") || all["benchmarks"].empty())
    return std::nullopt;
  const json& one = all["benchmarks"][0];
  const double rate = one.value("items_per_second", 0.0);  // by CPU time
  if (rate <= 0) return std::nullopt;
  Measurement measured{1e9 / rate, {}};
  for (const auto& [name, value] : one.items())
    if (value.is_number()) measured.numbers[name] = value.get<double>();
  return measured;
}

}  // namespace grader
