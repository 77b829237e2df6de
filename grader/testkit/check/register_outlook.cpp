// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/check/register_outlook.hpp>

#include <set>

namespace testkit::linearizable {

using Kind = Request::Kind;

RegisterOutlook::RegisterOutlook(std::span<const Call<Register>> calls, const Register& start)
    : calls_(calls) {
  const SeenValues& seen = start.seen();
  seen_left_.resize(seen.size() + 1);
  told_left_.resize(seen.size() + 2);
  for (const Call<Register>& call : calls) {
    makers_of_calls_.push_back(maker_of(*call.input));
    if (call.input->kind == Kind::append) has_appends_ = true;
  }
  makers_left_.resize(maker_numbers_.size());
  find_makers(seen);
  for (std::uint32_t i = 0; i < calls.size(); ++i) count(i, +1);
}

bool RegisterOutlook::is_refused_swap(const Call<Register>& call) {
  return call.input->kind == Kind::swap && call.output && !call.output->is_swapped;
}

std::uint32_t RegisterOutlook::maker_of(const Register::Input& input) {
  if (input.kind == Kind::get) return none;
  const Kind kind = input.kind == Kind::swap ? Kind::put : input.kind;
  const auto number = static_cast<std::uint32_t>(maker_numbers_.size());
  return maker_numbers_.try_emplace({kind, input.text}, number).first->second;
}

// What could make a value: a put of it, an append of what it ends in.
void RegisterOutlook::find_makers(const SeenValues& seen) {
  std::set<std::size_t> lengths;
  for (const auto& [maker, number] : maker_numbers_)
    if (maker.first == Kind::append) lengths.insert(maker.second.size());
  makers_.resize(seen.size() + 1);
  made_.resize(maker_numbers_.size());
  const auto add = [&](std::uint32_t value, const Maker& maker) {
    const auto at = maker_numbers_.find(maker);
    if (at == maker_numbers_.end()) return;
    makers_[value].push_back(at->second);
    made_[at->second].push_back(value);
  };
  add(SeenValues::nothing, {Kind::erase, ""});
  for (std::uint32_t number = 1; number <= seen.size(); ++number) {
    const std::string_view value = seen.value(number);
    add(number, {Kind::put, value});
    for (const std::size_t length : lengths)
      if (length <= value.size())
        add(number, {Kind::append, value.substr(value.size() - length)});
  }
}

// A call without an answer is still to come as long as the search lasts: it is never taken out.
void RegisterOutlook::count(std::uint32_t index, int by) {
  const Call<Register>& call = calls_[index];
  const std::uint32_t maker = makers_of_calls_[index];
  if (maker != none) makers_left_[maker] += by;
  if (call.input->kind == Kind::swap) tell_of(call.input->expected, by);
  if (is_refused_swap(call)) refused_left_ += by;
  if (!call.output) return;
  if (call.input->kind == Kind::get) {
    tell_of(call.output->value, by);
    seen_left_[call.output->value] += by;
  } else if (call.output->is_swapped) {
    seen_left_[call.input->expected] += by;
  }
}

// Sums over ranges in logarithmic time (Fenwick, 1994).
void RegisterOutlook::tell_of(std::uint32_t number, int by) {
  for (std::size_t at = number + 1; at < told_left_.size(); at += at & -at) told_left_[at] += by;
}

int RegisterOutlook::told_of(std::uint32_t first, std::uint32_t end) const {
  int sum = 0;
  for (std::size_t at = end; at > 0; at -= at & -at) sum += told_left_[at];
  for (std::size_t at = first; at > 0; at -= at & -at) sum -= told_left_[at];
  return sum;
}

bool RegisterOutlook::can_be_made(std::uint32_t number) const {
  for (const std::uint32_t maker : makers_[number])
    if (makers_left_[maker] > 0) return true;
  return false;
}

// Does any call still to come tell of this value, or of one that appends make of it?
bool RegisterOutlook::will_be_told(const Register& state) const {
  if (state.is_unseen()) return false;
  if (has_appends_) return !state.is_there() || told_of(state.first(), state.end()) > 0;
  const std::uint32_t number = state.number();
  return number != SeenValues::none && told_of(number, number + 1) > 0;
}

// Calls still to come see this value, which isn't there and can't be made.
bool RegisterOutlook::is_lost(std::uint32_t number, const Register& state) const {
  return seen_left_[number] > 0 && state.number() != number && !can_be_made(number);
}

std::optional<Register> RegisterOutlook::leave(const Register& from, const Register& to) const {
  const std::uint32_t number = from.number();
  if (number != SeenValues::none && is_lost(number, to)) return std::nullopt;
  return will_be_told(to) ? to : to.unseen();
}

// What is lost now: the value that was there, or one that only this call could have made.
std::optional<Register> RegisterOutlook::look(std::uint32_t call, const Register& from,
                                              const Register& to) const {
  const std::uint32_t maker = makers_of_calls_[call];
  if (maker != none && makers_left_[maker] == 0)
    for (const std::uint32_t number : made_[maker])
      if (is_lost(number, to)) return std::nullopt;
  return leave(from, to);
}

// To write what nobody will see helps only a swap that was refused.
std::optional<Register> RegisterOutlook::guess(const Register& from, const Register& to) const {
  std::optional<Register> state = leave(from, to);
  if (state && state->is_unseen() && refused_left_ == 0) return std::nullopt;
  return state;
}

bool RegisterOutlook::is_safe(std::uint32_t index, const Register& from, const Register& to) const {
  const Call<Register>& call = calls_[index];
  const Kind kind = call.input->kind;
  if (kind == Kind::get || is_refused_swap(call)) return true;
  return (kind == Kind::put || kind == Kind::erase) && from.is_unseen() && to.is_unseen() &&
         refused_left_ == 0;
}

}  // namespace testkit::linearizable
