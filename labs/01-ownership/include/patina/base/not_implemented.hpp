// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What a task that is not done yet says.
//
// Interface:
//   not_implemented(task, what)   the body of every stub: tells the runner, then throws
//   PATINA_TODO(1f);              for tasks with compile-time parts: delete the line when you begin
//
// The runner is told before the exception is thrown, so that the verdict is NOT_IMPLEMENTED even
// where the exception cannot travel: in a destructor, a noexcept move, another thread, a coroutine.
#pragma once

#include <patina/base/hooks.hpp>

#include <source_location>
#include <stdexcept>
#include <string>

namespace patina {

// Thrown by a stub. Derives from std::logic_error so that an uncaught one prints its sentence.
class not_implemented_error : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// Reports that `task` ("1a") has not been done and throws. `what` finishes the sentence "task 1a is
// still to do: ...", as in "move the pointer out of `other`". `where` is the stub itself, so that
// the runner can say which file to open.
[[noreturn]] inline void not_implemented(
    const char* task, const char* what,
    const std::source_location& where = std::source_location::current()) {
  if (base::hooks.not_implemented != nullptr) base::hooks.not_implemented(task, what, where);
  throw not_implemented_error(std::string("task ") + task + " is still to do: " + what);
}

namespace base {

// One PATINA_TODO line. All of them form a list that exists before main starts.
struct Todo {
  const char* task;
  const Todo* next;
  std::source_location where;
  inline static constinit const Todo* first = nullptr;

  explicit Todo(const char* task_id,
                const std::source_location& line = std::source_location::current())
      : task(task_id), next(first), where(line) {
    first = this;
  }
  Todo(const Todo&) = delete;
  Todo& operator=(const Todo&) = delete;
};

}  // namespace base
}  // namespace patina

#define PATINA_BASE_TODO_NAME(task, line) patina_todo_##task##_##line
#define PATINA_BASE_TODO(task, line) \
  [[maybe_unused]] inline const ::patina::base::Todo PATINA_BASE_TODO_NAME(task, line) { #task }

// At namespace scope. While it stands, every test of the task is NOT_IMPLEMENTED.
#define PATINA_TODO(task) PATINA_BASE_TODO(task, __LINE__)
