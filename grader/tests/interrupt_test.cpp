// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Ctrl-C, or the end of the terminal: nothing that the grader started may outlive it.
#include <grader/engine/os.hpp>
#include <grader/engine/sandbox.hpp>
#include <grader/tests/temp_folder.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <thread>

using namespace grader;

namespace {

bool comes_true(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// A process that supervises a program which starts another and would sleep for an hour.
pid_t start_supervisor(const TempFolder& folder) {
  os::Job job;
  job.program = "/bin/sh";
  job.folder = folder.path();
  job.environment = {"PATH=/usr/bin:/bin"};
  job.arguments = {"-c", "setsid sleep 3600 & echo $! >child; echo $$ >self; exec sleep 3600"};
  job.limits.asleep_wall_ms = job.limits.wall_ms = 3600 * 1000;
  const pid_t supervisor = ::fork();
  if (supervisor != 0) return supervisor;
  for (const int signal : {SIGINT, SIGTERM}) ::signal(signal, SIG_DFL);  // Catch2 has its own
  os::become_subreaper();
  os::supervise(job);
  ::_exit(0);
}

}  // namespace

TEST_CASE("A grader that is stopped leaves no process behind, not even one that hid itself") {
  for (const int signal : {SIGINT, SIGTERM, SIGKILL}) {
    const TempFolder folder;
    const pid_t supervisor = start_supervisor(folder);
    const auto process_in = [&](const char* file) {
      if (!std::filesystem::exists(folder / file)) return 0;
      const std::string text = folder.read(file);
      return text.ends_with("\n") ? std::stoi(text) : 0;
    };
    REQUIRE(comes_true([&] { return process_in("self") > 0; }));
    const pid_t judged = process_in("self");
    const pid_t hidden = process_in("child");
    ::kill(supervisor, signal);
    REQUIRE(::waitpid(supervisor, nullptr, 0) == supervisor);
    CHECK(comes_true([&] { return ::kill(judged, 0) != 0; }));
    CHECK(comes_true([&] { return ::kill(hidden, 0) != 0; }));
  }
}

TEST_CASE("What a stopped grader could not remove is removed by the next") {
  const pid_t gone = ::fork();
  if (gone == 0) ::_exit(0);
  ::waitpid(gone, nullptr, 0);
  const TempFolder folder;
  const std::string left = std::to_string(gone) + "-1";
  const std::string ours = std::to_string(::getpid()) + "-0";
  folder.write(left + "/judged/note", "");
  folder.write(ours + "/judged/note", "");
  const Place place(folder.path());
  CHECK_FALSE(std::filesystem::exists(folder / left));
  CHECK(std::filesystem::exists(folder / ours));
}
