// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/report/campaigns.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace grader {

std::optional<double> failure_rate_bound(const Campaign& campaign) {
  if (campaign.has_failed || campaign.seeds < 1) return std::nullopt;
  return 1 - std::pow(0.05, 1 / static_cast<double>(campaign.seeds));
}

std::string campaigns_line(const RunResult& run, bool is_verbose) {
  std::map<std::int64_t, int> tests_by_seeds;
  for (const LabResult& lab : run.labs)
    for (const TaskResult& task : lab.tasks)
      for (const TestResult& test : task.tests)
        if (test.verdict == Verdict::pass && test.campaign && !test.campaign->has_failed &&
            (is_verbose || test.campaign->is_asked))
          ++tests_by_seeds[test.campaign->seeds];
  std::string text;
  for (const auto& [seeds, tests] : tests_by_seeds) {
    const double percent = 100 * *failure_rate_bound({seeds, false, false});
    if (!text.empty()) text += "\n";
    text += say(tests == 1 ? "report.clean-campaign" : "report.clean-campaigns", tests, seeds,
                fmt::format("{:.2g}", percent));
  }
  return text;
}

SeedsToKill seeds_to_kill(std::vector<std::int64_t> seeds) {
  if (seeds.empty()) return {};
  std::sort(seeds.begin(), seeds.end());
  return {static_cast<std::int64_t>(seeds.size()), seeds[(seeds.size() - 1) / 2], seeds.back()};
}

std::string seeds_line(const std::string& lab, const SeedsToKill& seeds) {
  return say("prove.campaigns", lab, seeds.mutants, seeds.median,
             seeds.median == 1 ? say("prove.seed") : say("prove.seeds"), seeds.most);
}

}  // namespace grader
