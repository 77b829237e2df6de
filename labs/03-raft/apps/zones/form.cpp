// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "form.hpp"

#include <charconv>
#include <functional>
#include <sstream>

namespace zones {
namespace {

std::string key(const char* what, const Placement& placement, Zone zone) {
  return std::string(what) + " " + placement.name + " " + std::string(name_of(zone));
}

void for_each_key(const std::function<void(const std::string&)>& act) {
  for (const Placement& placement : placements())
    for (const Zone zone : all_zones) act(commit_key(placement, zone));
  for (const Placement& placement : placements())
    for (const Zone zone : all_zones) act(without_key(placement, zone));
}

}  // namespace

std::string commit_key(const Placement& placement, Zone leader) {
  return key("commit", placement, leader);
}
std::string without_key(const Placement& placement, Zone lost) {
  return key("without", placement, lost);
}

std::string blank_form() {
  std::string text =
      "# Five nodes in three data centres: 2-2-1 is two in Frankfurt, two in London and one in\n"
      "# Washington; 3-1-1 is three, one and one. Round trips: Frankfurt-London 13 ms,\n"
      "# London-Washington 75 ms, Frankfurt-Washington 91 ms, within a zone 0.09 ms, each up to a\n"
      "# tenth longer. A sync takes 2 ms, a tick 100 ms; a heartbeat comes each tick, and a\n"
      "# follower waits 10 to 19 ticks before it stands for election.\n"
      "#\n"
      "# commit: the median of a leader's commit latency in ms, where the leader is in that zone.\n"
      "# without: seconds without a leader when that zone is lost for 10 s, and the leader in it.\n"
      "# Write a number for each ?.\n";
  for_each_key([&](const std::string& each) { text += each + " = ?\n"; });
  return text;
}

std::string read_form(const std::string& text, Form& form) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t sign = line.find(" = ");
    if (sign == std::string::npos) return "This line has no \" = \": " + line;
    const std::string number = line.substr(sign + 3);
    double value = 0;
    const char* const end = number.data() + number.size();
    const auto read = std::from_chars(number.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end)
      return "Predict first: this is no number yet: " + line;
    form[line.substr(0, sign)] = value;
  }
  std::string missing;
  for_each_key([&](const std::string& each) {
    if (!form.contains(each) && missing.empty()) missing = "There is no line for: " + each;
  });
  return missing;
}

}  // namespace zones
