// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What ./test proves of all mutants: few at a time, by the commit, and all in the end.
#include <grader/course/proofs.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

namespace {

std::vector<std::string> mutants(int count) {
  std::vector<std::string> ids;
  for (int i = 0; i < count; ++i) ids.push_back("3a-mutant-" + std::to_string(i));
  return ids;
}

std::string commit(int number) { return "c0ffee" + std::to_string(number); }

}  // namespace

TEST_CASE("A sample is sorted, of the size that was asked for, and the same for the same text") {
  const auto chosen = grader::sample(mutants(300), "4816ffd", 48);
  CHECK(chosen.size() == 48);
  CHECK(std::is_sorted(chosen.begin(), chosen.end()));
  CHECK(std::adjacent_find(chosen.begin(), chosen.end()) == chosen.end());
  CHECK(chosen == grader::sample(mutants(300), "4816ffd", 48));
  CHECK(chosen != grader::sample(mutants(300), "4816ffe", 48));
}

TEST_CASE("A sample of few is all of them") {
  CHECK(grader::sample(mutants(8), "4816ffd", 8).size() == 8);
  CHECK(grader::sample(mutants(3), "4816ffd", 8).size() == 3);
}

TEST_CASE("Over some commits each has its turn, and none much more often than another") {
  std::map<std::string, int> turns;
  for (int i = 0; i < 100; ++i)
    for (const std::string& id : grader::sample(mutants(300), commit(i), 48)) ++turns[id];
  CHECK(turns.size() == 300);
  for (const auto& [id, count] : turns) {
    INFO(id);
    CHECK(count >= 4);  // of 16 to be expected
    CHECK(count <= 32);
  }
}
