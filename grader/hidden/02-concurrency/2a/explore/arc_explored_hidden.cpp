// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a under the explorer, hidden: three threads, and the same questions the other way round.
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
  Document() = default;
  Document(const Document& other) : pages(other.pages.get()) {}
  ~Document() { pages.set(-1); }
};

TEST_CASE("2a.h06 get_mut sees an owner that was made by an ArcWeak that is gone", "[2a.h06]") {
  step("upgrade, drop the ArcWeak and read; ask get_mut in the other thread");
  explore::explore([] {
    auto mine = Arc<Document>::make();
    thread other([weak = std::optional(mine.downgrade())]() mutable {
      const auto own = weak->upgrade();
      weak.reset();
      if (own.has_value()) static_cast<void>((*own)->pages.get());
    });
    if (Document* const document = mine.get_mut()) document->pages.set(400);
    other.join();
  });
}

TEST_CASE("2a.h07 make_mut writes to a value that nobody else reads, whoever leaves meanwhile",
          "[2a.h07]") {
  step("read through an owner and through an ArcWeak in two threads, and make_mut in a third");
  explore::explore([] {
    auto mine = Arc<Document>::make();
    thread owner([own = mine.clone()] {
      testkit::check(own->pages.get() == 300, "another owner sees no change");
    });
    thread watcher([weak = mine.downgrade()] {
      const auto found = weak.upgrade();
      if (found.has_value())
        testkit::check((*found)->pages.get() == 300, "an upgrade sees no change");
    });
    mine.make_mut().pages.set(400);
    testkit::check(mine->pages.get() == 400, "who wrote sees it");
    owner.join();
    watcher.join();
  });
}

TEST_CASE("2a.h08 Counts that are asked for meanwhile are those of some moment", "[2a.h08]") {
  step("count in one thread while the other asks get_mut");
  explore::explore([] {
    auto mine = Arc<Document>::make();
    thread other([own = mine.clone()] {
      testkit::check(weak_count(own) == 0, "there never is an ArcWeak");
      testkit::check(strong_count(own) == 2, "there are two owners");
      const auto weak = own.downgrade();
      testkit::check(weak.upgrade().has_value(), "while an owner lives an upgrade succeeds");
    });
    testkit::check(mine.get_mut() == nullptr || strong_count(mine) == 1,
                   "get_mut says yes to a sole owner only");
    other.join();
  });
}
