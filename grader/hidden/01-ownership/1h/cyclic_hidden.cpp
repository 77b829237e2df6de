// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1h, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/rc_cyclic.hpp>
#include <patina/ref_cell.hpp>
#include <patina/ref_split.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace testkit;
using patina::map_split;
using patina::new_cyclic;
using patina::project;
using patina::Rc;
using patina::RefCell;
using patina::RefMut;
using patina::Weak;

// A list that can be split as often as one likes.
struct Links {
  int head = 0;
  std::unique_ptr<Links> tail{};
};
static Links links(int length) {
  Links list{length};
  if (length > 1) list.tail = std::make_unique<Links>(links(length - 1));
  return list;
}
static const auto kHeadAndTail = [](auto& list) { return std::tie(list.head, *list.tail); };

TEST_CASE("1h.h01 A cell whose writer was split many times is free when the last part is gone",
          "[1h.h01]") {
  auto random = patina::base::Random::stream(seed(), "1h.h01");
  const RefCell<Links> cell(links(9));
  for (int round = 0; round < 20; ++round) {
    std::vector<RefMut<int>> heads;
    std::optional<RefMut<Links>> rest = cell.borrow_mut();
    while (heads.size() < 8) {
      auto [head, tail] = map_split(std::move(*rest), kHeadAndTail);
      heads.push_back(std::move(head));
      rest = std::move(tail);
    }
    rest.reset();
    while (!heads.empty()) {
      REQUIRE_FALSE(cell.try_borrow().has_value());
      const auto victim = random.below(heads.size());
      step("drop part " + std::to_string(victim) + " of " + std::to_string(heads.size()));
      std::swap(heads[victim], heads.back());
      heads.pop_back();
    }
    REQUIRE(cell.try_borrow_mut().has_value());
  }
}

TEST_CASE("1h.h02 Writers that are leaked never add up to a free cell", "[1h.h02]") {
  const RefCell<Links, std::int8_t> cell(links(400));
  step("split a writer 300 times and leak the heads");
  const Death death = death_of([&] {
    auto rest = cell.borrow_mut();
    for (int i = 0; i < 300; ++i) {
      auto [head, tail] = map_split(std::move(rest), kHeadAndTail);
      new auto(std::move(head));
      rest = std::move(tail);
    }
  });
  CHECK(death.asserted());
  step("split a reader 300 times and leak the heads");
  CHECK(death_of([&] {
          auto rest = cell.borrow();
          for (int i = 0; i < 300; ++i) {
            auto [head, tail] = map_split(std::move(rest), kHeadAndTail);
            new auto(std::move(head));
            rest = std::move(tail);
          }
        }).asserted());
}

struct Tenant {
  Tracked life{"tenant"};
  int floor = 3;
};
struct House {
  Tracked life{"house"};
  Tenant tenant{};
};

TEST_CASE("1h.h03 Weaks, copies and unwrapping of a part go by the owners of the whole",
          "[1h.h03]") {
  auto house = Rc<House>::make();
  auto tenant = project(house, &House::tenant);
  const auto weak = tenant.downgrade();
  step("write to the part while the whole has another owner");
  tenant.make_mut().floor = 4;
  CHECK(house->tenant.floor == 3);
  CHECK(tenant->floor == 4);
  CHECK(lives().alive == 3);
  step("find the part in the whole through its Weak, and own it alone");
  tenant = *weak.upgrade();
  house = Rc<House>::make();
  CHECK(tenant->floor == 3);
  step("move the part out of the whole, which dies");
  const std::optional<Tenant> moved_out = std::move(tenant).try_unwrap();
  REQUIRE(moved_out.has_value());
  CHECK(moved_out->floor == 3);
  CHECK(lives().alive == 3);
  CHECK_FALSE(weak.upgrade().has_value());
}

struct Watcher {
  Weak<Watcher, std::uint8_t> itself;
  bool* came_back;
  Tracked life{"watcher"};
  Watcher(const Weak<Watcher, std::uint8_t>& weak, bool* flag, bool throws)
      : itself(weak), came_back(flag) {
    if (throws) throw std::runtime_error("the constructor failed");
  }
  ~Watcher() { *came_back = itself.upgrade().has_value(); }
};

TEST_CASE("1h.h04 A value that knows itself finds nothing before its birth and after its death",
          "[1h.h04]") {
  bool came_back = true;
  using SmallWeak = Weak<Watcher, std::uint8_t>;
  SmallWeak kept;
  const auto make = [&](bool throws) {
    return new_cyclic<Watcher, std::uint8_t>([&, throws](const SmallWeak& itself) {
      kept = itself;
      return Watcher(itself, &came_back, throws);
    });
  };
  step("fail in the constructor, after the Weak was copied");
  CHECK_THROWS_AS(make(true), std::runtime_error);
  CHECK_FALSE(kept.upgrade().has_value());
  CHECK(lives().alive == 0);
  step("make one, and drop it while a Weak to it is kept");
  CHECK(make(false)->itself.upgrade().has_value());
  CHECK_FALSE(came_back);
  CHECK_FALSE(kept.upgrade().has_value());
}
