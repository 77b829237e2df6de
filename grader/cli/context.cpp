// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/context.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace grader {

const Course& Context::course() {
  if (!course_) course_ = std::make_unique<Course>(load_course(root));
  return *course_;
}

// https://no-color.org: set and not empty means no colour, whatever its value.
bool Context::use_color() const {
  if (color != "auto") return color == "always";
  const char* const no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* const terminal = std::getenv("TERM");
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
  return ::isatty(STDOUT_FILENO) != 0;
}

bool Context::is_interactive() const {
  return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
}

bool Context::is_terminal() const { return ::isatty(STDOUT_FILENO) != 0; }

int Context::columns() const {
  constexpr int columns_unknown = 100;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return columns_unknown;
  return size.ws_col;
}

}  // namespace grader
