// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 3c: records, what a log file is made of: a few bytes that know whether they are whole.
//
// Interface:
//   put_record(to, kind, value)     appends one to a string (given)
//   read_record(bytes, offset)      the one that begins at `offset`; nothing where none is whole:
//                                   bytes are missing, or not those that were written
//   is_synced(bytes, offset)        does a `synced` record behind `offset` say so? (given)
//   Record::size                    in bytes: the next one begins at offset + size
//
// Format: three numbers, which are the checksum, the payload's size and the kind; then the payload.
// The checksum covers all that is behind it, so the size too.
// Invariants: read_record never looks behind the end of `bytes`, whatever a size says; zeros, which
// are what a disk shows where nothing was written, are no record.
// Thread rule: pure functions. A record's payload is a view of `bytes`.
#pragma once

#include <patina/base/not_implemented.hpp>
#include <patina/raft/encoding.hpp>
#include <patina/storage/crc32c.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patina::raft {

enum class RecordKind : std::uint64_t {
  hard_state = 1,
  entry = 2,
  synced = 3,  // all before it in this file is durable; a number: its own offset
  snapshot = 4,
};

struct Record {
  RecordKind kind{};
  std::string_view payload;
  std::uint64_t size = 0;
};

inline constexpr std::uint64_t record_head_bytes = 24;

// Given. `value` is anything that put() of encoding.hpp knows.
template <class Value>
void put_record(std::string& to, RecordKind kind, const Value& value) {
  const std::size_t begin = to.size();
  to.resize(begin + record_head_bytes);  // written last, as it tells of what follows
  put(to, value);
  put_at(to, begin + 8, to.size() - begin - record_head_bytes);
  put_at(to, begin + 16, static_cast<std::uint64_t>(kind));
  put_at(to, begin, storage::crc32c(std::string_view(to).substr(begin + 8)));
}

inline std::optional<Record> read_record(std::string_view bytes, std::uint64_t offset) {
  not_implemented("3c", "read the record at `offset`, if it is whole");
}

// Given. Where one record is damaged it is not known where the next begins, so each place is tried.
// A `synced` record says where it stands, lest the bytes of one in a client's command pass for it.
inline bool is_synced(std::string_view bytes, std::uint64_t offset) {
  for (; offset < bytes.size(); ++offset) {
    const std::optional<Record> record = read_record(bytes, offset);
    if (!record || record->kind != RecordKind::synced) continue;
    if (Decoder(record->payload).number() == offset) return true;
  }
  return false;
}

}  // namespace patina::raft
