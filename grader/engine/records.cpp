// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/engine/object_names.hpp>
#include <grader/engine/records.hpp>
#include <grader/engine/sim_records.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <sstream>

namespace grader {
namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string relative_to(const fs::path& root, const std::string& file) {
  const std::string prefix = root.string() + "/";
  const std::string from_build = "../../";  // build/plain, where ccache's base_dir made it relative
  if (file.starts_with(from_build)) return file.substr(from_build.size());
  return file.starts_with(prefix) ? file.substr(prefix.size()) : file;
}

StoryFailure read_failure(const Json& record, const std::string& kind, const fs::path& root) {
  StoryFailure read{kind, {}};
  read.failure.failing_step = record.value("step", 0);
  read.failure.sentence = record.value("text", "");
  read.failure.file = relative_to(root, record.value("file", ""));
  read.failure.line = record.value("line", 0U);
  read.failure.expression = record.value("expression", "");
  if (kind == "check") split_comparison(read.failure, record.value("expanded", ""));
  if (kind == "exception") read.failure.actual = record.value("text", "");
  return read;
}

namespace {

void read_hello(const Json& record, Story& story) {
  if (story.said_hello) story.tampering = "the program greeted twice";
  story.said_hello = true;
  story.nonce = record.value("nonce", "");
}

void read_end(const Json& record, const std::string& test, Story& story) {
  if (!story.began || story.ended || record.value("id", "") != test)
    story.tampering = "a test ended that had not begun";
  story.ended = true;
  story.assertions = record.value("assertions", std::int64_t{0});
  story.failed = record.value("failed", std::int64_t{0});
  story.is_seeded = record.value("seeded", 1) != 0;
}

std::string words_of(const Json& record) {
  std::string words = record.value("name", "");
  const auto add = [&](const char* before, const std::string& text, const char* after) {
    if (!text.empty()) words += before + text + after;
  };
  add(" ", record.value("object", ""), "");
  add(" = ", record.value("value", ""), "");
  add(" (", record.value("order", ""), ")");
  add(": ", record.value("note", ""), "");
  if (const int step = record.value("syncs", 0); step != 0)
    words += ", synchronizes with step " + std::to_string(step);
  return words;
}

// Steps of the test make room for those of the exploration; its own step is the heading.
void keep_last_step(Story& story) {
  if (story.steps.empty()) return;
  story.steps.erase(story.steps.begin(), story.steps.end() - 1);
  story.steps.front().number = 0;
}

// An operation of the execution that the explorer found; told as a step of the story too. Of
// several explorations in one test the first that failed is told, and nothing that came after it.
void read_event(const Json& record, const fs::path& root, Story& story) {
  if (story.explored) return;
  ThreadEvent event;
  event.step = record.value("step", 0);
  event.thread = record.value("thread", 0);
  event.name = record.value("name", "");
  event.object = record.value("object", "");
  event.words = words_of(record);
  event.is_broken = record.value("broken", 0) != 0;
  event.file = relative_to(root, record.value("file", ""));
  event.line = record.value("line", 0U);
  const int syncs = record.value("syncs", 0);
  for (const ThreadEvent& earlier : story.threads)
    if (earlier.step == syncs) event.other = earlier.thread, event.syncs = syncs;
  if (event.name == "spawn") event.other = record.value("other", -1);
  if (story.threads.empty()) keep_last_step(story);
  const std::string where =
      event.file.empty() ? "" : "  " + event.file + ":" + std::to_string(event.line);
  story.steps.push_back({event.step,
                         "thread " + std::to_string(event.thread) + ": " + event.words + where,
                         event.line});
  story.threads.push_back(std::move(event));
}

void read_explored(const Json& record, const fs::path& root, Story& story) {
  if (story.explored && record.value("kind", "") != "sanitizer") return;
  const auto verdict = verdict_of(record.value("verdict", ""));
  if (!verdict) {
    story.tampering = "an exploration ended in a verdict that is none";
    return;
  }
  Explored explored;
  explored.verdict = *verdict;
  explored.failure = read_failure(record, "explored", root).failure;
  explored.options = {{"found", record.value("kind", "")},
                      {"memory", record.value("memory", "")},
                      {"executions", std::to_string(record.value("executions", 0))}};
  explored.kind = record.value("kind", "");
  explored.choices = record.value("choices", "");
  story.explored = std::move(explored);
}

void read_record(const Json& record, const std::string& test, const fs::path& root, Story& story) {
  const std::string type = record.value("t", "");
  if (type != "hello" && !story.said_hello) story.tampering = "the program spoke before it greeted";
  if (type == "hello") {
    read_hello(record, story);
  } else if (type == "begin") {
    story.began = true;
    story.title = record.value("title", "");
  } else if (type == "step") {
    if (!story.explored || story.threads.empty())
      story.steps.push_back(
          {record.value("n", 0), record.value("text", ""), record.value("line", 0U)});
  } else if (type == "life") {
    story.life.push_back({record.value("step", 0), record.value("event", ""),
                          record.value("object", ""), record.value("from", ""),
                          record.value("broken", "")});
  } else if (type == "todo") {
    (record.value("kind", "") == "line" ? story.todo_lines : story.todos)
        .push_back({record.value("task", ""), record.value("what", ""),
                    relative_to(root, record.value("file", "")), record.value("line", 0U)});
  } else if (type == "assert") {
    story.assertion = read_failure(record, "assert", root);
  } else if (type == "fail") {
    story.failures.push_back(read_failure(record, record.value("kind", "check"), root));
  } else if (type == "event") {
    read_event(record, root, story);
  } else if (type == "explored") {
    read_explored(record, root, story);
  } else if (type == "moment") {
    read_moment(record, story);
  } else if (type == "drawn") {
    story.drawn[record.value("name", "")] = record.value("value", "");
  } else if (type == "simulated") {
    read_simulated(record, root, story);
  } else if (type == "campaign") {
    read_campaign(record, story);
  } else if (type == "end") {
    read_end(record, test, story);
  } else {
    story.tampering = "an unknown record: " + type;
  }
}

}  // namespace

void split_comparison(Failure& failure, const std::string& expanded) {
  static constexpr std::array<const char*, 6> operators = {
      " == ", " != ", " <= ", " >= ", " < ", " > "};
  for (const char* const sign : operators) {
    std::string between = sign;
    std::size_t at = expanded.find(between);
    if (at == std::string::npos) {  // Catch2 puts long values on lines of their own
      between.front() = between.back() = '\n';
      at = expanded.find(between);
    }
    if (at == std::string::npos || failure.expression.find(sign) == std::string::npos) continue;
    failure.actual = expanded.substr(0, at);
    const std::string right = expanded.substr(at + between.size());
    const bool is_equal = std::string(sign) == " == ";
    failure.expected = is_equal ? right : std::string(sign).substr(1) + right;
    return;
  }
  if (expanded != failure.expression) failure.actual = expanded;
}

Story parse_records(const std::string& lines, const std::string& test, const fs::path& root) {
  Story story;
  std::istringstream input(lines);
  for (std::string line; std::getline(input, line);) {
    const bool is_whole = !input.eof();
    const Json record = Json::parse(line, nullptr, false);
    if (record.is_object()) {
      try {
        read_record(record, test, root, story);
      } catch (const Json::exception&) {
        story.tampering = "a record of the wrong shape: " + line;
      }
    } else if (is_whole) {  // the last line may be cut short by the death of its writer
      story.tampering = "a line that is no record: " + line;
    }
  }
  name_objects(story, root);
  return story;
}

}  // namespace grader
