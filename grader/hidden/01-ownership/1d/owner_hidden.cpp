// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1d, hidden: the same rules of Owner and Borrow in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/owner.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Borrow;
using patina::Owner;

TEST_CASE("1d.h01 In a long random story each Borrow knows whether its own value lives",
          "[1d.h01]") {
  auto random = patina::base::Random::stream(seed(), "1d.h01");
  std::vector<Owner<Tracked>> owners;
  std::vector<int> number_of;  // what stands in each Owner
  std::vector<bool> lives_on;  // by number: the model
  std::vector<std::pair<Borrow<Tracked>, int>> borrows;
  for (int i = 0; i < 4; ++i) {
    owners.push_back(Owner<Tracked>::make("value", i));
    number_of.push_back(i);
    lives_on.push_back(true);
  }
  for (int i = 0; i < 200; ++i) {
    const auto at = static_cast<std::size_t>(random.below(4));
    if (random.chance(1, 3)) {
      const int number = static_cast<int>(lives_on.size());
      step("value " + std::to_string(number_of[at]) + " dies, " + std::to_string(number) +
           " takes its place");
      owners[at] = Owner<Tracked>::make("value", number);
      lives_on[static_cast<std::size_t>(std::exchange(number_of[at], number))] = false;
      lives_on.push_back(true);
    } else {
      borrows.emplace_back(owners[at].borrow(), number_of[at]);
    }
    const auto& [borrow, number] =
        borrows.empty() ? borrows.emplace_back(owners[at].borrow(), number_of[at])
                        : borrows[static_cast<std::size_t>(random.below(borrows.size()))];
    CHECK(borrow.is_alive() == lives_on[static_cast<std::size_t>(number)]);
    if (borrow.is_alive()) CHECK(borrow->value() == number);
  }
}

struct Selfish {
  std::optional<Borrow<Selfish>> self;
  bool* seen_alive;

  explicit Selfish(bool* note) : seen_alive(note) {}
  ~Selfish() { *seen_alive = self->is_alive(); }
};

TEST_CASE("1d.h02 A value with the last Borrow of itself finds itself dead, and dies in peace",
          "[1d.h02]") {
  bool seen_alive = true;
  {
    auto owner = Owner<Selfish>::make(&seen_alive);
    owner->self = owner.borrow();
    step("let the Owner die");
  }
  CHECK_FALSE(seen_alive);
}

TEST_CASE("1d.h03 A Borrow is assigned, from itself too, and forgets what it referred to",
          "[1d.h03]") {
  auto one = Owner<int>::make(1);
  auto two = Owner<int>::make(2);
  auto borrow = one.borrow();
  const auto& alias = borrow;
  step("assign a Borrow to itself");
  borrow = alias;
  CHECK(*borrow == 1);
  step("assign a Borrow of another value to it, and let the first value die");
  borrow = two.borrow();
  one.reset();
  CHECK(borrow.is_alive());
  CHECK(*borrow == 2);
  step("let the second die too");
  two.reset();
  two.reset();
  CHECK(death_of([&] { *borrow = 3; }).asserted());
  CHECK(death_of([&] { static_cast<void>(two.borrow()); }).asserted());
}
