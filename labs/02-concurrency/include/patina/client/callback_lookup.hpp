// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// A client written as callbacks: it looks up one key, and asks twice before it gives up.
//
// Interface:
//   CallbackLookup(executor, reactor, key, done)   asks; after `patience` without an answer asks
//                                                  once more; after as much again gives up. An
//                                                  answer to the first question counts also after
//                                                  the second was asked
//   done(Result<std::string, NoAnswer>)            is called once, with the answer or NoAnswer{}
//   ~CallbackLookup()                              cancels: done is not called any more
//
// It has served for years, and it has a bug: once in a while a program crashes after it was done
// with its lookups. Task 2f asks you to find it, and then to write the client again as a Task.
// Thread rule: all of it belongs to the thread of its reactor.
#pragma once

#include <patina/base/unexpected.hpp>
#include <patina/client/reactor.hpp>
#include <patina/result.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace patina {

struct NoAnswer {
  bool operator==(const NoAnswer&) const = default;
};

// How long a lookup waits for an answer before it asks again, or gives up.
inline constexpr std::chrono::milliseconds patience{100};

template <class Done>
class CallbackLookup {
 public:
  // No executor is needed; it is taken so that one test fits both clients.
  template <class Executor>
  CallbackLookup(Executor&, Reactor& reactor, std::string key, Done done)
      : reactor_(reactor), key_(std::move(key)), done_(std::move(done)) {
    watch_ = reactor_.on_answer(key_, [this](std::string value) { on_answer(std::move(value)); });
    timer_ = reactor_.after(patience, [this] { on_silence(); });
    reactor_.ask(key_);
  }
  CallbackLookup(const CallbackLookup&) = delete;
  CallbackLookup& operator=(const CallbackLookup&) = delete;
  ~CallbackLookup() { forget(); }

 private:
  void on_answer(std::string value) { finish(std::move(value)); }

  void on_silence() {
    if (is_finished_) return;  // the answer came first
    if (has_asked_twice_) return finish(unexpected(NoAnswer{}));
    has_asked_twice_ = true;
    reactor_.after(patience, [this] { on_silence(); });
    reactor_.ask(key_);
  }

  void finish(Result<std::string, NoAnswer> result) {
    is_finished_ = true;
    forget();
    done_(std::move(result));
  }

  // Nothing that happens from here on concerns this lookup.
  void forget() {
    reactor_.forget(watch_);
    reactor_.forget(timer_);
  }

  Reactor& reactor_;
  const std::string key_;
  Done done_;
  Reactor::Id watch_ = 0;
  Reactor::Id timer_ = 0;
  bool has_asked_twice_ = false;
  bool is_finished_ = false;
};

}  // namespace patina
