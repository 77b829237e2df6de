// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 9 of 10. For how long is the mutex locked?
#include <mutex>

class Counter {
 public:
  void add(int amount) {
    std::lock_guard<std::mutex> guard{mutex_};
    count_ += amount;
  }

 private:
  std::mutex mutex_;
  int count_ = 0;
};
