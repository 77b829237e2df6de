// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What the search for an order of a key's calls knows of those still to come (Register::Outlook).
//
// Three rules, each of which keeps an order if there is one:
//   - a value that calls still to come see is there, or one of them can make it;
//   - a value that no call still to come tells of is as good as any other such one: `unseen`;
//   - a call that changes nothing, whatever the value is, is safe to come as soon as it fits; and
//     so is a write of what nobody will see over what nobody will see.
//
// Interface, invariants: as NoOutlook in testkit/check/linearizable.hpp.
// Thread rule: one thread.
#pragma once

#include <testkit/check/linearizable.hpp>
#include <testkit/check/register.hpp>

#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace testkit::linearizable {

class RegisterOutlook {
 public:
  RegisterOutlook(std::span<const Call<Register>> calls, const Register& start);
  void took(std::uint32_t call) { count(call, -1); }
  void put_back(std::uint32_t call) { count(call, +1); }
  std::optional<Register> look(std::uint32_t call, const Register& from, const Register& to) const;
  std::optional<Register> guess(const Register& from, const Register& to) const;
  bool is_safe(std::uint32_t call, const Register& from, const Register& to) const;

 private:
  using Maker = std::pair<Request::Kind, std::string_view>;  // (append, "x"): all that end in x
  static constexpr std::uint32_t none = UINT32_MAX;

  static bool is_refused_swap(const Call<Register>& call);
  std::uint32_t maker_of(const Register::Input& input);
  void find_makers(const SeenValues& seen);
  void count(std::uint32_t call, int by);
  void tell_of(std::uint32_t number, int by);
  int told_of(std::uint32_t first, std::uint32_t end) const;
  bool can_be_made(std::uint32_t number) const;
  bool is_lost(std::uint32_t number, const Register& state) const;
  bool will_be_told(const Register& state) const;
  std::optional<Register> leave(const Register& from, const Register& to) const;

  std::span<const Call<Register>> calls_;
  std::vector<std::uint32_t> makers_of_calls_;
  std::map<Maker, std::uint32_t> maker_numbers_;
  std::vector<int> makers_left_;                         // calls of each maker still to come
  std::vector<std::vector<std::uint32_t>> makers_;       // of each seen value
  std::vector<std::vector<std::uint32_t>> made_;         // the other way round
  std::vector<int> seen_left_;                           // calls still to come that see it
  std::vector<int> told_left_;                           // see it, or see that it isn't there: sums
  int refused_left_ = 0;
  bool has_appends_ = false;
};

}  // namespace testkit::linearizable
