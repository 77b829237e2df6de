// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Step 4, sandbox: the place and the limits that a test program is given.
//
// Interface:
//   Place place(scratch)                   a fresh folder to run in and one for sanitizer logs
//   make_job(program, test, ..)            the whole job: environment, limits, assignment
//
// Learn mode makes no promise against hostile code; it bounds what an accident can do. The
// program's environment is made here from nothing: no secret and no setting leaks into it.
// Thread rule: places are independent of each other.
#pragma once

#include <grader/course/manifest.hpp>
#include <grader/engine/engine.hpp>
#include <grader/engine/os.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace grader {

class Place {
 public:
  explicit Place(const std::filesystem::path& scratch);
  ~Place();  // removes both folders
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  std::filesystem::path work() const { return folder_ / "work"; }
  std::filesystem::path logs() const { return folder_ / "logs"; }
  std::string sanitizer_log() const;  // all that sanitizers wrote, of all processes of the job

 private:
  std::filesystem::path folder_;
};

// The words by which the program proves that it ran to its end (GRADER.md, "One test, one
// process").
struct Proof {
  std::string nonce;
  int exit_code = 0;
};
Proof make_proof();

os::Job make_job(const std::filesystem::path& program, const Test& test, const Place& place,
                 const Proof& proof, Sanitize sanitize, std::uint64_t seed, int timeout_s);

}  // namespace grader
