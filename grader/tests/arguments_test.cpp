// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <grader/cli/arguments.hpp>
#include <grader/course/manifest.hpp>
#include <grader/report/catalogue.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace grader;

namespace {

// What `patina run --seeds WORD` leaves in the option, or says of it.
struct Given {
  int seeds = 0;
  std::string complaint;
};

Given give(std::string word) {
  load_catalogue(PATINA_ROOT);
  Given given;
  Arguments arguments("patina", "about", "footer");
  arguments.verb("run", "about").option("--seeds", given.seeds, "about");
  std::string words[] = {"patina", "run", "--seeds", std::move(word)};
  char* pointers[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data()};
  try {
    arguments.parse(4, pointers);
  } catch (const UsageError& error) {
    given.complaint = error.what();
  }
  return given;
}

}  // namespace

TEST_CASE("arguments: a number is whole, and 1 or more") {
  CHECK(give("1").seeds == 1);
  CHECK(give("10000").seeds == 10'000);
  for (const std::string word : {"0", "-2", "x", "1.5", "7x", "", "99999999999"}) {
    INFO(word);
    CHECK(give(word).complaint.starts_with(
        "--seeds: takes a whole number from 1 to 2147483647, and not " + word));
  }
}
