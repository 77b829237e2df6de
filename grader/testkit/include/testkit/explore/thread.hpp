// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The explorer's flavour of patina/rt/thread.hpp, which says what it is.
#pragma once

#include <testkit/explore/clock.hpp>
#include <testkit/explore/core.hpp>

#include <compare>
#include <functional>
#include <memory>
#include <ostream>
#include <tuple>
#include <type_traits>
#include <utility>

namespace patina::rt {
inline namespace explored {

class thread {
  using Where = testkit::explore::Where;

 public:
  class id {
   public:
    constexpr id() noexcept = default;
    constexpr explicit id(int number) noexcept : number_(number) {}
    friend constexpr auto operator<=>(id, id) noexcept = default;
    friend std::ostream& operator<<(std::ostream& out, id i) { return out << i.number_; }

   private:
    friend struct std::hash<id>;
    int number_ = -1;
  };

  thread() noexcept = default;
  template <class F, class... Args>
  requires(!std::is_same_v<std::remove_cvref_t<F>, thread>) explicit thread(F&& f, Args&&... args) {
    using Call = std::tuple<std::decay_t<F>, std::decay_t<Args>...>;
    auto call = std::make_unique<Call>(std::forward<F>(f), std::forward<Args>(args)...);
    number_ = testkit::explore::spawn(run<Call>, call.release());
  }
  thread(thread&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  thread& operator=(thread&& other) noexcept {
    if (joinable()) testkit::explore::misused("a thread was assigned to and not joined", Where());
    number_ = std::exchange(other.number_, -1);
    return *this;
  }
  ~thread() {
    if (joinable()) testkit::explore::misused("a thread was destroyed and not joined", Where());
  }

  bool joinable() const noexcept { return number_ >= 0; }
  id get_id() const noexcept { return id(number_); }
  void join(Where where = Where::current()) {
    if (!joinable()) testkit::explore::misused("a thread was joined that is none", where);
    testkit::explore::join(number_, where);
    number_ = -1;
  }
  void detach(Where where = Where::current()) {
    if (!joinable()) testkit::explore::misused("a thread was detached that is none", where);
    number_ = -1;
  }
  void swap(thread& other) noexcept { std::swap(number_, other.number_); }
  friend void swap(thread& a, thread& b) noexcept { a.swap(b); }
  static unsigned hardware_concurrency() noexcept { return 2; }

 private:
  template <class Call>
  static void run(void* argument) {
    const std::unique_ptr<Call> call(static_cast<Call*>(argument));
    std::apply([](auto&&... parts) { std::invoke(std::move(parts)...); }, std::move(*call));
  }

  int number_ = -1;
};

namespace this_thread {

using testkit::explore::Where;

inline thread::id get_id() noexcept { return thread::id(testkit::explore::this_thread_id()); }
inline void yield(Where where = Where::current()) { testkit::explore::yield("yield", where); }
template <class Duration>
void sleep_until(const std::chrono::time_point<clock, Duration>& deadline,
                 Where where = Where::current()) {
  testkit::explore::sleep_until(
      std::chrono::ceil<std::chrono::nanoseconds>(deadline.time_since_epoch()), where);
}
template <class Rep, class Period>
void sleep_for(const std::chrono::duration<Rep, Period>& span, Where where = Where::current()) {
  sleep_until(detail::deadline_after(span), where);
}

}  // namespace this_thread

inline void spin_hint(testkit::explore::Where where = testkit::explore::Where::current()) {
  testkit::explore::yield("spin_hint", where);
}

}  // namespace explored
}  // namespace patina::rt

template <>
struct std::hash<patina::rt::thread::id> {
  std::size_t operator()(patina::rt::thread::id id) const noexcept {
    return static_cast<std::size_t>(id.number_);
  }
};
