// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// How the key-value store writes things down: as text that a dump of a log shows readably, with
// sizes, so that keys and values may hold any bytes. "put 12 3 1:x 5:hello " is a command.
//
// Interface:
//   Writer   word("put"), number(12), text("hello"); view()
//   Reader   the same names, in the same order. Each returns false where something else stands
//            there, and from then on always: a whole record can be read first and asked about once
//   Reader::is_done()   was all of it read, and was all of it right?
// A number that a Reader gives back is not yet to be believed: a count is no reason to reserve
// memory.
// Thread rule: one thread.
#pragma once

#include <patina/raft/bytes.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace patina::kv {

using raft::Bytes;

class Writer {
 public:
  void word(std::string_view word) { (text_ += word) += ' '; }
  void number(std::uint64_t number) { word(std::to_string(number)); }
  void text(std::string_view text) {
    ((text_ += std::to_string(text.size())) += ':') += text;
    text_ += ' ';
  }

  std::string_view view() const { return text_; }
  Bytes bytes() const { return Bytes(text_); }

 private:
  std::string text_;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool word(std::string& word) {
    const std::size_t end = rest_.find(' ');
    if (end == std::string_view::npos) return fail();
    word = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return is_right_;
  }

  bool number(std::uint64_t& number) {
    if (!digits(number)) return fail();
    return skip(' ');
  }

  bool text(std::string& text) {
    std::uint64_t size = 0;
    if (!digits(size)) return fail();
    if (!skip(':') || rest_.size() < size) return fail();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return skip(' ');
  }

  bool is_done() const { return is_right_ && rest_.empty(); }

 private:
  bool digits(std::uint64_t& number) {
    const char* const end = rest_.data() + rest_.size();
    const auto [stop, error] = std::from_chars(rest_.data(), end, number);
    if (error != std::errc()) return fail();
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    return is_right_;
  }
  bool skip(char c) {
    if (!rest_.starts_with(c)) return fail();
    rest_.remove_prefix(1);
    return is_right_;
  }
  bool fail() {
    rest_ = {};
    return is_right_ = false;
  }

  std::string_view rest_;
  bool is_right_ = true;
};

}  // namespace patina::kv
