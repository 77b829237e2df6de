// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/raw_terminal.hpp>

#include <termios.h>

#include <csignal>

namespace grader {
namespace {

// For the signal handlers, which can reach nothing else.
int terminal_fd = -1;
termios polite{};
termios raw{};

constexpr int fatal_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS};

// tcsetattr, signal and raise are safe in a handler.
void restore_and_die(int number) {
  ::tcsetattr(terminal_fd, TCSANOW, &polite);
  std::signal(number, SIG_DFL);
  ::raise(number);
}

void restore_and_stop(int) {
  ::tcsetattr(terminal_fd, TCSANOW, &polite);
  ::raise(SIGSTOP);  // returns once the shell lets us go on
  ::tcsetattr(terminal_fd, TCSANOW, &raw);
}

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

}  // namespace

RawTerminal::RawTerminal(int fd) : fd_(fd) {
  ::tcgetattr(fd, &polite);
  raw = polite;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  terminal_fd = fd;
  for (const int number : fatal_signals) handle(number, restore_and_die);
  handle(SIGTSTP, restore_and_stop);
  ::tcsetattr(fd, TCSANOW, &raw);
}

RawTerminal::~RawTerminal() {
  ::tcsetattr(fd_, TCSANOW, &polite);
  for (const int number : fatal_signals) std::signal(number, SIG_DFL);
  std::signal(SIGTSTP, SIG_DFL);
}

void drop_keys(int fd) { ::tcflush(fd, TCIFLUSH); }

}  // namespace grader
