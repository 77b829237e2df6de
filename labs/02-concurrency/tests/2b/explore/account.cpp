// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 2b under the explorer: one bug that three tools find, each in its own way (the chapter has all
// three): the search below, ThreadSanitizer, and clang, which reads PATINA_GUARDED_BY.
#include <testkit/catch.hpp>
#include <testkit/explore.hpp>

#include <patina/raw_mutex.hpp>
#include <patina/rt/cell.hpp>
#include <patina/rt/thread.hpp>
#include <patina/rt/thread_safety.hpp>

using namespace testkit;
using patina::RawMutex;
using patina::rt::thread;

// A lock beside its value: whoever writes the next function has to remember it.
class Account {
 public:
  void deposit(int amount) {
    lock_.lock();
    balance_.set(balance_.get() + amount);
    lock_.unlock();
  }
  int balance() {
    lock_.lock();
    const int now = balance_.get();
    lock_.unlock();
    return now;
  }
  int balance_in_a_hurry() { return balance_.get(); }  // the bug

 private:
  RawMutex lock_;
  patina::rt::cell<int> balance_ PATINA_GUARDED_BY(lock_){0};
};

TEST_CASE("2b.25 A value is safe where every access takes its lock, and a race where one does not",
          "[2b.25]") {
  step("pay in, and read the balance under the lock at the same time");
  explore::explore([] {
    Account account;
    thread payer([&] { account.deposit(100); });
    const int seen = account.balance();
    testkit::check(seen == 0 || seen == 100, "a balance is one that there was");
    payer.join();
  });
  step("read it without the lock");
  explore::Options options;
  options.is_quiet = true;  // what it finds is what we expect
  const auto found = explore::explore(options, [] {
    Account account;
    thread payer([&] { account.deposit(100); });
    static_cast<void>(account.balance_in_a_hurry());
    payer.join();
  });
  CHECK((found.failure.kind == explore::Kind::race));
}
