// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/check/register.hpp>
#include <testkit/check/timeline.hpp>

#include <algorithm>

namespace testkit::linearizable {

namespace {

std::string words_of(const std::optional<std::string>& value) {
  return value ? quoted(*value) : "nothing";
}

}  // namespace

std::string words_of(const Request& request) {
  using enum Request::Kind;
  const std::string key = bare_or_quoted(request.key);
  switch (request.kind) {
    case get: return "get " + key;
    case put: return "put " + key + " " + quoted(request.value);
    case append: return "append " + key + " " + quoted(request.value);
    case erase: return "erase " + key;
    case swap:
      return "swap " + key + " from " + words_of(request.expected) + " to " +
             quoted(request.value);
  }
  return {};
}

std::string words_of(const Request& request, const Answer& answer) {
  if (request.kind == Request::Kind::get) return words_of(answer.value);
  if (request.kind == Request::Kind::swap) return answer.is_swapped ? "swapped" : "kept";
  return "done";
}

void SeenValues::add(const Request& request, const std::optional<Answer>& answer) {
  if (request.kind == Request::Kind::get && answer && answer->value)
    values_.push_back(*answer->value);
  if (request.kind == Request::Kind::swap && request.expected)
    values_.push_back(*request.expected);
}

void SeenValues::finish() {
  std::sort(values_.begin(), values_.end());
  values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
}

std::uint32_t SeenValues::number_of(const std::optional<std::string>& value) const {
  if (!value) return nothing;
  const auto at = std::lower_bound(values_.begin(), values_.end(), *value);
  if (at == values_.end() || *at != *value) return none;
  return static_cast<std::uint32_t>(at - values_.begin()) + 1;
}

Register::Input Register::input_of(const Request& request, const SeenValues& seen) {
  return {request.kind, request.value, seen.number_of(request.expected)};
}

Register::Output Register::output_of(const Answer& answer, const SeenValues& seen) {
  return {seen.number_of(answer.value), answer.is_swapped};
}

std::uint32_t Register::number() const {
  if (state_ == State::nothing) return SeenValues::nothing;
  const bool is_seen = state_ == State::seen && seen_->value(first_).size() == length_;
  return is_seen ? first_ : SeenValues::none;
}

std::uint64_t Register::hash() const {
  return detail::mix(detail::mix(std::uint64_t{first_} << 32 | end_) + length_) +
         static_cast<std::uint64_t>(state_);
}

// Those out of [first, end), equal in their first `length` characters, that go on with `text`.
Register Register::narrowed(std::uint32_t first, std::uint32_t end, std::uint32_t length,
                            std::string_view text) const {
  const auto part = [&](std::uint32_t number) {
    return std::string_view(seen_->value(number)).substr(length, text.size());
  };
  const auto bound = [&](std::uint32_t low, auto is_before) {
    std::uint32_t high = end;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      (is_before(part(middle)) ? low : high) = is_before(part(middle)) ? middle + 1 : middle;
    }
    return low;
  };
  const std::uint32_t low = bound(first, [&](std::string_view other) { return other < text; });
  const std::uint32_t high = bound(low, [&](std::string_view other) { return other <= text; });
  if (low == high) return unseen();
  return Register(seen_, State::seen, low, high, length + static_cast<std::uint32_t>(text.size()));
}

Register Register::appended(std::string_view text) const {
  if (state_ == State::nothing) return put(text);
  return state_ == State::seen ? narrowed(first_, end_, length_, text) : *this;
}

std::optional<Register> Register::step(const Input& input, const Output* answer) const {
  switch (input.kind) {
    case Kind::get:
      if (answer && answer->value != number()) return std::nullopt;
      return *this;
    case Kind::put: return put(input.text);
    case Kind::append: return appended(input.text);
    case Kind::erase: return Register(*seen_);
    case Kind::swap: break;
  }
  const bool fits = input.expected == number();
  if (answer && answer->is_swapped != fits) return std::nullopt;
  return fits ? put(input.text) : *this;
}

}  // namespace testkit::linearizable
