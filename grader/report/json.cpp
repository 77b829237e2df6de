// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The whole run for scripts: GRADER.md, "Result, format 1". docs/grader.md documents every field,
// and a test compares the two both ways. Every field is always there; what is unknown is null.
#include <grader/report/campaigns.hpp>
#include <grader/report/report.hpp>
#include <grader/report/told.hpp>

#include <nlohmann/json.hpp>

namespace grader {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json json_of(const Step& step) {
  return {{"number", step.number}, {"text", step.text}, {"line", step.line}};
}

Json json_of(const LifeEvent& event) {
  return {{"step", event.step},
          {"event", event.event},
          {"object", event.object},
          {"from", text_or_null(event.from)},
          {"broken", text_or_null(event.broken)}};
}

Json json_of(const TestResult& test);
Json json_of(const TaskResult& task);
Json json_of(const LabResult& lab);

template <class Items>
Json list_of(const Items& items) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(json_of(item));
  return list;
}

Json json_of(const Failure& failure) {
  return {{"sentence", failure.sentence},
          {"expression", text_or_null(failure.expression)},
          {"expected", text_or_null(failure.expected)},
          {"actual", text_or_null(failure.actual)},
          {"file", text_or_null(failure.file)},
          {"line", failure.line},
          {"failing_step", failure.failing_step},
          {"detail", text_or_null(failure.detail)}};
}

Json json_of(const Campaign& campaign) {
  const auto bound = failure_rate_bound(campaign);
  return {{"seeds", campaign.seeds},
          {"failed", campaign.has_failed},
          {"failure_rate_below", bound ? Json(*bound) : Json(nullptr)}};
}

Json json_of(const TestResult& test) {
  return {{"id", test.id},
          {"title", text_or_null(test.title)},
          {"visibility", test.visibility == Visibility::hidden ? "hidden" : "public"},
          {"verdict", to_string(test.verdict)},
          {"score", test.score.rounded()},
          {"max", test.max.rounded()},
          {"message", test.message},
          {"rule", test.rule},
          {"broken_rule", text_or_null(test.broken_rule)},
          {"misconception", text_or_null(test.misconception)},
          {"capsule", text_or_null(test.capsule)},
          {"duration_ms", test.duration_ms},
          {"seed", test.seed},
          {"campaign", test.campaign ? json_of(*test.campaign) : Json(nullptr)},
          {"needs", text_or_null(test.needs)},
          {"stub_file", text_or_null(test.stub_file)},
          {"stub_line", test.stub_line},
          {"failure", test.failure ? json_of(*test.failure) : Json(nullptr)},
          {"steps", list_of(test.steps)},
          {"life", list_of(test.life)},
          {"output", test.output}};
}

Json json_of(const TaskResult& task) {
  return {{"id", task.id},
          {"title", task.title},
          {"kind", task.is_core ? "core" : "stretch"},
          {"score", task.score.rounded()},
          {"max", task.max.rounded()},
          {"base", text_or_null(task.base)},
          {"tests", list_of(task.tests)}};
}

Json json_of(const LabResult& lab) {
  return {{"id", lab.id},
          {"title", lab.title},
          {"score", lab.score.rounded()},
          {"max", lab.max.rounded()},
          {"bonus", lab.bonus.rounded()},
          {"bonus_max", lab.bonus_max.rounded()},
          {"not_judged", lab.not_judged.rounded()},
          {"added_files", lab.added_files},
          {"tasks", list_of(lab.tasks)}};
}

}  // namespace

std::string json_report(const RunResult& run) {
  const RunResult clean = told(run);
  const Json json = {{"format", 1},
                     {"patina", PATINA_VERSION},
                     {"mode", clean.mode},
                     {"sanitize", clean.sanitize},
                     {"tree", clean.tree},
                     {"base", clean.base},
                     {"seed", clean.seed},
                     {"build_ms", clean.build_ms},
                     {"run_ms", clean.run_ms},
                     {"labs", list_of(clean.labs)},
                     {"exit", clean.exit}};
  return json.dump(2) + "\n";
}

}  // namespace grader
