// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The value of one key, as one client alone would see it: a model for judge(), ready to use.
//
// Interface:
//   Request         get, put, append, erase, swap (compare-and-swap) of a key
//   Answer          of a get: the value, or none; of a swap: whether it was made
//   SeenValues      all values of which the answers of a history tell
//   Register        the model: which of these the value is, or may become by appends
//   Register::Outlook  knows which values are still to be seen
//
// A key that isn't there appends like an empty one, and is another thing than an empty one to a
// get.
//
// Invariants: a value is kept as the range of seen values that begin with it, so a step costs a
// binary search, whatever the length. A value with which no seen one begins is `unseen`: all of
// these are the same to all answers, and so is one that nobody will see any more.
// Thread rule: one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace testkit::linearizable {

struct Request {
  enum class Kind : std::uint8_t { get, put, append, erase, swap };
  Kind kind = Kind::get;
  std::string key;
  std::string value;                    // of put, append and swap: what it writes
  std::optional<std::string> expected;  // of swap: what has to be there; none: nothing has to
  friend bool operator==(const Request&, const Request&) = default;
};

struct Answer {
  std::optional<std::string> value;  // of a get: what was there
  bool is_swapped = false;           // of a swap
  friend bool operator==(const Answer&, const Answer&) = default;
};

// As a history's text has them: put k "a"; swap k from nothing to "b". Answers: done; "a"; kept.
std::string words_of(const Request& request);
std::string words_of(const Request& request, const Answer& answer);
std::string quoted(std::string_view text);
std::string bare_or_quoted(std::string_view text);

class SeenValues {
 public:
  static constexpr std::uint32_t nothing = 0;
  static constexpr std::uint32_t none = UINT32_MAX;

  void add(const Request& request, const std::optional<Answer>& answer);
  void finish();  // REQUIRES: called once, after the last add()

  // A number for each value that was added, ascending, from 1 on; `nothing` for no value.
  std::uint32_t number_of(const std::optional<std::string>& value) const;
  std::uint32_t size() const { return static_cast<std::uint32_t>(values_.size()); }
  const std::string& value(std::uint32_t number) const { return values_[number - 1]; }

 private:
  std::vector<std::string> values_;
};

class RegisterOutlook;

class Register {
 public:
  using Kind = Request::Kind;
  struct Input {
    Kind kind = Kind::get;
    std::string_view text;
    std::uint32_t expected = 0;  // the number of a seen value
    friend bool operator==(const Input&, const Input&) = default;
  };
  struct Output {
    std::uint32_t value = 0;  // the number of a seen value
    bool is_swapped = false;
  };
  using Outlook = RegisterOutlook;

  static Input input_of(const Request& request, const SeenValues& seen);
  static Output output_of(const Answer& answer, const SeenValues& seen);

  explicit Register(const SeenValues& seen) : seen_(&seen) {}  // nothing is there
  std::optional<Register> step(const Input& input, const Output* answer) const;
  std::uint64_t hash() const;
  bool operator==(const Register&) const = default;

  const SeenValues& seen() const { return *seen_; }
  std::uint32_t number() const;  // of the value, if it is a seen one; else SeenValues::none
  bool is_unseen() const { return state_ == State::unseen; }
  bool is_there() const { return state_ != State::nothing; }
  Register unseen() const { return Register(seen_, State::unseen, 0, 0, 0); }
  std::uint32_t first() const { return first_; }  // seen values that begin with this one: from here
  std::uint32_t end() const { return end_; }      // to here

 private:
  enum class State : std::uint8_t { nothing, seen, unseen };
  Register(const SeenValues* seen, State state, std::uint32_t first, std::uint32_t end,
           std::uint32_t length)
      : seen_(seen), state_(state), first_(first), end_(end), length_(length) {}
  Register narrowed(std::uint32_t first, std::uint32_t end, std::uint32_t length,
                    std::string_view text) const;
  Register put(std::string_view text) const { return narrowed(1, seen_->size() + 1, 0, text); }
  Register appended(std::string_view text) const;

  const SeenValues* seen_;
  State state_ = State::nothing;
  std::uint32_t first_ = 0;
  std::uint32_t end_ = 0;
  std::uint32_t length_ = 0;  // these share as many characters: the value
};

}  // namespace testkit::linearizable
