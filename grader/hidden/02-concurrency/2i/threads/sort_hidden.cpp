// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2i, hidden: other sizes, other items.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/parallel_sort.hpp>
#include <patina/pool.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

using namespace testkit;
using patina::parallel_sort;
using patina::base::Random;

TEST_CASE("2i.h02 Vectors of all small sizes are sorted", "[2i.h02]") {
  Random random = Random::stream(seed(), "2i.h02");
  step("sort vectors of 0 to 300 items, with many equal ones");
  for (std::size_t size = 0; size <= 300; ++size) {
    std::vector<int> items(size);
    for (int& item : items) item = static_cast<int>(random.below(size / 4 + 1));
    auto expected = items;
    std::sort(expected.begin(), expected.end());
    parallel_sort(items);
    REQUIRE((items == expected));
  }
}

struct Wide {
  std::uint32_t key = 0;
  std::array<std::uint32_t, 7> rest{};
  PATINA_DERIVE_SEND(Wide, key, rest);
};

TEST_CASE("2i.h03 Wide items travel whole", "[2i.h03]") {
  Random random = Random::stream(seed(), "2i.h03");
  std::vector<Wide> items(9000);
  for (Wide& item : items) {
    item.key = static_cast<std::uint32_t>(random.below(500));
    item.rest.fill(item.key);
  }
  step("sort by the key, and look whether the rest came along");
  parallel_sort(items, [](const Wide& a, const Wide& b) { return a.key < b.key; });
  int wrong = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0 && items[i].key < items[i - 1].key) ++wrong;
    if (items[i].rest.back() != items[i].key) ++wrong;
  }
  CHECK(wrong == 0);
}
