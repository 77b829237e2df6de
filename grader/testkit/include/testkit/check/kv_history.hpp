// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What clients of a key-value store asked and were told, and whether that is linearizable.
//
// Interface:
//   history.asks(client, request)   a call begins; returns its number: 1, 2, ...
//   history.told(call, answer)      it was answered
//   history.refused(call)           it certainly did not and will not take effect: it doesn't count
//   history.judge()                 the verdict, key by key, and the reason in words
//   write(out, ...), read(in)       histories as text, to keep them
//
// A call that is neither told nor refused may take effect at any time after it began, or never. A
// client may ask again meanwhile: what binds two calls is only which was told before which began.
//
// The text: an event a line, in order; a line that begins with # is a remark.
//
//   history lost-update broken
//   asks 1 client 1 put k "a"
//   asks 2 client 2 swap k from nothing to "b"
//   told 1 done
//   told 2 swapped
//
// Other requests: get k, append k "a", erase k; other answers: "a" or nothing (of a get), kept (of
// a swap). In quotes \" \\ \n \xHH stand for what they look like. The word after the name is the
// verdict that is known of it, if any: linearizable, broken, unknown.
//
// Thread rule: one thread.
#pragma once

#include <testkit/check/linearizable.hpp>
#include <testkit/check/register.hpp>

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace testkit::linearizable {

struct KvCall {
  std::uint32_t client = 0;
  Request request;
  std::optional<Answer> answer;
  Interval interval;  // numbers of events: 1, 2, ...
  bool is_refused = false;
};

struct Judgement {
  Verdict verdict = Verdict::unknown;
  std::string text;         // one sentence; if it is broken, then the order found, numbered
  std::string key;          // the first that is broken, or else unknown
  std::uint64_t steps = 0;  // of all keys
  // If it is broken: when the call that fits nowhere began and ended, and when the last one did
  // that changed the key before it in that order.
  std::vector<std::uint64_t> events;
};

class KvHistory {
 public:
  // `event` is a number that the caller counts by; without it they are counted here.
  // REQUIRES: each event's number is above the one before.
  std::uint32_t asks(std::uint32_t client, Request request, std::uint64_t event = 0);
  void told(std::uint32_t call, Answer answer = {}, std::uint64_t event = 0);
  void refused(std::uint32_t call, std::uint64_t event = 0);

  const std::vector<KvCall>& calls() const { return calls_; }  // call 1 is the first
  std::uint64_t events() const { return events_; }
  Judgement judge(const Budget& budget_of_each_key = {}) const;

 private:
  KvCall& open_call(std::uint32_t call);
  std::uint64_t number(std::uint64_t event);

  std::vector<KvCall> calls_;
  std::uint64_t events_ = 0;
};

struct NamedHistory {
  std::string name;
  std::optional<Verdict> verdict;
  KvHistory history;
};

void write(std::ostream& out, const NamedHistory& history);
// Throws std::runtime_error that names the line which it can't read.
std::vector<NamedHistory> read(std::istream& in);

}  // namespace testkit::linearizable
