// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How what a store keeps is written as bytes: numbers of 64 bits, least byte first, and nothing
// else.
//
// Interface:
//   put(to, number), put(to, bytes)       append to a string
//   put_at(to, at, number)                over eight bytes that are there
//   put(to, hard_state), put(to, entry), put(to, stored_snapshot)
//   Decoder from(text)                    reads back, in the order in which it was written:
//     number(), bytes(), hard_state(), entry(), snapshot()
//     is_done()                           was all there, and is nothing left?
// Where a Decoder runs out of bytes it gives zeros from there on, and is_done() is false.
// Checksums are the store's business: a Decoder believes what it reads.
// Thread rule: pure functions; a Decoder is one thread's.
#pragma once

#include <patina/raft/ready.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace patina::raft {

inline void put_at(std::string& to, std::size_t at, std::uint64_t number) {
  char* const bytes = to.data() + at;
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (8 * i) & 255);
}

inline void put(std::string& to, std::uint64_t number) {
  to.resize(to.size() + 8);
  put_at(to, to.size() - 8, number);
}

inline void put(std::string& to, const Bytes& bytes) {
  put(to, std::uint64_t{bytes.size()});
  to += bytes.view();
}

inline void put(std::string& to, const HardState& state) {
  put(to, state.term.value());
  put(to, state.vote.value());
  put(to, state.commit.value());
}

inline void put(std::string& to, const Entry& entry) {
  put(to, entry.index.value());
  put(to, entry.term.value());
  put(to, static_cast<std::uint64_t>(entry.kind));
  put(to, entry.data);
}

// Which file of a log is the first that still counts, and what stands for those before it.
struct StoredSnapshot {
  std::uint64_t first = 0;
  Snapshot snapshot;
};

inline void put(std::string& to, const StoredSnapshot& stored) {
  const Snapshot& snapshot = stored.snapshot;
  put(to, stored.first);
  put(to, snapshot.index.value());
  put(to, snapshot.term.value());
  put(to, snapshot.configuration.encode());
  put(to, snapshot.data);
}

class Decoder {
 public:
  explicit Decoder(std::string_view text) : rest_(text) {}

  bool is_done() const { return is_whole_ && rest_.empty(); }

  std::uint64_t number() {
    std::uint64_t number = 0;
    const std::string_view taken = take(8);
    const char* const bytes = taken.data();
    for (std::size_t i = taken.size(); i-- > 0;)
      number = number << 8 | static_cast<unsigned char>(bytes[i]);
    return number;
  }
  Bytes bytes() { return Bytes(take(number())); }

  HardState hard_state() {
    HardState state;
    state.term = Term{number()};
    state.vote = NodeId{number()};
    state.commit = Index{number()};
    return state;
  }

  Entry entry() {
    Entry entry;
    entry.index = Index{number()};
    entry.term = Term{number()};
    entry.kind = static_cast<EntryKind>(number());
    entry.data = bytes();
    return entry;
  }

  StoredSnapshot snapshot() {
    StoredSnapshot stored;
    Snapshot& snapshot = stored.snapshot;
    stored.first = number();
    snapshot.index = Index{number()};
    snapshot.term = Term{number()};
    auto configuration = Configuration::decode(bytes());
    if (configuration) snapshot.configuration = *std::move(configuration);
    is_whole_ = is_whole_ && configuration.has_value();
    snapshot.data = bytes();
    return stored;
  }

 private:
  // Nothing at all where there is less.
  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) is_whole_ = false;
    if (!is_whole_) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
  bool is_whole_ = true;
};

}  // namespace patina::raft
