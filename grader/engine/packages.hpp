// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What has to be on a machine, as grader/cmake/packages.txt says, which the start scripts read too.
//
// Interface:
//   load_needs(root)               the needs, with their packages' names on this system
//   install_command(packages)      what to type to have them; empty on a system that we don't know
//   install_command_for(root, c)   the same for the package of a command or a header
//   package_manager()              the command that gives this system away; empty if none is known
//   is_in_path(command)            would the shell find it?
//
// Thread rule: reads files and PATH only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct Need {
  std::string kind;     // needed, faster, advised
  std::string command;  // how it is seen: a command in PATH ..
  std::string header;   // .. or a header; the other one is empty
  std::string package;
};

std::vector<Need> load_needs(const std::filesystem::path& root);
std::string install_command(const std::vector<std::string>& packages);
std::string install_command_for(const std::filesystem::path& root, std::string_view probe);
std::string_view package_manager();
bool is_in_path(std::string_view command);

}  // namespace grader
