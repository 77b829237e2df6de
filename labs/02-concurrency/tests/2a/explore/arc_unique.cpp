// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a under the explorer: who may write, while others come and go.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/arc.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::Arc;
using patina::rt::thread;

struct Document {
  patina::rt::cell<int> pages{300};
};

TEST_CASE("2a.17 The sole owner writes after all that former owners read", "[2a.17]") {
  step("read and drop in one thread; ask get_mut in the other, and write if it says yes");
  explore::explore([] {
    auto mine = Arc<Document>::make();
    thread reader([own = mine.clone()] { static_cast<void>(own->pages.get()); });
    if (Document* const document = mine.get_mut()) document->pages.set(400);
    reader.join();
    testkit::check(mine.get_mut() != nullptr, "who is left alone may write");
  });
}

TEST_CASE("2a.18 get_mut says yes only if nobody can become an owner while you write",
          "[2a.18]") {
  step("downgrade, drop, and upgrade in one thread; ask get_mut in the other");
  explore::explore([] {
    auto mine = Arc<Document>::make();
    thread other([own = std::optional(mine.clone())]() mutable {
      const auto weak = own->downgrade();
      own.reset();
      const auto back = weak.upgrade();
      if (back.has_value()) static_cast<void>((*back)->pages.get());
    });
    if (Document* const document = mine.get_mut()) document->pages.set(400);
    other.join();
  });
}

// A value that can be moved out, and says when it was.
struct Letter {
  patina::rt::cell<bool> is_here{true};
  Letter() = default;
  Letter(Letter&& other) { other.is_here.set(false); }
};

TEST_CASE("2a.19 A value is taken out by its last owner, or found by an upgrade, not both",
          "[2a.19]") {
  step("try_unwrap in one thread, upgrade in the other");
  explore::explore([] {
    auto mine = Arc<Letter>::make();
    thread other([weak = mine.downgrade()] {
      const auto found = weak.upgrade();
      if (found.has_value())
        testkit::check((*found)->is_here.get(), "an upgrade finds the value in its place");
    });
    const auto letter = std::move(mine).try_unwrap();
    if (letter.has_value()) testkit::check(letter->is_here.get(), "the value came whole");
    other.join();
  });
}
