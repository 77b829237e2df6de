// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2d: threads that end before the block that started them.
#include <testkit/catch.hpp>

#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>
#include <patina/scope.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace testkit;
using patina::lend;
using patina::lend_mut;
using patina::Lent;
using patina::LentMut;
using patina::Scope;
using patina::scope;
using namespace std::chrono_literals;

// What several threads write on: its members guard themselves.
struct Board {
  mutable patina::rt::atomic<int> ended{0};
  mutable patina::rt::atomic<bool> go{false};
  PATINA_UNSAFE_SYNC(Board, true);

  void end_late() const {
    patina::rt::this_thread::sleep_for(20ms);
    ++ended;
  }
};

TEST_CASE("2d.27 All threads of a scope have ended when it returns", "[2d.27]") {
  Board board;
  step("spawn three threads that take their time");
  scope([&](Scope& s) {
    for (int i = 0; i < 3; ++i) s.spawn([](Lent<Board> b) { b->end_late(); }, lend(board));
  });
  CHECK(board.ended == 3);
}

TEST_CASE("2d.02 What the threads of a scope spawn has ended as well", "[2d.02]") {
  Board board;
  step("spawn a thread that spawns another into the same scope, and ends before that one");
  scope([&](Scope& s) {
    s.spawn([](Lent<Scope> outer,
               Lent<Board> b) { outer->spawn([](Lent<Board> mine) { mine->end_late(); }, b); },
            lend(s), lend(board));
  });
  CHECK(board.ended == 1);
}

TEST_CASE("2d.03 Threads of a scope borrow from the frame around it, and the scope has a result",
          "[2d.03]") {
  const std::string text = "abc";
  std::vector<int> lengths;
  step("lend one thread a text to read and a vector to write to; give it a number of its own");
  const int result = scope([&](Scope& s) {
    s.spawn([](Lent<std::string> t, LentMut<std::vector<int>> v,
               std::unique_ptr<int> own) { v->push_back(static_cast<int>(t->size()) + *own); },
            lend(text), lend_mut(lengths), std::make_unique<int>(4));
    return 7;
  });
  CHECK(result == 7);
  CHECK(lengths == std::vector<int>{7});
}

TEST_CASE("2d.04 The exception of a thread crosses once all others have ended", "[2d.04]") {
  Board board;
  step("spawn a thread that throws, and two that take their time");
  CHECK_THROWS_AS(scope([&](Scope& s) {
                    s.spawn([] { throw std::runtime_error("lost"); });
                    for (int i = 0; i < 2; ++i) {
                      s.spawn([](Lent<Board> b) { b->end_late(); }, lend(board));
                    }
                  }),
                  std::runtime_error);
  CHECK(board.ended == 2);
}

TEST_CASE("2d.05 A body that throws waits for its threads too, and the first exception wins",
          "[2d.05]") {
  Board board;
  step("throw in the body; a thread goes on, and throws later");
  CHECK_THROWS_AS(scope([&](Scope& s) {
                    s.spawn(
                        [](Lent<Board> b) {
                          b->end_late();
                          throw std::logic_error("second");
                        },
                        lend(board));
                    throw std::runtime_error("first");
                  }),
                  std::runtime_error);
  CHECK(board.ended == 1);
}
