// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d: what a stage of a pipeline makes goes to another thread, and an address owns nothing.
// EXPECT: must be Send
#include <testkit/catch.hpp>

#include <patina/par.hpp>

static const int numbers[] = {1, 2, 3, 4};

TEST_CASE("2d.22 What goes from stage to stage is Send", "[2d.22]") {
  patina::Pool pool(1);
  testkit::step("map each index to a number");
  const auto found = pool.install([] {
#ifdef PATINA_TWIN
    return patina::par(0, 4).map([](std::size_t i) { return numbers[i]; }).collect();
#else
    return patina::par(0, 4).map([](std::size_t i) { return &numbers[i]; }).collect();
#endif
  });
  CHECK(found.size() == 4);
}
