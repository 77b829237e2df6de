// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A reactor as clients with callbacks know it: "call me when that happens". The world behind it is
// simulated: time is virtual, and the server does what a test wrote down.
//
// Interface for clients:
//   reactor.ask(key)                  sends a question to the server
//   reactor.on_answer(key, f) -> Id   calls f(std::string) once, with the next answer to that key
//   reactor.after(duration, f) -> Id  calls f() once, that much later
//   reactor.forget(id)                does not call it any more; an id that was called is no error
// For tests:
//   reactor.server_answers(delay, value)   what the next question without one gets
//   reactor.server_is_silent()             that question gets no answer
//   reactor.questions()                    how many were asked so far
// For executors: it is a Driver. While every task waits it moves on to the next event.
//
// Thread rule: all of it belongs to one thread, but interrupt().
#pragma once

#include <patina/async/driver.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace patina {

class Reactor final : public Driver {
 public:
  using Duration = rt::clock::duration;
  using Id = std::uint64_t;

  template <class F>
  Id after(Duration delay, F callback) {
    return timers_.emplace(Key{now_ + delay, ++last_id_}, erase_type(std::move(callback)))
        .first->first.id;
  }
  template <class F>
  Id on_answer(std::string key, F callback) {
    watches_.emplace(++last_id_, Watch{std::move(key), erase_type(std::move(callback))});
    return last_id_;
  }
  void forget(Id id) {
    watches_.erase(id);
    std::erase_if(timers_, [&](const auto& timer) { return timer.first.id == id; });
  }

  void ask(std::string key) {
    if (questions_ >= script_.size()) script_.resize(questions_ + 1);
    const std::optional<Answer>& answer = script_[questions_++];
    if (!answer) return;
    after(answer->delay, [this, key = std::move(key), value = answer->value] { tell(key, value); });
  }

  void server_answers(Duration delay, std::string value) {
    script_.push_back(Answer{delay, std::move(value)});
  }
  void server_is_silent() { script_.push_back(std::nullopt); }
  std::size_t questions() const { return questions_; }

  Time now() override { return now_; }
  void interrupt() noexcept override { bell_.ring(); }
  void wait(std::optional<Time> deadline) override {
    if (timers_.empty() && !deadline) return bell_.wait(std::nullopt);
    if (timers_.empty() || (deadline && *deadline < timers_.begin()->first.time)) {
      now_ = std::max(now_, *deadline);
      return;
    }
    const auto event = timers_.extract(timers_.begin());
    now_ = std::max(now_, event.key().time);
    event.mapped()->call("");
  }

 private:
  struct Callback {
    virtual ~Callback() = default;
    virtual void call(std::string text) = 0;
  };
  template <class F>
  struct CallbackOf final : Callback {
    explicit CallbackOf(F&& given) : f(std::move(given)) {}
    void call([[maybe_unused]] std::string text) override {
      if constexpr (std::is_invocable_v<F&, std::string>)
        f(std::move(text));
      else
        f();
    }
    F f;
  };
  template <class F>
  static std::unique_ptr<Callback> erase_type(F callback) {
    return std::make_unique<CallbackOf<F>>(std::move(callback));
  }

  struct Key {
    Time time;
    Id id;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Watch {
    std::string key;
    std::unique_ptr<Callback> callback;
  };
  struct Answer {
    Duration delay;
    std::string value;
  };

  void tell(const std::string& key, const std::string& value) {
    for (auto watch = watches_.begin(); watch != watches_.end(); ++watch)
      if (watch->second.key == key) return watches_.extract(watch).mapped().callback->call(value);
  }

  Time now_{};
  Bell bell_;
  Id last_id_ = 0;
  std::map<Key, std::unique_ptr<Callback>> timers_;
  std::map<Id, Watch> watches_;
  std::vector<std::optional<Answer>> script_;  // one for each question; nothing: silence
  std::size_t questions_ = 0;
};

}  // namespace patina
