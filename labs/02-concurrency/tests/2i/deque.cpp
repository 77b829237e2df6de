// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2i: a deque in the hands of one thread.
#include <testkit/catch.hpp>

#include <patina/deque.hpp>

#include <vector>

using namespace testkit;
using patina::Deque;

TEST_CASE("2i.05 The owner pops the newest, a thief steals the oldest", "[2i.05]") {
  int items[4] = {0, 1, 2, 3};
  Deque<int> deque;
  step("push four");
  for (int& item : items) deque.push(&item);
  CHECK(*deque.pop() == 3);
  CHECK(*deque.steal().item() == 0);
  CHECK(*deque.steal().item() == 1);
  CHECK(*deque.pop() == 2);
  step("look into the empty deque");
  CHECK((deque.pop() == nullptr));
  CHECK(deque.steal().is_empty());
}

TEST_CASE("2i.06 A deque grows as it must, and keeps what it holds in order", "[2i.06]") {
  std::vector<int> items(1000);
  Deque<int> deque(2);
  step("push 1000 items into room for two, of which a thief takes every third");
  std::size_t stolen = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    deque.push(&items[i]);
    if (i % 3 == 2) {
      REQUIRE((deque.steal().item() == &items[stolen]));
      ++stolen;
    }
  }
  step("pop the rest");
  for (std::size_t i = 1000; i-- > stolen;) REQUIRE((deque.pop() == &items[i]));
  CHECK((deque.pop() == nullptr));
}
