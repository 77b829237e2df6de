// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1d, hidden: the same rules of Arena and Handle in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/arena.hpp>
#include <patina/base/random.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Arena;
using patina::Handle;

TEST_CASE("1d.h04 A long random story agrees with a list of all Handles ever given out",
          "[1d.h04]") {
  auto random = patina::base::Random::stream(seed(), "1d.h04");
  Arena<Tracked, std::uint8_t> arena;
  struct Entry {
    Handle<Tracked, std::uint8_t> handle;
    int value;
    bool is_in;
  };
  std::vector<Entry> all;
  std::size_t count = 0;
  for (int i = 0; i < 1500; ++i) {
    if (all.empty() || random.chance(1, 2)) {
      step("insert " + std::to_string(i));
      all.push_back({arena.insert(Tracked("value", i)), i, true});
      ++count;
    } else {
      Entry& entry = all[static_cast<std::size_t>(random.below(all.size()))];
      step("remove " + std::to_string(entry.value));
      CHECK(arena.remove(entry.handle).has_value() == entry.is_in);
      count -= std::exchange(entry.is_in, false) ? 1 : 0;
    }
    const Entry& other = all[static_cast<std::size_t>(random.below(all.size()))];
    const Tracked* const found = arena.get(other.handle);
    REQUIRE((found != nullptr) == other.is_in);
    if (found != nullptr) REQUIRE(found->value() == other.value);
    REQUIRE(arena.size() == count);
  }
}

TEST_CASE("1d.h05 Handles go with their values to another Arena, and values keep their address",
          "[1d.h05]") {
  Arena<Tracked> old_home;
  const auto handle = old_home.insert(Tracked("a", 7));
  const Tracked* const address = old_home.get(handle);
  for (int i = 0; i < 100; ++i) old_home.insert(Tracked("b", i));
  CHECK(old_home.get(handle) == address);
  step("move the Arena");
  Arena<Tracked> new_home = std::move(old_home);
  CHECK(new_home.get(handle) == address);
  CHECK(death_of([&] { old_home.get(handle); }).asserted());
  step("use the old one anew");
  const auto second = old_home.emplace("c", 8);
  CHECK(old_home[second].value() == 8);
  CHECK_FALSE(new_home.contains(second));
}

TEST_CASE("1d.h06 for_each bears a function that inserts and removes", "[1d.h06]") {
  Arena<Tracked> arena;
  std::vector<Handle<Tracked>> handles;
  for (int i = 0; i < 6; ++i) handles.push_back(arena.insert(Tracked("value", i)));
  std::vector<int> seen;
  step("remove each next value, and insert a negative one, while all are visited");
  arena.for_each([&](Handle<Tracked>, Tracked& tracked) {
    const int value = tracked.value();
    if (value < 0) return;
    seen.push_back(value);
    if (value + 1 < 6) arena.remove(handles[static_cast<std::size_t>(value + 1)]);
    for (int i = 0; i < 20; ++i) arena.insert(Tracked("new", -1));
    CHECK(tracked.value() == value);
  });
  CHECK(seen == std::vector<int>({0, 2, 4}));
}
