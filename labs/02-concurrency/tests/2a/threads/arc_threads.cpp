// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a: owners in real threads. On most processors most mistakes go unseen here; ThreadSanitizer,
// which runs these, sees the missing order itself.
#include <testkit/catch.hpp>

#include <patina/arc.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <optional>
#include <utility>
#include <vector>

using namespace testkit;
using patina::Arc;
using patina::ArcWeak;

// Each thread reads it through its own owner; its destructor writes.
struct Document {
  explicit Document(int number) : pages(number) {}
  ~Document() { pages = -1; }
  int pages;
};

TEST_CASE("2a.11 Owners come and go in four threads, and the last destroys the value after all",
          "[2a.11]") {
  patina::rt::atomic<int> wrong{0};
  step("hand an owner to each of four threads, which clone it and drop the clones");
  {
    std::vector<patina::rt::thread> threads;
    {
      const auto document = Arc<Document>::make(300);
      for (int i = 0; i < 4; ++i) {
        threads.emplace_back([own = document.clone(), &wrong] {
          for (int turn = 0; turn < 500; ++turn) {
            const auto clone = own.clone();
            const auto weak = clone.downgrade();
            if (clone->pages != 300 || !weak.upgrade().has_value()) ++wrong;
          }
        });
      }
      step("drop the first owner while they run");
    }
    for (auto& thread : threads) thread.join();
  }
  CHECK(wrong == 0);
  CHECK(lives().alive == 0);
}

TEST_CASE("2a.12 Of threads that upgrade while the last owner goes, none finds a dead value",
          "[2a.12]") {
  patina::rt::atomic<int> wrong{0};
  step("200 times: drop the only owner while two threads try to become one");
  for (int round = 0; round < 200; ++round) {
    std::optional<Arc<Document>> owner = Arc<Document>::make(300);
    const auto try_upgrade = [weak = owner->downgrade(), &wrong] {
      for (int turn = 0; turn < 10; ++turn) {
        const auto found = weak.upgrade();
        if (found.has_value() && (*found)->pages != 300) ++wrong;
      }
    };
    patina::rt::thread one(try_upgrade), two(try_upgrade);
    owner.reset();
    one.join();
    two.join();
  }
  CHECK(wrong == 0);
}
