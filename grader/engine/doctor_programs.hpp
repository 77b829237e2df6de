// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The little programs that the doctor compiles and runs: one that is right, the others each with
// the fault that a sanitizer must find.
#pragma once

namespace grader::programs {

inline constexpr const char* version = R"(
#include <cstdio>
int main() {
#ifdef __clang__
  std::printf("clang %d %s", __clang_major__, __clang_version__);
#else
  std::printf("gcc %d %s", __GNUC__, __VERSION__);
#endif
}
)";

inline constexpr const char* coroutine = R"(
#include <coroutine>
#include <cstdio>
struct Task {
  struct promise_type {
    int value = 0;
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int given) { value = given; }
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};
Task answer() { co_return 42; }
int main() {
  const Task task = answer();
  task.handle.resume();
  std::printf("%d", task.handle.promise().value);
  task.handle.destroy();
}
)";

inline constexpr const char* use_after_free = R"(
int main() {
  int* volatile gone = new int(7);
  delete gone;
  return *gone;
}
)";

inline constexpr const char* leak = R"(
int main() {
  for (int i = 0; i < 8; ++i) {
    int* volatile forgotten = new int[64];
    forgotten[0] = 1;
    forgotten = nullptr;
  }
}
)";

inline constexpr const char* overflow = R"(
int main() {
  volatile int big = 2147483647;
  return (big + 1) == 0;
}
)";

inline constexpr const char* race = R"(
#include <thread>
int main() {
  int counter = 0;
  std::thread first([&] { ++counter; });
  std::thread second([&] { ++counter; });
  first.join();
  second.join();
}
)";

}  // namespace grader::programs
