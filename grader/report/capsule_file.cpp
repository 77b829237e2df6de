// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Capsules as text: JSON lines.
#include <grader/course/text.hpp>
#include <grader/report/capsule.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/printable.hpp>

#include <nlohmann/json.hpp>

namespace grader {
namespace {

using Json = nlohmann::ordered_json;

void add(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

Json json_of(const CapsuleEvent& event) {
  Json json = {{"step", event.step}, {"event", event.kind}};
  add(json, "text", event.text);
  add(json, "object", event.object);
  add(json, "from", event.from);
  add(json, "broken", event.broken);
  add(json, "expression", event.expression);
  add(json, "expected", event.expected);
  add(json, "actual", event.actual);
  add(json, "file", event.file);
  if (event.line != 0) json["line"] = event.line;
  if (event.at_us >= 0) json["at_us"] = event.at_us;
  if (event.message != 0) json["message"] = event.message;
  if (event.syncs != 0) json["syncs"] = event.syncs;
  add(json, "lane", event.lane);
  add(json, "fate", event.fate);
  add(json, "cuts", event.cuts);
  if (event.is_decided) json["decided"] = true;
  if (event.is_new_state) json["new_state"] = true;
  return json;
}

Json header_of(const Capsule& capsule) {
  Json header = {{"capsule", 1},
          {"test", capsule.test},
          {"seed", capsule.seed},
          {"scenario", capsule.scenario},
          {"tree", capsule.tree},
          {"base", capsule.base},
          {"code_sha", capsule.code_sha},
          {"rule", capsule.rule},
          {"sanitize", capsule.sanitize},
          {"title", capsule.title},
          {"verdict", capsule.verdict},
          {"message", capsule.message}};
  add(header, "broken_rule", capsule.broken_rule);
  return header;
}

// A field of the type that `value` has, or `value` if it is missing or something else.
template <class Value>
Value field(const Json& json, const char* key, Value value) {
  const auto found = json.find(key);
  if (found == json.end()) return value;
  try {
    return found->get<Value>();
  } catch (const Json::exception&) {
    return value;
  }
}

std::string text_field(const Json& json, const char* key, const std::string& otherwise = "") {
  return printable(field<std::string>(json, key, otherwise));
}

std::string line_field(const Json& json, const char* key, const std::string& otherwise = "") {
  return one_line(field<std::string>(json, key, otherwise));
}

void read_header(const Json& json, Capsule& capsule) {
  capsule.test = line_field(json, "test");
  capsule.seed = field<std::uint64_t>(json, "seed", 1);
  capsule.scenario = line_field(json, "scenario");
  capsule.tree = line_field(json, "tree", capsule.tree);
  capsule.base = line_field(json, "base", capsule.base);
  capsule.sanitize = line_field(json, "sanitize", capsule.sanitize);
  capsule.code_sha = line_field(json, "code_sha");
  capsule.rule = line_field(json, "rule");
  capsule.broken_rule = line_field(json, "broken_rule");
  capsule.title = line_field(json, "title");
  capsule.verdict = line_field(json, "verdict", "WRONG");
  capsule.message = text_field(json, "message");
}

CapsuleEvent read_event(const Json& json) {
  CapsuleEvent event;
  event.step = field<int>(json, "step", 0);
  event.kind = line_field(json, "event");
  event.text = text_field(json, "text");
  event.object = line_field(json, "object");
  event.from = line_field(json, "from");
  event.broken = line_field(json, "broken");
  event.expression = text_field(json, "expression");
  event.expected = text_field(json, "expected");
  event.actual = text_field(json, "actual");
  event.file = line_field(json, "file");
  event.line = field<unsigned>(json, "line", 0);
  event.at_us = field<std::int64_t>(json, "at_us", -1);
  event.message = field<std::int64_t>(json, "message", 0);
  event.syncs = field<int>(json, "syncs", 0);
  event.lane = line_field(json, "lane");
  event.fate = line_field(json, "fate");
  event.cuts = line_field(json, "cuts");
  event.is_decided = field<bool>(json, "decided", false);
  event.is_new_state = field<bool>(json, "new_state", false);
  return event;
}

}  // namespace

std::string write_capsule(const Capsule& capsule) {
  std::string text;
  const auto append = [&](const Json& json) {
    text += json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  };
  append(header_of(capsule));
  append({{"options", capsule.options}});
  for (const CapsuleEvent& event : capsule.events) append(json_of(event));
  append({{"choices", capsule.choices}});
  return text;
}

Capsule read_capsule(std::string_view text) {
  Capsule capsule;
  int number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) throw UsageError(say("capsule.bad-line", number));
    if (capsule.test.empty()) {
      if (field<int>(json, "capsule", 0) != 1) throw UsageError(say("capsule.bad-header"));
      read_header(json, capsule);
      if (capsule.test.empty()) throw UsageError(say("capsule.bad-header"));
    } else if (json.contains("step")) {
      capsule.events.push_back(read_event(json));
    } else if (json.contains("options")) {
      capsule.options = field(json, "options", capsule.options);
    } else if (json.contains("choices")) {
      capsule.choices = field(json, "choices", capsule.choices);
    }
  }
  if (capsule.test.empty()) throw UsageError(say("capsule.bad-header"));
  mark_parts(capsule.events);
  return capsule;
}

}  // namespace grader
