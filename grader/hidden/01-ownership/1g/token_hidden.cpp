// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1g, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/random.hpp>
#include <patina/token.hpp>

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

using namespace testkit;
using patina::GhostCell;
using patina::Token;
using patina::with_token;

template <class Brand>
struct Seat {
  using Cell = GhostCell<Seat, Brand>;
  int guest = 0;
  const Cell* left = nullptr;
  const Cell* right = nullptr;
};

TEST_CASE("1g.h01 A round table whose guests come and go agrees with a plain list", "[1g.h01]") {
  auto random = patina::base::Random::stream(seed(), "1g.h01");
  with_token([&]<class Brand>(Token<Brand>& token) {
    using Cell = typename Seat<Brand>::Cell;
    std::deque<Cell> seats;
    const Cell& host = seats.emplace_back(Seat<Brand>{});
    host.borrow_mut(token).left = host.borrow_mut(token).right = &host;
    std::vector<int> model{0};
    for (int guest = 1; guest <= 200; ++guest) {
      const auto steps = static_cast<std::size_t>(random.below(model.size()));
      const Cell* at = &host;
      for (std::size_t i = 0; i < steps; ++i) at = at->borrow(token).right;
      REQUIRE(at->borrow(token).guest == model[steps]);
      if (steps > 0 && random.chance(2, 5)) {
        step("guest " + std::to_string(model[steps]) + " leaves");
        const Seat<Brand>& leaving = at->borrow(token);
        leaving.left->borrow_mut(token).right = leaving.right;
        leaving.right->borrow_mut(token).left = leaving.left;
        model.erase(model.begin() + static_cast<std::ptrdiff_t>(steps));
      } else {
        step("guest " + std::to_string(guest) + " sits down");
        const Cell* const next = at->borrow(token).right;
        const Cell& seat = seats.emplace_back(Seat<Brand>{guest, at, next});
        at->borrow_mut(token).right = &seat;
        next->borrow_mut(token).left = &seat;
        model.insert(model.begin() + static_cast<std::ptrdiff_t>(steps) + 1, guest);
      }
    }
    std::vector<int> seen;
    for (const Cell* at = host.borrow(token).left; at != &host; at = at->borrow(token).left)
      seen.push_back(at->borrow(token).guest);
    std::reverse(seen.begin(), seen.end());
    seen.insert(seen.begin(), 0);
    CHECK(seen == model);
  });
}

struct Twice {
  static constexpr unsigned line_of_second = __LINE__ + 3;
  int depth = 0;
  void operator()(auto&) const {
    if (depth == 0) with_token(Twice{1});
  }
};

TEST_CASE("1g.h02 Tokens of several brands live side by side, and a named function has one brand",
          "[1g.h02]") {
  const auto read_seven = [](auto& token) { return GhostCell(7, token).into_inner(); };
  const int sum = with_token([&](auto& outer) {
    const GhostCell cell(10, outer);
    step("call with another function while this one's token is there, twice in a row");
    cell.borrow_mut(outer) += with_token(read_seven);
    cell.borrow_mut(outer) += with_token(read_seven);
    return cell.borrow(outer);
  });
  CHECK(sum == 24);
  step("enter a function from within itself");
  const Death death = death_of([] { with_token(Twice{}); });
  CHECK(death.asserted());
  CHECK(death.line == Twice::line_of_second);
}
