// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// ./grade doctor: is this machine fit for the course, and what mends it if not?
#include <grader/cli/arguments.hpp>
#include <grader/cli/context.hpp>
#include <grader/engine/doctor.hpp>
#include <grader/report/catalogue.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace grader {

namespace {

std::string_view color_of(Health health) {
  switch (health) {
    case Health::pass:
      return "\033[32m";
    case Health::caution:
      return "\033[33m";
    case Health::fail:
      return "\033[1;31m";
  }
  return "";
}

void print_line(const Diagnosis& diagnosis, bool use_color) {
  const std::string word = fmt::format("{:<7}", to_string(diagnosis.health));
  fmt::print("{}{}{}  {:<10}  {}{}\n", use_color ? color_of(diagnosis.health) : "", word,
             use_color ? "\033[0m" : "", diagnosis.id, diagnosis.sentence,
             diagnosis.mend.empty() ? "" : " " + say("doctor.mend", diagnosis.mend));
  std::fflush(stdout);
}

void print_json(const std::vector<Diagnosis>& diagnoses, int exit_code) {
  nlohmann::ordered_json checks = nlohmann::ordered_json::array();
  for (const Diagnosis& diagnosis : diagnoses)
    checks.push_back({{"id", diagnosis.id},
                      {"health", to_string(diagnosis.health)},
                      {"message", diagnosis.sentence},
                      {"mend", diagnosis.mend}});
  const nlohmann::ordered_json all = {{"format", 1}, {"checks", checks}, {"exit", exit_code}};
  fmt::print("{}\n", all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void doctor(Context& context, bool wants_json) {
  const bool use_color = context.use_color();
  const auto diagnoses = examine(context.root, [&](const Diagnosis& diagnosis) {
    if (!wants_json) print_line(diagnosis, use_color);
  });
  const auto is = [](Health health) {
    return [health](const Diagnosis& diagnosis) { return diagnosis.health == health; };
  };
  const auto fails = std::count_if(diagnoses.begin(), diagnoses.end(), is(Health::fail));
  const auto cautions = std::count_if(diagnoses.begin(), diagnoses.end(), is(Health::caution));
  context.exit_code = fails == 0 ? exit_ok : exit_failed;
  if (wants_json) return print_json(diagnoses, context.exit_code);
  fmt::print("\n{}\n", fails > 0      ? say("doctor.unfit", fails)
                       : cautions > 0 ? say("doctor.fit-with-cautions", cautions)
                                      : say("doctor.fit"));
}

}  // namespace

void add_doctor(Arguments& arguments, Context& context) {
  const auto wants_json = std::make_shared<bool>(false);
  arguments.verb("doctor", say("doctor.about"))
      .choice(
          "--format", {"text", "json"},
          [wants_json](const std::string& word) { *wants_json = word == "json"; },
          say("doctor.format"))
      .example(say("doctor.example"))
      .action([&context, wants_json] { doctor(context, *wants_json); });
}

}  // namespace grader
