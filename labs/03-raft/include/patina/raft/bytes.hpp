// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Bytes: what a command says, made once and then shared by every log that holds it.
//
// Interface:
//   Bytes()                   empty; costs no memory
//   Bytes(text)               a copy of text
//   view(), size(), is_empty()
//   ==                        compares what they say
//
// Invariants: what it says never changes. A copy shares: one entry is in three logs and in the
// messages between them, and its command stands in memory once.
// Cost: one allocation for each that is not empty; a copy is an atomic addition.
// Thread rule: like a shared_ptr; copies may live in different threads.
#pragma once

#include <patina/base/assert.hpp>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <string_view>
#include <utility>

namespace patina::raft {

class Bytes {
 public:
  Bytes() noexcept = default;
  explicit Bytes(std::string_view text) {
    if (text.empty()) return;
    PATINA_ASSERT(text.size() <= std::numeric_limits<std::uint32_t>::max(),
                  "a command has at most four gigabytes");
    block_ = new (::operator new(sizeof(Block) + text.size()))
        Block{{1}, static_cast<std::uint32_t>(text.size())};
    std::memcpy(static_cast<void*>(block_ + 1), text.data(), text.size());
  }
  Bytes(const Bytes& other) noexcept : block_(other.block_) {
    if (block_ != nullptr) block_->owners.fetch_add(1, std::memory_order_relaxed);
  }
  Bytes(Bytes&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Bytes& operator=(Bytes other) noexcept { return std::swap(block_, other.block_), *this; }
  ~Bytes() {
    if (block_ != nullptr) release();
  }

  std::string_view view() const noexcept {
    if (block_ == nullptr) return {};
    return {reinterpret_cast<const char*>(block_ + 1), block_->size};
  }
  std::uint32_t size() const noexcept { return block_ == nullptr ? 0 : block_->size; }
  bool is_empty() const noexcept { return block_ == nullptr; }

  friend bool operator==(const Bytes& left, const Bytes& right) noexcept {
    return left.block_ == right.block_ || left.view() == right.view();
  }

 private:
  struct Block {
    std::atomic<std::uint32_t> owners;
    std::uint32_t size;
  };

  void release() noexcept {
    // Who is alone with it need not say so to anybody.
    if (block_->owners.load(std::memory_order_acquire) != 1 &&
        block_->owners.fetch_sub(1, std::memory_order_acq_rel) != 1)
      return;
    ::operator delete(block_);
  }

  Block* block_ = nullptr;
};

}  // namespace patina::raft
