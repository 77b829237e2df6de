// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/context.hpp>
#include <grader/cli/raw_terminal.hpp>
#include <grader/cli/walk.hpp>
#include <grader/report/catalogue.hpp>
#include <grader/report/show.hpp>

#include <fmt/format.h>

#include <unistd.h>

#include <optional>

namespace grader {
namespace {

constexpr char end_of_input = 4;  // Ctrl-D

char read_key() {
  char key = 0;
  return ::read(STDIN_FILENO, &key, 1) == 1 ? key : end_of_input;
}

// Where to stand next; nothing if the learner has had enough.
std::optional<std::size_t> next_of(std::size_t at, std::size_t count) {
  for (;;) {
    switch (read_key()) {
      case 'n':
      case ' ':
      case '\n':
        return at + 1 == count ? std::nullopt : std::optional(at + 1);
      case 'p':
        if (at > 0) return at - 1;
        break;
      case 'q':
      case end_of_input:
        return std::nullopt;
      default:
        break;
    }
  }
}

}  // namespace

void walk(Context& context, const Capsule& capsule) {
  const std::size_t count = capsule.events.size();
  fmt::print("{} {}  {}\n", capsule.test, capsule.verdict, capsule.title);
  if (count == 0) return fmt::print("{}\n", say("show.no-events"));
  if (!context.is_interactive()) {
    for (std::size_t i = 0; i < count; ++i)
      fmt::print("{}", event_text(capsule, i, context.root));
    return;
  }
  fmt::print("{}\n", say("replay.keys"));
  const RawTerminal terminal(STDIN_FILENO);
  for (std::optional<std::size_t> at = 0; at; at = next_of(*at, count)) {
    fmt::print("{}", event_text(capsule, *at, context.root));
    std::fflush(stdout);
  }
}

}  // namespace grader
