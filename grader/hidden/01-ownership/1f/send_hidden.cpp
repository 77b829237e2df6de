// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1f, hidden: the same rules in another order, size and mix.
#include <testkit/catch.hpp>

#include <patina/base/forward.hpp>
#include <patina/send.hpp>

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using namespace patina;
using testkit::step;

using Number = std::uint32_t;
using Flag = std::int32_t;
union Either {
  int number;
  float fraction;
};

TEST_CASE("1f.h01 One part that is not Send spoils the whole, however deep it lies", "[1f.h01]") {
  step("ask of nested types whose parts are all plain data");
  using Deep = std::vector<std::pair<int, std::optional<std::array<std::string, 2>>>>;
  CHECK(Send<Box<std::tuple<Deep, int, const std::unique_ptr<Deep>>>>);
  CHECK(Sync<Result<Deep, std::variant<int, Deep>>>);
  step("ask of nested types with a part, deep inside, that is not Send or not Sync");
  using Spoilt = std::vector<std::pair<int, std::optional<std::array<std::shared_ptr<int>, 2>>>>;
  CHECK_FALSE(Send<std::tuple<Deep, std::unique_ptr<Spoilt>>>);
  CHECK_FALSE(Sync<Result<Spoilt, int>>);
  CHECK_FALSE(Send<Result<int, Spoilt>>);
  CHECK_FALSE(Send<std::variant<Deep, std::monostate, Spoilt>>);
  CHECK_FALSE(Send<Box<Result<int, std::unique_ptr<Rc<int, Number>>>>>);
}

TEST_CASE("1f.h02 What borrows is neither, in any disguise and under any const", "[1f.h02]") {
  step("ask of pointers and references, under const too");
  CHECK_FALSE(Send<int* const>);
  CHECK_FALSE(Send<std::string&&>);
  CHECK_FALSE(Send<void*>);
  step("ask of views and iterators");
  CHECK_FALSE(Sync<std::wstring_view>);
  CHECK_FALSE(Send<std::span<const std::string, 3>>);
  CHECK_FALSE(Send<std::vector<int>::iterator>);
  CHECK_FALSE(Send<std::initializer_list<int>>);
  step("ask of standard types that hold a reference or a pointer");
  CHECK_FALSE(Send<std::optional<std::reference_wrapper<const int>>>);
  CHECK_FALSE(Send<std::tuple<int&>>);
  CHECK_FALSE(Send<std::pair<const int, const char*>>);
}

TEST_CASE("1f.h03 What nobody has spoken for is neither", "[1f.h03]") {
  step("ask of a union, and of std types nobody has spoken for");
  CHECK_FALSE(Send<Either>);
  CHECK_FALSE(Send<std::less<>>);
  CHECK_FALSE(Send<std::function<void()>>);
  step("ask of a std::unique_ptr with a deleter that nobody has spoken for");
  using Odd = std::unique_ptr<int, std::function<void(int*)>>;
  CHECK_FALSE(Send<Odd>);
  step("ask of standard pointers to, and boxes of, cells");
  CHECK_FALSE(Send<std::shared_ptr<Cell<int>>>);
  CHECK_FALSE(Send<std::weak_ptr<const Cell<int>>>);
  CHECK_FALSE(Sync<Box<RefCell<int, Flag>>>);
  CHECK(Send<Box<RefCell<int, Flag>>>);
  CHECK_FALSE(Send<RefCell<Weak<int, Number>, Flag>>);
}

namespace bank {

class Vault {
 public:
  explicit Vault(int code) : code_(code) {}
  int code() const { return code_; }

 private:
  const int code_;
  std::string names_[2];
  std::atomic<long> visits_{0};
  PATINA_DERIVE_SEND(Vault, code_, names_, visits_);
  PATINA_DERIVE_SYNC(Vault, code_, names_, visits_);
};

template <class T>
struct Pair {
  T first;
  T second;
  PATINA_DERIVE_SEND_IF(Pair, first, second);
};

struct Empty {
  PATINA_DERIVE_SEND(Empty);
};

class Branch : public Vault {};

}  // namespace bank

TEST_CASE("1f.h04 Opting in works for private, const and array members, and is never inherited",
          "[1f.h04]") {
  step("opt in with private, const and array members, or with none");
  CHECK(Send<bank::Vault>);
  CHECK(Sync<bank::Vault>);
  CHECK(Send<bank::Empty>);
  CHECK_FALSE(Sync<bank::Empty>);
  step("opt in for a template, if its parts allow it");
  CHECK(Send<bank::Pair<bank::Pair<int>>>);
  CHECK_FALSE(Send<bank::Pair<bank::Pair<int*>>>);
  CHECK_FALSE(Sync<bank::Pair<int>>);
  step("ask of a class derived from one that opted in, and of a reference");
  CHECK_FALSE(Send<bank::Branch>);
  CHECK_FALSE(Send<bank::Vault&>);
  CHECK(bank::Vault(7).code() == 7);
}

struct Machine {
  int state = 7;
  auto closure_over_this() {
    return [this] { return state; };
  }
};

TEST_CASE("1f.h05 A closure hides data by any kind of capture; a generic one may hide none",
          "[1f.h05]") {
  Machine machine;
  const auto over_this = machine.closure_over_this();
  const auto by_move = [text = std::string("text")] { return text.size(); };
  const auto of_a_zero = [n = 0] { return n; };
  const auto generic = [](auto... values) { return sizeof...(values); };
  step("ask of closures that capture this, by move, and one number");
  CHECK_FALSE(Captureless<decltype(over_this)>);
  CHECK_FALSE(Captureless<decltype(by_move)>);
  CHECK_FALSE(Captureless<decltype(of_a_zero)>);
  CHECK_FALSE(Captureless<Machine>);
  step("ask of a generic closure that captures nothing");
  CHECK(Captureless<decltype(generic)>);
  require_send(generic, 1, std::string("two"), 3.0);
  CHECK(over_this() == 7);
}
