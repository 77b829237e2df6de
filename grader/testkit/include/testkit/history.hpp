// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Linearizability: is there an order of the calls, true to which came back before which began, in
// which a sequential model gives the same answers? (Wing and Gong, 1993.)
//
// Interface:
//   History<Model> history(model)         in an explored body, shared by its threads
//   history.call("push", 3, [&] { ... })  runs it, writes down call and answer, returns the answer
//   history.check()                       at the end; a history that no order explains fails
//
// Model is copyable and answers `std::int64_t operator()(std::string_view name, std::int64_t
// argument)`. An answer is a number too; `no_answer` stands for none, "empty", "full".
// Under the explorer a call's begin and its answer are scheduling points: an order in which one
// call ends before another begins is tried even where the code under test does nothing that meets.
// Up to sixty calls; the search remembers which sets of calls led to which model, so it is fast
// where models are comparable with == and few.
// Thread rule: call() from any thread of the execution, check() when all calls have come back.
#pragma once

#include <testkit/check.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace testkit {

inline constexpr std::int64_t no_answer = std::numeric_limits<std::int64_t>::min();

namespace detail {

struct Call {
  std::string_view name;  // a literal
  std::int64_t argument = no_answer;
  std::int64_t answer = no_answer;
  int began = 0;
  int ended = 0;
};
std::string words_of(const std::vector<Call>& calls);

// Depth first over the calls that may come next: those that began before every other one ended.
template <class Model>
class Linearizer {
 public:
  explicit Linearizer(const std::vector<Call>& calls) : calls_(calls) {}

  bool explains(const Model& model, std::uint64_t done = 0) {
    if (done == (std::uint64_t{1} << calls_.size()) - 1) return true;
    for (const Dead& dead : dead_)
      if (dead.done == done && dead.model == model) return false;
    int first_end = std::numeric_limits<int>::max();
    for (std::size_t i = 0; i < calls_.size(); ++i)
      if ((done >> i & 1) == 0 && calls_[i].ended < first_end) first_end = calls_[i].ended;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      if ((done >> i & 1) != 0 || calls_[i].began > first_end) continue;
      Model next = model;
      if (next(calls_[i].name, calls_[i].argument) != calls_[i].answer) continue;
      if (explains(next, done | std::uint64_t{1} << i)) return true;
    }
    dead_.push_back({done, model});
    return false;
  }

 private:
  struct Dead {
    std::uint64_t done;
    Model model;
  };
  const std::vector<Call>& calls_;
  std::vector<Dead> dead_;
};

}  // namespace detail

template <class Model>
class History {
 public:
  explicit History(Model model = {}) : model_(std::move(model)) { calls_.reserve(60); }

  // `name` is a literal; `f` returns something that converts to std::int64_t.
  template <class F>
  std::int64_t call(std::string_view name, std::int64_t argument, F&& f,
                    std::source_location where = std::source_location::current()) {
    const detail::Watcher* const watcher = detail::watcher;
    if (watcher != nullptr && watcher->call != nullptr) watcher->call(name, argument, where);
    const std::size_t index = calls_.size();
    calls_.push_back({name, argument, no_answer, ++now_, std::numeric_limits<int>::max()});
    const std::int64_t answer = static_cast<std::int64_t>(f());
    if (watcher != nullptr && watcher->answer != nullptr) watcher->answer(name, answer, where);
    calls_[index].answer = answer;
    calls_[index].ended = ++now_;
    return answer;
  }
  template <class F>
  std::int64_t call(std::string_view name, F&& f,
                    std::source_location where = std::source_location::current()) {
    return call(name, no_answer, std::forward<F>(f), where);
  }

  void check(std::source_location where = std::source_location::current()) const {
    if (detail::Linearizer<Model>(calls_).explains(model_)) return;
    detail::broke_history(
        "no order of the calls explains their answers: " + detail::words_of(calls_), where);
  }

 private:
  const Model model_;
  std::vector<detail::Call> calls_;
  int now_ = 0;
};

}  // namespace testkit
