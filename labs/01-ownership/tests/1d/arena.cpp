// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1d: a Handle names one value of an Arena, and never comes to name another.
#include <testkit/catch.hpp>

#include <patina/arena.hpp>

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Arena;
using patina::Handle;

TEST_CASE("1d.08 A Handle finds its value until that is removed, and then finds nothing",
          "[1d.08]") {
  Arena<std::string> arena;
  const auto a = arena.insert("a");
  const auto b = arena.insert("b");
  CHECK(arena[a] == "a");
  CHECK(*arena.get(b) == "b");
  step("remove a");
  CHECK(arena.remove(a) == "a");
  CHECK(arena.get(a) == nullptr);
  CHECK_FALSE(arena.contains(a));
  step("remove it once more");
  CHECK_FALSE(arena.remove(a).has_value());
  CHECK(arena.size() == 1);
  CHECK(arena[b] == "b");
}

TEST_CASE("1d.09 A slot is used anew, and the old Handle does not find the new value", "[1d.09]") {
  Arena<int> arena;
  const auto first = arena.insert(1);
  step("remove the value, and insert another");
  arena.remove(first);
  const auto second = arena.insert(2);
  CHECK(arena.slots() == 1);
  CHECK(arena.get(first) == nullptr);
  CHECK_FALSE(arena.remove(first).has_value());
  CHECK_FALSE(first == second);
  CHECK(arena[second] == 2);
}

TEST_CASE("1d.10 [] with a Handle whose value was removed asserts, and blames the line that asks",
          "[1d.10]") {
  Arena<int> arena;
  const auto handle = arena.insert(7);
  arena.remove(handle);
  step("use the Handle");
  const Death death = death_of([&] { arena[handle] = 8; });
  const unsigned line_of_use = __LINE__ - 1;
  CHECK(death.asserted());
  CHECK(death.line == line_of_use);
}

TEST_CASE("1d.11 A Handle of another Arena is caught, wherever it is used", "[1d.11]") {
  Arena<int> ours, theirs;
  const auto handle = ours.insert(7);
  theirs.insert(8);
  step("use the Handle of one Arena with the other");
  CHECK_FALSE(theirs.contains(handle));
  CHECK(death_of([&] { theirs[handle] = 9; }).asserted());
  CHECK(death_of([&] { theirs.get(handle); }).asserted());
  CHECK(death_of([&] { theirs.remove(handle); }).asserted());
  CHECK(ours[handle] == 7);
}

TEST_CASE("1d.12 A slot whose generations are used up is retired: no Handle comes back to life",
          "[1d.12]") {
  Arena<int, std::uint8_t> arena;
  std::vector<Handle<int, std::uint8_t>> old;
  step("insert and remove a value a thousand times, with generations of 8 bits");
  for (int i = 0; i < 1000; ++i) {
    const auto handle = arena.insert(i);
    int found = 0;
    for (const auto& dead : old) found += arena.contains(dead) ? 1 : 0;
    REQUIRE(found == 0);
    REQUIRE(arena.remove(handle) == i);
    old.push_back(handle);
  }
  CHECK(arena.slots() <= 8);
}

TEST_CASE("1d.13 for_each visits the values in the order of their slots", "[1d.13]") {
  Arena<int> arena;
  arena.insert(1);
  const auto two = arena.insert(2);
  arena.insert(3);
  step("remove the second, and insert a fourth in its place");
  arena.remove(two);
  arena.insert(4);
  std::vector<int> seen;
  arena.for_each([&](Handle<int> handle, int& value) {
    CHECK(&arena[handle] == &value);
    seen.push_back(value);
  });
  CHECK(seen == std::vector<int>({1, 4, 3}));
}

TEST_CASE("1d.14 A value keeps its address while others come and go", "[1d.14]") {
  Arena<Tracked> arena;
  const auto handle = arena.insert(Tracked("a", 7));
  Tracked& value = arena[handle];
  step("insert a hundred others");
  for (int i = 0; i < 100; ++i) arena.insert(Tracked("b", i));
  CHECK(&arena[handle] == &value);
  CHECK(value.value() == 7);
}

template <class Container, class Name>
concept Indexed = requires(Container& container, Name name) {
  container[name];
};

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("1d.15 A Handle is 16 bytes and no number, and an Arena is moved but never copied",
          "[1d.15]") {
  CHECK(sizeof(Handle<std::string>) <= 16);
  CHECK(std::is_trivially_copyable_v<Handle<std::string>>);
  CHECK_FALSE(std::is_default_constructible_v<Handle<int>>);
  CHECK_FALSE(Indexed<Arena<int>, int>);
  CHECK_FALSE(Indexed<Arena<int>, Handle<long>>);
  CHECK_FALSE(std::is_copy_constructible_v<Arena<int>>);
  Arena<int> arena;
  const auto handle = arena.insert(7);
  const Arena<int> moved = std::move(arena);
  CHECK(moved[handle] == 7);
}
