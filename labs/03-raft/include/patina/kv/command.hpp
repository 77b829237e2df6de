// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// What clients ask of the key-value store, and what they are answered. Each command stands in the
// log; each answer is made where its command is applied.
//
// A client first opens a session. Its ClientId is the index of the entry that opened it: no other
// has it, on any node, ever. It numbers its commands 1, 2, ... and has one out at a time; while it
// has no answer, it sends the same command with the same serial again, to whomever (paper, 8).
//
//   Operation             Outcome
//   open                  done, with `client`
//   get                   done with the value, or not_found
//   put                   done
//   append                done; a key that is not there counts as empty
//   erase                 done, or not_found
//   compare_and_swap      done if it held `expected`; or mismatch, with the value, or not_found
//   any but open          stale     a command with a higher serial was applied already
//                         expired   there is no such session, any more or ever: not applied.
//                                   Whether it was applied before nobody knows
//   bytes that are none   invalid
// Thread rule: value types.
#pragma once

#include <patina/base/strong.hpp>
#include <patina/kv/encoding.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace patina::kv {

struct ClientIdTag;
struct SerialTag;

using ClientId = base::Strong<ClientIdTag, std::uint64_t>;  // 0: nobody's
using Serial = base::Strong<SerialTag, std::uint64_t>;      // of a client's commands: 1, 2, ...

enum class Operation : std::uint8_t { open, get, put, append, erase, compare_and_swap };
enum class Outcome : std::uint8_t { done, not_found, mismatch, stale, expired, invalid };

inline constexpr std::string_view operation_names[] = {"open",   "get",   "put",
                                                       "append", "erase", "compare_and_swap"};
inline constexpr std::string_view outcome_names[] = {"done",  "not_found", "mismatch",
                                                     "stale", "expired",   "invalid"};

inline std::string_view name_of(Operation operation) {
  return operation_names[static_cast<int>(operation)];
}
inline std::string_view name_of(Outcome outcome) {
  return outcome_names[static_cast<int>(outcome)];
}

struct Command {
  Operation operation{};
  ClientId client;
  Serial serial;
  std::string key;
  std::string value;
  std::string expected;  // of compare_and_swap
  friend bool operator==(const Command&, const Command&) = default;
};

struct Answer {
  Outcome outcome{};
  std::string value;
  ClientId client;  // of open
  friend bool operator==(const Answer&, const Answer&) = default;
};

namespace detail {

template <class Enum, std::size_t count>
bool read_name(Reader& reader, const std::string_view (&names)[count], Enum& value) {
  std::string word;
  if (!reader.word(word)) return false;
  const auto found = std::find(std::begin(names), std::end(names), word);
  if (found == std::end(names)) return false;
  value = static_cast<Enum>(found - std::begin(names));
  return true;
}

template <class Number>
bool read_number(Reader& reader, Number& value) {
  std::uint64_t number = 0;
  if (!reader.number(number)) return false;
  value = Number{number};
  return true;
}

}  // namespace detail

inline void write(Writer& writer, const Command& command) {
  writer.word(name_of(command.operation));
  writer.number(command.client.value());
  writer.number(command.serial.value());
  for (const std::string* text : {&command.key, &command.value, &command.expected})
    writer.text(*text);
}

inline bool read(Reader& reader, Command& command) {
  return detail::read_name(reader, operation_names, command.operation) &&
         detail::read_number(reader, command.client) &&
         detail::read_number(reader, command.serial) && reader.text(command.key) &&
         reader.text(command.value) && reader.text(command.expected);
}

inline void write(Writer& writer, const Answer& answer) {
  writer.word(name_of(answer.outcome));
  writer.number(answer.client.value());
  writer.text(answer.value);
}

inline bool read(Reader& reader, Answer& answer) {
  return detail::read_name(reader, outcome_names, answer.outcome) &&
         detail::read_number(reader, answer.client) && reader.text(answer.value);
}

template <class Record>
Bytes encode(const Record& record) {
  Writer writer;
  write(writer, record);
  return writer.bytes();
}

// Returns nothing where the bytes were not written by encode(), or there are more of them.
template <class Record>
std::optional<Record> decode(const Bytes& bytes) {
  Reader reader(bytes.view());
  Record record;
  if (!read(reader, record) || !reader.is_done()) return std::nullopt;
  return record;
}

inline std::string describe(const Answer& answer) {
  std::string text(name_of(answer.outcome));
  if (!answer.value.empty()) text += " " + answer.value;
  if (answer.client != ClientId{}) text += " client " + std::to_string(answer.client.value());
  return text;
}

}  // namespace patina::kv
