// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Console: what is typed, or stands in a script, done to a Town.
//
// Interface:
//   Console(town, print)
//   run(line)           does it; false if that was the last one
//   exit_code()         1 if an `until` gave up, a node can't go on, or a line made no sense
// Thread rule: one thread.
#pragma once

#include "town.hpp"

#include <cstdint>
#include <functional>
#include <sstream>
#include <string>

namespace demo {

class Console {
 public:
  using Print = std::function<void(const std::string& line)>;

  Console(Town& town, Print print) : town_(town), print_(std::move(print)) {}

  bool run(const std::string& line);
  int exit_code() const { return exit_code_; }

 private:
  void obey(const std::string& verb, std::istringstream& rest);
  void obey_about_node(const std::string& verb, std::istringstream& rest);
  void ticks(std::istringstream& rest);
  void until(const std::string& what);
  void fail(const std::string& why);
  std::uint64_t node_in(std::istringstream& rest) const;

  Town& town_;
  Print print_;
  int exit_code_ = 0;
};

}  // namespace demo
