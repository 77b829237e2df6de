// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2a, hidden: writing in turns, each thread when it is the only owner.
#include <testkit/catch.hpp>

#include <patina/arc.hpp>
#include <patina/rt/atomic.hpp>
#include <patina/rt/thread.hpp>

#include <optional>
#include <utility>

using namespace testkit;
using patina::Arc;

struct Document {
  explicit Document(int number) : pages(number) {}
  ~Document() { pages = -1; }
  int pages;
};

// Reads the document, then either drops its owner or takes the value out as the last owner.
static void read_then_leave(Arc<Document> own, bool unwraps, patina::rt::atomic<int>& unwrapped) {
  testkit::check(own->pages == 300, "an owner reads the value as it was made");
  if (unwraps && std::move(own).try_unwrap().has_value()) ++unwrapped;
}

TEST_CASE("2a.h05 A sole owner writes or unwraps after all that former owners did", "[2a.h05]") {
  patina::rt::atomic<int> unwrapped{0};
  int written = 0;
  step("100 times: one owner tries to write while others read and leave");
  for (int round = 0; round < 100; ++round) {
    auto own = Arc<Document>::make(300);
    patina::rt::thread one([other = own.clone(), &unwrapped]() mutable {
      read_then_leave(std::move(other), false, unwrapped);
    });
    patina::rt::thread two([other = own.clone(), round, &unwrapped]() mutable {
      read_then_leave(std::move(other), round % 2 == 0, unwrapped);
    });
    while (own.get_mut() == nullptr) patina::rt::this_thread::yield();
    own.get_mut()->pages = 400;
    ++written;
    one.join();
    two.join();
  }
  CHECK(written == 100);
  CHECK(unwrapped == 0);
}
