// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/course/text.hpp>
#include <grader/engine/packages.hpp>

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <sstream>

namespace grader {
namespace fs = std::filesystem;
namespace {

struct System {
  std::string_view manager;  // the command that gives it away
  int column;                // of packages.txt, after kind and probe
  std::string_view install;
};

constexpr std::array<System, 4> systems = {{
    {"apt-get", 0, "apt-get install -y --no-install-recommends"},
    {"dnf", 1, "dnf install"},
    {"pacman", 2, "pacman -S --needed"},
    {"zypper", 3, "zypper install"},
}};

const System* this_system() {
  for (const System& system : systems)
    if (is_in_path(system.manager)) return &system;
  return nullptr;
}

}  // namespace

std::vector<Need> load_needs(const fs::path& root) {
  const System* const system = this_system();
  std::vector<Need> needs;
  for (const std::string& line : lines_of(read_text(root / "grader/cmake/packages.txt"))) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    Need need;
    std::string probe;
    words >> need.kind >> probe;
    (probe.starts_with("command:") ? need.command : need.header) =
        probe.substr(probe.find(':') + 1);
    for (int column = system == nullptr ? 0 : system->column; column >= 0; --column)
      words >> need.package;
    needs.push_back(std::move(need));
  }
  return needs;
}

std::string install_command(const std::vector<std::string>& packages) {
  const System* const system = this_system();
  if (system == nullptr || packages.empty()) return "";
  std::string command = ::geteuid() == 0 ? "" : "sudo ";
  command += system->install;
  for (const std::string& package : packages) command += " " + package;
  return command;
}

std::string install_command_for(const fs::path& root, std::string_view probe) {
  for (const Need& need : load_needs(root))
    if (need.command == probe || need.header == probe) return install_command({need.package});
  return "";
}

std::string_view package_manager() {
  const System* const system = this_system();
  return system == nullptr ? "" : system->manager;
}

bool is_in_path(std::string_view command) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access((fs::path(folder) / command).c_str(), X_OK) == 0) return true;
  return false;
}

}  // namespace grader
