// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// script: plays a script on a few of the tree's nodes, and prints it with what came of each
// command.
//
//   ./grade play 03 script FILE [TASK]                with the rules of the core, or with those up
//                                                     to TASK; 3f to 3i: of the core and of TASK
//   ./grade play 03 script "nodes 3; campaign 1; stabilize; status" [TASK]
//
// What commands there are: grader/testkit/include/testkit/raft/script.hpp
#include <patina/base/not_implemented.hpp>
#include <testkit/raft/script.hpp>

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

namespace {

// A kept transcript is a C++ string: its first and last line make it one.
std::string text_of(const std::string& argument) {
  std::ifstream file(argument);
  if (!file) return "> " + argument;
  std::string text;
  for (std::string line; std::getline(file, line);)
    if (line != "R\"(" && line != ")\"") text += line + "\n";
  return text;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    std::cerr << "usage: ./grade play 03 script FILE|COMMANDS [TASK]\n";
    return 2;
  }
  const std::string task = count == 3 ? arguments[2] : "3e";
  if (task.size() != 2 || task[0] != '3' || task[1] < 'a' || task[1] > 'i') {
    std::cerr << "no such task: " << task << "\n";
    return 2;
  }
  try {
    std::cout << testkit::raft::play_script(text_of(arguments[1]),
                                            patina::raft::features_up_to(task[1]));
  } catch (const patina::not_implemented_error& undone) {
    std::cerr << undone.what()
              << "\nWith --tree solutions the script is played by the reference.\n";
    return 1;
  }
  return 0;
}
