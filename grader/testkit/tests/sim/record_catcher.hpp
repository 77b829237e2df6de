// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a body says to the supervisor that started it, caught in a process of its own.
//
// Interface:
//   records_of(assignment, body)   runs body as if a supervisor had given this assignment
//   Caught::lines, text()          the records, one a line
//   Caught::last, field, moments   some of them
// Thread rule: one thread.
#pragma once

#include <testkit/channel.hpp>

#include <patina/base/hooks.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace testkit::tests {

struct Caught {
  std::vector<std::string> lines;
  bool was_aborted = false;

  std::string text() const {
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
  }
  // The last record of this type; empty if there is none.
  std::string last(const std::string& type) const {
    for (std::size_t i = lines.size(); i-- > 0;)
      if (lines[i].find("{\"t\":\"" + type + "\"") == 0) return lines[i];
    return "";
  }
  // A text field of it.
  std::string field(const std::string& type, const std::string& key) const {
    const std::string line = last(type);
    const std::string before = "\"" + key + "\":\"";
    const std::size_t at = line.find(before);
    if (at == std::string::npos) return "";
    return line.substr(at + before.size(), line.find('"', at + before.size()) - at - before.size());
  }
  std::string moments() const {
    std::string all;
    for (const std::string& line : lines)
      if (line.find("{\"t\":\"moment\"") == 0) all += line + "\n";
    return all;
  }
};

inline void tell_assertion(std::string_view sentence, const std::source_location&) {
  send(Record("assert").add("text", sentence));
}

inline Caught records_of(const std::string& assignment, const std::function<void()>& body) {
  std::array<int, 2> down{};
  std::array<int, 2> up{};
  Caught caught;
  if (::pipe(down.data()) != 0 || ::pipe(up.data()) != 0) return caught;
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(down[1]);
    ::close(up[0]);
    Assignment read;
    connect("--channel=" + std::to_string(down[0]) + "," + std::to_string(up[1]), read);
    patina::base::hooks.assertion = tell_assertion;
    ::signal(SIGABRT, SIG_DFL);  // Catch2's own handler would report a test that failed
    body();
    ::_exit(0);
  }
  ::close(down[0]);
  ::close(up[1]);
  [[maybe_unused]] const ssize_t written = ::write(down[1], assignment.data(), assignment.size());
  ::close(down[1]);
  std::string all;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = ::read(up[0], buffer.data(), buffer.size())) > 0;)
    all.append(buffer.data(), static_cast<std::size_t>(count));
  ::close(up[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  caught.was_aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
  std::istringstream input(all);
  for (std::string line; std::getline(input, line);) caught.lines.push_back(line);
  return caught;
}

}  // namespace testkit::tests
