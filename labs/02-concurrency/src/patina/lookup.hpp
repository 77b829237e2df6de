// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2f, last part: the client of <patina/client/callback_lookup.hpp>, written as a Task.
//
// Interface, the same as there:
//   Lookup(executor, reactor, key, done)   asks; after `patience` without an answer asks once more;
//                                          after as much again gives up. An answer to the first
//                                          question counts also after the second was asked
//   done(Result<std::string, NoAnswer>)    is called once, with the answer or NoAnswer{}
//   ~Lookup()                              cancels: done is not called any more
//
// Before you write it, find the bug of the old one: delete the class below for a moment, put
//   template <class Done>
//   using Lookup = CallbackLookup<Done>;
// in its place, and run its tests. One fails: `./grade show` draws the life of the callback that
// was called, and the step in which it was called.
// Thread rule: all of it belongs to the thread of its executor.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/base/unexpected.hpp>
#include <patina/client/callback_lookup.hpp>
#include <patina/client/reactor.hpp>
#include <patina/executor.hpp>
#include <patina/oneshot.hpp>
#include <patina/result.hpp>
#include <patina/task.hpp>
#include <patina/timer.hpp>

#include <string>
#include <utility>

namespace patina {

template <class Done>
class Lookup {
 public:
  Lookup(Executor& executor, Reactor& reactor, std::string key, Done done)
      : running_(executor.spawn(run(reactor, std::move(key), std::move(done)))) {}

 private:
  // A static function, whose parameters are copied into the frame. (A capturing lambda would leave
  // its captures outside: C++ Core Guidelines CP.51.) The reactor calls back: a oneshot turns that
  // into a future, and it does no harm if the call comes when nobody waits any more.
  static Task<> run(Reactor& reactor, std::string key, Done done) {
    static_cast<void>(reactor);
    not_implemented("2f", "ask twice, wait for the answer or the time, and call done");
  }

  JoinHandle<void> running_;
};

}  // namespace patina
