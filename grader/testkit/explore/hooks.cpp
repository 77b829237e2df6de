// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "hooks.hpp"

#include <patina/base/hooks.hpp>
#include <testkit/arena.hpp>
#include <testkit/channel.hpp>
#include <testkit/history.hpp>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "shrink.hpp"
#include "trace.hpp"

extern "C" {
[[gnu::weak]] void __lsan_disable();
[[gnu::weak]] void __lsan_enable();
[[gnu::weak]] void __sanitizer_set_death_callback(void (*callback)());
}

namespace testkit::explore {
namespace {

constexpr std::array<int, 5> signals = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
std::array<struct sigaction, signals.size()> old_actions;
patina::base::Hooks old_hooks;
stack_t old_stack;
alignas(16) char signal_stack[64 * 1024];

void on_step(std::string_view text, Where where) {
  note([&] { return Event{0, "step", "", 0, "", "", where, 0, 0, std::string(text)}; });
}

void on_broken(std::string_view sentence, Where where, testkit::detail::Rule rule) {
  if (world.has_failed) return;
  const bool is_history = rule == testkit::detail::Rule::history;
  const char* const name = is_history ? "history" : "check";
  const std::uint32_t now =
      note([&] { return Event{0, name, "", 0, "", "", where, 0, 0, std::string(sentence)}; });
  const OutsideArena outside;
  note_failure(is_history ? Kind::history : Kind::check, sentence, where,
               now == 0 ? std::vector<std::uint32_t>{} : std::vector<std::uint32_t>{now});
}

// All marks of histories meet on one object that nobody makes. Begins are its reads and answers its
// writes: two begins commute, for what matters is which call ended before which began.
constexpr std::uint32_t marks_object = UINT32_MAX;

void mark(const char* kind, Access access, std::string_view name, std::int64_t number,
          Where where) {
  if (!world.is_running) return;
  point({marks_object, 0, access, false, false});
  note([&] {
    const bool is_told = number != testkit::no_answer;
    const std::string text = std::string(name) + (is_told ? " " + std::to_string(number) : "");
    return Event{0, kind, "", 0, "", "", where, 0, 0, text};
  });
}

void on_call(std::string_view name, std::int64_t argument, Where where) {
  mark("call", Access::read, name, argument, where);
}

void on_answer(std::string_view name, std::int64_t answer, Where where) {
  mark("answer", Access::write, name, answer, where);
}

constexpr testkit::detail::Watcher the_watcher{on_step, on_broken, nullptr, on_call, on_answer};

void on_assertion(std::string_view sentence, const std::source_location& where) {
  if (!world.is_running) {
    if (old_hooks.assertion != nullptr) old_hooks.assertion(sentence, where);
    return;
  }
  const std::uint32_t now =
      note([&] { return Event{0, "assert", "", 0, "", "", where, 0, 0, std::string(sentence)}; });
  fail(Kind::assertion, std::string(sentence), where, {now});
}

void on_not_implemented(std::string_view task, std::string_view what,
                        const std::source_location& where) {
  if (old_hooks.not_implemented != nullptr) old_hooks.not_implemented(task, what, where);
  world.is_undone = true;
  if (!world.is_running) return;
  world.is_running = false;
  go_home();
}

const char* words_of(int signal) {
  switch (signal) {
    case SIGABRT:
      return "abort or std::terminate was called: an exception left a noexcept function?";
    case SIGFPE:
      return "a division by zero";
    case SIGILL:
      return "a trap: the compiler held this place for unreachable";
    default:
      return "memory that is not the program's was used: a null or freed pointer?";
  }
}

void on_signal(int signal, siginfo_t*, void*) {
  if (!world.is_running) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  note([] { return Event{0, "crash", "", 0, "", "", {}, 0, 0, ""}; });
  const auto last = static_cast<std::uint32_t>(trace().size());
  fail(Kind::crash,
       "thread " + std::to_string(world.current) + " crashed (" + words_of(signal) + ")", Where(),
       {last});
}

// A sanitizer ends the process: what was chosen so far is all that can still be told, and enough to
// come here again.
void on_death() {
  if (!world.is_running) return;
  world.is_running = false;
  Finding finding;
  finding.trail = world.trail;
  finding.is_weak = world.is_weak;
  send(Record("explored")
           .add("verdict", verdict_of(Kind::use_after_free))
           .add("kind", "sanitizer")
           .add("text", "a sanitizer stopped this execution: its report says where")
           .add("memory", world.is_weak ? "weak" : "sequential")
           .add("choices", choices_of(finding)));
}

}  // namespace

Hooked::Hooked() {
  old_hooks = patina::base::hooks;
  patina::base::hooks = {on_not_implemented, on_assertion};
  testkit::detail::watcher = &the_watcher;
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(on_death);
  if (__lsan_disable != nullptr) __lsan_disable();  // fibers that are left behind leave memory
  const stack_t stack{signal_stack, 0, sizeof signal_stack};
  ::sigaltstack(&stack, &old_stack);
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (std::size_t i = 0; i < signals.size(); ++i)
    ::sigaction(signals[i], &action, &old_actions[i]);
}

Hooked::~Hooked() {
  for (std::size_t i = 0; i < signals.size(); ++i)
    ::sigaction(signals[i], &old_actions[i], nullptr);
  if ((old_stack.ss_flags & SS_DISABLE) == 0) ::sigaltstack(&old_stack, nullptr);
  testkit::detail::watcher = nullptr;
  if (__lsan_enable != nullptr) __lsan_enable();
  patina::base::hooks = old_hooks;
}

void misused(const char* sentence, Where where) {
  if (world.is_running) fail(Kind::misuse, sentence, where);
  std::fprintf(stderr, "%s:%u: %s\n", where.file_name(), static_cast<unsigned>(where.line()),
               sentence);
  std::abort();
}

}  // namespace testkit::explore
