// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// zones: five nodes in three data centres. What does a commit cost, and the loss of a zone? You
// predict; then your own Raft is measured in the simulator.
//
//   ./grade play 03 zones                       prints the form: keep it in a file, and fill it in
//   ./grade play 03 zones [seed=N] FORM         measures, beside your predictions and a formula
//
// Nothing is measured while a ? stands on the form. All times are virtual; the same seed gives the
// same figures. Leaves with 1 if a figure is not as the formula says.
#include "form.hpp"
#include "measure.hpp"

#include <patina/base/not_implemented.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

using namespace zones;

constexpr int losses = 25;  // of each zone, at another moment each

bool is_as_foretold = true;

const char* verdict(double measured, const Range& range) {
  const bool is_within = measured >= 0.99 * range.low && measured <= 1.01 * range.high;
  is_as_foretold = is_as_foretold && is_within;
  return is_within ? "as the formula says" : "NOT AS THE FORMULA SAYS";
}

std::string name(Zone zone) { return std::string(name_of(zone)); }

void print_commits(std::uint64_t seed, const Form& form) {
  std::puts("Commit latency in ms, at the leader: the round trip to the nearest majority + a sync\n"
            "        leader in      you   formula   median      p99");
  for (const Placement& placement : placements()) {
    for (const Zone leader : all_zones) {
      const Range range = *commit_ms(placement, leader);
      const Commits measured = measure_commits(seed, placement, leader);
      std::printf("%-6s  %-10s %7.1f  %8.1f  %7.1f  %7.1f  %s\n", placement.name.c_str(),
                  name(leader).c_str(), form.at(commit_key(placement, leader)), range.middle,
                  measured.median_ms, measured.p99_ms, verdict(measured.median_ms, range));
    }
  }
}

// Of many losses, the one in the middle and the worst.
struct Losses {
  Loss middle;
  double worst_s = 0;
  int asked = 0;
  int refused = 0;
  int lost = 0;
};

Losses lose_often(std::uint64_t seed, const Placement& placement, Zone lost) {
  std::vector<Loss> all;
  Losses sum;
  for (int i = 0; i < losses; ++i) {
    all.push_back(measure_loss(seed + static_cast<std::uint64_t>(i), placement, lost));
    sum.asked += all.back().asked;
    sum.refused += all.back().refused;
    sum.lost += all.back().lost;
  }
  std::sort(all.begin(), all.end(), [](const Loss& a, const Loss& b) {
    return a.without_leader_s < b.without_leader_s;
  });
  sum.middle = all[all.size() / 2];
  sum.worst_s = all.back().without_leader_s;
  return sum;
}

void print_losses(std::uint64_t seed, const Form& form) {
  std::printf("\nSeconds without a leader outside of a zone that is lost for %.0f s, and the\n"
              "leader with it: a time-out that is drawn + pre-votes + votes. Of %d losses the one\n"
              "in the middle and the worst; of 50 commands a second those refused, and those\n"
              "that the old leader took and that are gone for good\n"
              "        lost           you   formula   median    worst  refused     gone\n",
              loss_s, losses);
  for (const Placement& placement : placements()) {
    for (const Zone lost : all_zones) {
      const Range range = outage_s(placement, lost);
      const Losses sum = lose_often(seed, placement, lost);
      const double middle = sum.middle.without_leader_s;
      std::printf("%-6s  %-10s %7.2f  %8.2f  %7.2f  %7.2f  %5.1f %%  %7d  %s\n",
                  placement.name.c_str(), name(lost).c_str(),
                  form.at(without_key(placement, lost)), range.middle, middle, sum.worst_s,
                  100.0 * sum.refused / sum.asked, sum.lost, verdict(middle, range));
    }
  }
}

void print_detours(std::uint64_t seed) {
  std::puts("\nAnother zone than the leader's is lost: nobody waits for an election, but the "
            "majority may lie\nfarther away. Commit latency in ms\n"
            "        leader in   lost        before   formula   median      p99");
  for (const Placement& placement : placements()) {
    for (const Zone leader : all_zones) {
      for (const Zone lost : all_zones) {
        if (lost == leader) continue;
        std::printf("%-6s  %-10s  %-10s  %6.1f  ", placement.name.c_str(), name(leader).c_str(),
                    name(lost).c_str(), commit_ms(placement, leader)->middle);
        const auto range = commit_ms(placement, leader, lost);
        if (!range) {
          std::puts("       -  nothing is committed until it is back: two of five are no majority");
          continue;
        }
        const Commits measured = measure_commits(seed, placement, leader, lost);
        std::printf("%8.1f  %7.1f  %7.1f  %s\n", range->middle, measured.median_ms,
                    measured.p99_ms, verdict(measured.median_ms, *range));
      }
    }
  }
}

int measure(std::uint64_t seed, const std::string& file) {
  std::ifstream input(file);
  if (!input) return std::printf("There is no form %s.\n", file.c_str()), 2;
  std::ostringstream text;
  text << input.rdbuf();
  Form form;
  if (const std::string wrong = read_form(text.str(), form); !wrong.empty())
    return std::printf("%s\n", wrong.c_str()), 2;
  try {
    print_commits(seed, form);
    print_losses(seed, form);
    print_detours(seed);
  } catch (const patina::not_implemented_error& undone) {
    return std::printf("%s\n", undone.what()), 1;
  } catch (const Broken& broken) {
    return std::printf("Figures of a Raft that breaks a rule mean nothing: %s\n", broken.what()), 1;
  }
  return is_as_foretold ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  std::uint64_t seed = 1;
  std::string form;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word.starts_with("seed="))
      seed = std::strtoull(word.c_str() + 5, nullptr, 10);
    else
      form = word;
  }
  if (form.empty()) return std::fputs(blank_form().c_str(), stdout), 0;
  return measure(seed, form);
}
