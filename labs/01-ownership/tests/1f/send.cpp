// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: what is Send and what is Sync, asked as questions that the compiler answers.
#include <testkit/catch.hpp>

#include <patina/base/forward.hpp>
#include <patina/send.hpp>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using namespace patina;

// Rc and its kind are named with the type of their counter.
using Number = std::uint32_t;
using Flag = std::int32_t;

enum class Colour { red, green };

TEST_CASE("1f.01 Numbers, enumerations and their like are Send and Sync", "[1f.01]") {
  CHECK(Send<int>);
  CHECK(Sync<double>);
  CHECK(Send<bool>);
  CHECK(Send<Colour>);
  CHECK(Sync<Colour>);
  CHECK(Send<std::nullptr_t>);
  CHECK(Send<void>);
  CHECK(Send<const int>);
  CHECK(Sync<std::monostate>);
}

struct Point {
  int x;
  int y;
};
struct Empty {};
struct Session {
  int number;
  std::shared_ptr<int> shared;
};

TEST_CASE("1f.02 A class that has not opted in is neither, whatever it is made of", "[1f.02]") {
  CHECK_FALSE(Send<Point>);
  CHECK_FALSE(Sync<Point>);
  CHECK_FALSE(Send<Session>);
  CHECK_FALSE(Send<Empty>);
  const auto closure = [] {};
  CHECK_FALSE(Send<decltype(closure)>);
  CHECK_FALSE(Send<std::vector<Point>>);
}

TEST_CASE("1f.03 Pointers, references and views are neither: what they point to may be gone",
          "[1f.03]") {
  CHECK_FALSE(Send<int*>);
  CHECK_FALSE(Sync<const int*>);
  CHECK_FALSE(Send<const char*>);
  CHECK_FALSE(Send<int&>);
  CHECK_FALSE(Send<const int&>);
  CHECK_FALSE(Send<std::string_view>);
  CHECK_FALSE(Sync<std::span<const int>>);
  CHECK_FALSE(Send<std::reference_wrapper<int>>);
  CHECK_FALSE(Send<std::vector<int*>>);
}

TEST_CASE("1f.04 A container, and whatever owns its parts, is what its parts are", "[1f.04]") {
  CHECK(Send<std::string>);
  CHECK(Sync<std::string>);
  CHECK(Send<std::vector<std::optional<std::string>>>);
  CHECK(Sync<std::pair<int, std::array<std::string, 3>>>);
  CHECK(Send<std::tuple<>>);
  CHECK(Send<int[4]>);
  CHECK(Sync<std::unique_ptr<std::string>>);
  CHECK(Send<std::variant<std::monostate, int, std::string>>);
  CHECK_FALSE(Send<std::tuple<int, std::string_view>>);
  CHECK_FALSE(Send<std::variant<int, int*>>);
}

TEST_CASE("1f.05 A Box or a Result is what its parts are; an Rc, a guard, a Borrow is neither",
          "[1f.05]") {
  CHECK(Send<Box<std::string>>);
  CHECK(Sync<Box<int>>);
  CHECK(Send<Result<void, std::string>>);
  CHECK_FALSE(Send<Box<int*>>);
  CHECK_FALSE(Send<Rc<int, Number>>);
  CHECK_FALSE(Sync<Rc<const int, Number>>);
  CHECK_FALSE(Send<Weak<int, Number>>);
  CHECK_FALSE(Send<Ref<const int, Flag>>);
  CHECK_FALSE(Sync<RefMut<int, Flag>>);
  CHECK_FALSE(Send<Owner<int>>);
  CHECK_FALSE(Send<Borrow<int>>);
  CHECK_FALSE(Send<Result<Box<int>, Rc<int, Number>>>);
}

TEST_CASE("1f.06 A Cell or RefCell may move to one other thread, but two may never share it",
          "[1f.06]") {
  CHECK(Send<Cell<int>>);
  CHECK_FALSE(Sync<Cell<int>>);
  CHECK(Send<RefCell<std::string, Flag>>);
  CHECK_FALSE(Sync<RefCell<std::string, Flag>>);
  CHECK_FALSE(Send<Cell<int*>>);
  CHECK(Send<std::vector<Cell<int>>>);
  CHECK_FALSE(Sync<std::vector<Cell<int>>>);
}

TEST_CASE("1f.07 A shared_ptr is Send iff it shares what is const, Send and Sync", "[1f.07]") {
  CHECK(Send<std::shared_ptr<const std::string>>);
  CHECK(Sync<std::shared_ptr<const int>>);
  CHECK_FALSE(Send<std::shared_ptr<int>>);
  CHECK_FALSE(Send<std::shared_ptr<const Cell<int>>>);
  CHECK_FALSE(Sync<std::shared_ptr<const Cell<int>>>);
  CHECK(Send<std::shared_ptr<const std::atomic<int>>>);
  CHECK(Send<std::atomic<int>>);
  CHECK_FALSE(Send<std::atomic<int*>>);
}
