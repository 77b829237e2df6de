// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/channel.hpp>
#include <testkit/check.hpp>

#include <atomic>
#include <cstdio>
#include <string>

namespace testkit {
namespace {

std::atomic<int> steps{0};
std::atomic<int> asked{0};
std::atomic<int> broken{0};
// Where the story is: two values, so that a thread may see the file of one step with the line of
// another; both are of the same test.
std::atomic<const char*> place_file{""};
std::atomic<unsigned> place_line{0};

void be_at(const char* file, unsigned line) {
  place_file = file;
  place_line = line;
}

void broke_rule_at(std::string_view sentence, const char* file, unsigned line) {
  ++broken;
  send(Record("fail")
           .add("kind", "rule")
           .add("text", sentence)
           .add("step", steps)
           .add("file", file)
           .add("line", line));
  if (!is_connected())
    std::fprintf(stderr, "%s:%u: %.*s\n", file, line,
                 static_cast<int>(sentence.size()), sentence.data());
}

}  // namespace

void begin_story(const char* file, unsigned line) {
  steps = 0;
  asked = 0;
  broken = 0;
  be_at(file, line);
}

int current_step() { return steps; }
int asked_rules() { return asked; }
int broken_rules() { return broken; }
void ask_rule() { ++asked; }

void step(std::string_view text, std::source_location where) {
  if (detail::watcher != nullptr) return detail::watcher->step(text, where);
  const int number = ++steps;
  be_at(where.file_name(), where.line());
  send(Record("step").add("n", number).add("text", text).add("line", where.line()));
  if (!is_connected())
    std::fprintf(stderr, "  %2d. %.*s\n", number, static_cast<int>(text.size()), text.data());
}

void check(bool ok, std::string_view sentence, std::source_location where) {
  ask_rule();
  if (!ok) broke_rule(sentence, where);
}

void broke_rule(std::string_view sentence, std::source_location where) {
  if (detail::watcher != nullptr)
    return detail::watcher->broken(sentence, where, detail::Rule::check);
  broke_rule_at(sentence, where.file_name(), where.line());
}

void detail::broke_history(std::string_view sentence, std::source_location where) {
  if (watcher != nullptr) return watcher->broken(sentence, where, Rule::history);
  broke_rule_at(sentence, where.file_name(), where.line());
}

void broke_rule_in_step(std::string_view sentence) {
  if (detail::watcher != nullptr)
    return detail::watcher->broken(sentence, std::source_location(), detail::Rule::check);
  broke_rule_at(sentence, place_file, place_line);
}

}  // namespace testkit
