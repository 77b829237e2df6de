// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1g: who has the token reaches every cell of its brand, and the compiler asks to see it.
#include <testkit/catch.hpp>

#include <patina/token.hpp>

#include <deque>
#include <functional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

using namespace testkit;
using patina::GhostCell;
using patina::Token;
using patina::with_token;

TEST_CASE("1g.01 With its token a cell is read, and changed, through a const reference",
          "[1g.01]") {
  const int sum = with_token([](auto& token) {
    const GhostCell left(7, token);
    const GhostCell right(8, token);
    step("change one cell with the token");
    left.borrow_mut(token) = 30;
    step("read both with a token that may only be read");
    const auto& to_read = token;
    const int both = left.borrow(to_read) + right.borrow(to_read);
    step("swap them, and replace what is on the left now");
    left.swap(right, token);
    return 100 * both + left.replace(0, token) + left.borrow(to_read);
  });
  CHECK(sum == 3808);
}

// The story: the list that is hard to write in Rust, with a neighbour on each side.
template <class Brand>
struct Node {
  using Cell = GhostCell<Node, Brand>;
  int value = 0;
  const Cell* previous = nullptr;
  const Cell* next = nullptr;
};

template <class Brand>
void link(Token<Brand>& token, const typename Node<Brand>::Cell& left,
          const typename Node<Brand>::Cell& right) {
  left.borrow_mut(token).next = &right;
  right.borrow_mut(token).previous = &left;
}

template <class Brand>
std::vector<int> backwards(const Token<Brand>& token, const typename Node<Brand>::Cell& last) {
  std::vector<int> values;
  for (const auto* at = &last; at != nullptr; at = at->borrow(token).previous)
    values.push_back(at->borrow(token).value);
  return values;
}

TEST_CASE("1g.02 One token opens all nodes of a doubly linked list, and nothing is counted",
          "[1g.02]") {
  with_token([]<class Brand>(Token<Brand>& token) {
    using Cell = typename Node<Brand>::Cell;
    CHECK(sizeof(Cell) == sizeof(Node<Brand>));
    const Cell one(Node<Brand>{1}), two(Node<Brand>{2}), three(Node<Brand>{3});
    step("link one to two, and two to three");
    link(token, one, two);
    link(token, two, three);
    CHECK(backwards(token, three) == std::vector<int>({3, 2, 1}));
    step("take two out of the middle");
    link(token, one, three);
    CHECK(backwards(token, three) == std::vector<int>({3, 1}));
  });
}

// The same line, entered while it is still running.
void dive(int depth) {
  with_token([depth](auto&) {
    if (depth > 1) dive(depth - 1);
  });
}

TEST_CASE("1g.03 A brand has one token at a time: the second asserts, unless the first has gone",
          "[1g.03]") {
  step("make a token again and again, from the same line");
  for (int i = 0; i < 3; ++i) dive(1);
  step("make a token from the same line while the first is there");
  CHECK(death_of([] { dive(2); }).asserted());
  step("leave by an exception, and make a token again");
  bool is_to_throw = true;
  const auto f = [&](auto&) {
    if (std::exchange(is_to_throw, false)) throw std::runtime_error("no");
  };
  CHECK_THROWS_AS(with_token(f), std::runtime_error);
  with_token(f);
}

struct Ours;
struct Theirs;
template <class Cell, class Key>
concept Read = requires(Cell cell, Key key) {
  std::forward<Cell>(cell).borrow(std::forward<Key>(key));
};
template <class Cell, class Key>
concept Changed = requires(Cell cell, Key key) {
  std::forward<Cell>(cell).borrow_mut(std::forward<Key>(key));
};
template <class Cell, class Key>
concept Replaced = requires(Cell cell, Key key) {
  cell.replace(8, std::forward<Key>(key));
};

// The forbidden, asked as questions that the compiler answers.
TEST_CASE("1g.04 No token is copied or made at will, and no cell opens to another's token",
          "[1g.04]") {
  using Cell = GhostCell<int, Ours>;
  CHECK_FALSE(std::is_default_constructible_v<Token<Ours>>);
  CHECK_FALSE(std::is_copy_constructible_v<Token<Ours>>);
  CHECK_FALSE(std::is_move_constructible_v<Token<Ours>>);
  CHECK_FALSE(std::is_copy_constructible_v<Cell>);
  CHECK(Read<const Cell&, const Token<Ours>&>);
  CHECK(Changed<const Cell&, Token<Ours>&>);
  CHECK_FALSE(Changed<const Cell&, const Token<Ours>&>);
  CHECK_FALSE(Read<const Cell&, const Token<Theirs>&>);
  CHECK_FALSE(Changed<const Cell&, Token<Theirs>&>);
  CHECK_FALSE(Read<const Cell&, int>);
  CHECK_FALSE(Read<Cell&&, const Token<Ours>&>);
  CHECK_FALSE(Changed<Cell&&, Token<Ours>&>);
  CHECK_FALSE(Replaced<const Cell&, const Token<Ours>&>);
  CHECK(std::is_same_v<decltype(std::declval<const Cell&>().borrow(std::declval<Token<Ours>&>())),
                       const int&>);
  CHECK(Cell(7).into_inner() == 7);
}
