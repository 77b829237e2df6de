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
std::atomic<int> broken{0};

}  // namespace

void begin_story() {
  steps = 0;
  broken = 0;
}

int current_step() { return steps; }
int broken_rules() { return broken; }

void step(std::string_view text, std::source_location where) {
  const int number = ++steps;
  send(Record("step").add("n", number).add("text", text).add("line", where.line()));
  if (!is_connected())
    std::fprintf(stderr, "  %2d. %.*s\n", number, static_cast<int>(text.size()), text.data());
}

void check(bool ok, std::string_view sentence, std::source_location where) {
  if (!ok) broke_rule(sentence, where);
}

void broke_rule(std::string_view sentence, std::source_location where) {
  ++broken;
  send(Record("fail")
           .add("kind", "rule")
           .add("text", sentence)
           .add("step", steps)
           .add("file", where.file_name())
           .add("line", where.line()));
  if (!is_connected())
    std::fprintf(stderr, "%s:%u: %.*s\n", where.file_name(), static_cast<unsigned>(where.line()),
                 static_cast<int>(sentence.size()), sentence.data());
}

}  // namespace testkit
