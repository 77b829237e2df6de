// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f: a class says what it is by naming its members, and a function shows that it hides nothing.
#include <testkit/catch.hpp>

#include <patina/base/forward.hpp>
#include <patina/send.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

using namespace patina;

struct Account {
  std::string name;
  long balance;
  PATINA_DERIVE_SEND(Account, name, balance);
};

class Counter {
 public:
  void add() { ++count_; }

 private:
  std::atomic<long> count_{0};
  PATINA_DERIVE_SYNC(Counter, count_);
};

TEST_CASE("1f.08 A class opts in by naming its members, to Send and to Sync apart", "[1f.08]") {
  CHECK(Send<Account>);
  CHECK_FALSE(Sync<Account>);
  CHECK(Sync<Counter>);
  CHECK_FALSE(Send<Counter>);
  CHECK(Send<std::unique_ptr<Account>>);
  CHECK_FALSE(Send<Account*>);
  const Account aggregate{"a", 7};
  CHECK(aggregate.balance == 7);
}

template <class Key, class Value>
class Entry {
  Key key_;
  Value value_;
  PATINA_DERIVE_SEND_IF(Entry, key_, value_);
  PATINA_DERIVE_SYNC_IF(Entry, key_, value_);
};

TEST_CASE("1f.09 A class template opts in for those arguments whose members allow it", "[1f.09]") {
  CHECK(Send<Entry<int, std::string>>);
  CHECK(Sync<Entry<int, std::string>>);
  CHECK(Send<Entry<int, Account>>);
  CHECK_FALSE(Sync<Entry<int, Account>>);
  CHECK_FALSE(Send<Entry<int, std::string_view>>);
  CHECK_FALSE(Send<Entry<Entry<int, int*>, int>>);
}

struct Audited : Account {
  std::shared_ptr<int> log;
};

TEST_CASE("1f.10 Whoever derives from a class that opted in has not opted in", "[1f.10]") {
  CHECK(Send<Account>);
  CHECK_FALSE(Send<Audited>);
  CHECK_FALSE(Send<std::unique_ptr<Audited>>);
}

static int twice(int n) { return 2 * n; }

TEST_CASE("1f.12 Captureless is what hides no data: no captures, no members, a plain function",
          "[1f.12]") {
  int number = 7;
  const auto captures_nothing = [](int n) { return n; };
  const auto captures_a_copy = [number] { return number; };
  const auto captures_a_reference = [&number] { return number; };
  CHECK(Captureless<decltype(captures_nothing)>);
  CHECK(Captureless<std::plus<>>);
  CHECK(Captureless<decltype(&twice)>);
  CHECK_FALSE(Captureless<decltype(captures_a_copy)>);
  CHECK_FALSE(Captureless<decltype(captures_a_reference)>);
  CHECK_FALSE(Captureless<std::function<void()>>);
  CHECK(captures_a_copy() == captures_a_reference());
}

TEST_CASE("1f.13 A door takes a captureless closure, and arguments that are Send", "[1f.13]") {
  int number = 7;
  require_send([](int n, std::string text) { return text.size() + static_cast<unsigned>(n); },
               number, std::string("text"));
  require_send(twice, 4);
  require_send([](std::unique_ptr<Account> account) { return account->balance; },
               std::make_unique<Account>());
  assert_send<Account>();
  assert_sync<Counter>();
  CHECK(number == 7);
}

template <class T>
class Shared {
  T* value_ = nullptr;
  PATINA_UNSAFE_SEND(Shared, Send<T>&& Sync<T>);
  PATINA_UNSAFE_SYNC(Shared, Send<T>&& Sync<T>);
};
struct Raw {
  int* value = nullptr;
  PATINA_UNSAFE_SEND(Raw, true);
};
template <class T>
class Owning {
  T* value_ = nullptr;
  PATINA_UNSAFE_SEND(Owning, Send<T>);
};
struct Link {
  Owning<Link> next;
  long* value;
  PATINA_UNSAFE_SEND(Link, true);
};

TEST_CASE("1f.22 An author's word makes a class Send or Sync where its condition holds",
          "[1f.22]") {
  CHECK(Send<Raw>);
  CHECK_FALSE(Sync<Raw>);
  CHECK(Send<Entry<int, Raw>>);
  CHECK(Send<Shared<std::string>>);
  CHECK(Sync<Shared<std::string>>);
  CHECK_FALSE(Send<Shared<Account>>);
  CHECK_FALSE(Sync<Shared<Cell<int>>>);
  CHECK(Send<Owning<Link>>);
}
