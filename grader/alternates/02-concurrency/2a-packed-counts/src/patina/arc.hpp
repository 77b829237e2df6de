// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// An alternate for task 2a: see patina/arc_block.hpp. An owner is an address of the ledger.
#pragma once

#include <patina/arc_block.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/send.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace patina {

template <class T, class Count = std::size_t>
class ArcWeak;

template <class T, class Count = std::size_t>
class Arc {
  static_assert(std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>,
                "Arc shares one value, which is const for all who share it");

 public:
  using element_type = T;

  // There is no empty Arc.
  Arc() = delete;
  Arc(std::nullptr_t) = delete;

  // Makes a T from `arguments`, in place on the heap. If T's constructor throws, nothing is leaked
  // and the exception goes to the caller. Cost: one allocation is enough for value and counts.
  template <class... Arguments>
    requires std::constructible_from<T, Arguments...>
  [[nodiscard]] static Arc make(Arguments&&... arguments) {
    auto value = std::make_unique<T>(std::forward<Arguments>(arguments)...);
    auto* const ledger = new ArcLedger<T, Count>(value.get());
    static_cast<void>(value.release());
    return Arc(ledger);
  }

  // One more owner of the value of `other`. REQUIRES: `other` is live and the number of owners is
  // at most half of what fits Count (both assert). Never throws.
  Arc(const Arc& other) noexcept {
    block_ = other.live();
    block_->add_owner();
  }
  [[nodiscard]] Arc clone() const noexcept { return *this; }

  // Takes the place of `other` among the owners; the count does not change.
  // ENSURES: `other` may only be assigned to or destroyed. REQUIRES: `other` is live (asserts).
  Arc(Arc&& other, std::source_location where = std::source_location::current()) noexcept
      : block_(other.live()) {
    other.leave(where);
  }

  // Owns what `other` owned; the value owned so far loses an owner once the new one is in place.
  // Moves and assignment count nothing: they are given.
  Arc& operator=(Arc other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }

  // One owner fewer; the last one, in whichever thread, destroys the value.
  ~Arc() {
    if (block_ != nullptr) block_->drop_owner();
  }

  // The value, read only. REQUIRES: not moved from (asserts, and says where it was moved).
  const T& operator*() const {
    return live()->value();
  }
  const T* operator->() const { return std::addressof(**this); }

  // The value, writable, if nobody else could see the change at any moment: this is its only owner,
  // and there is no ArcWeak, which could become one while you write. Null otherwise.
  // ENSURES: all that former owners did with the value happened before.
  [[nodiscard]] T* get_mut() {
    return live()->is_unique() ? std::addressof(block_->value()) : nullptr;
  }

  // The value, writable, and this Arc its only owner: copied first if there are other owners. If
  // there are none but ArcWeaks, the value is moved to a place that they do not know, and they see
  // it die. If the copy or the move throws, this Arc owns what it owned.
  T& make_mut()
    requires std::copy_constructible<T>
  {
    auto* const block = live();
    if (block->is_unique()) return block->value();
    if (!block->close()) {
      *this = make(std::as_const(block->value()));
      return block_->value();
    }
    move_out([this, block] { block_ = make(std::move(block->value())).release(); });
    return block_->value();
  }

  // The value itself, moved out, if this is its only owner; this Arc is gone then, and ArcWeaks no
  // longer upgrade. Otherwise nothing, and this Arc lives on. Of several threads that try at once
  // on the last owners, at most one gets it; if each drops its Arc after failing, perhaps none.
  [[nodiscard]] std::optional<T> try_unwrap(
      std::source_location where = std::source_location::current()) &&
    requires std::move_constructible<T>
  {
    std::optional<T> unwrapped;
    auto* const block = live();
    if (!block->close()) return unwrapped;
    move_out([&] { unwrapped.emplace(std::move(block->value())); });
    leave(where);
    return unwrapped;
  }

  // An ArcWeak to the value: it does not keep the value alive.
  [[nodiscard]] ArcWeak<T, Count> downgrade() const noexcept {
    auto* const block = live();
    block->add_weak();
    return ArcWeak<T, Count>(block);
  }

  // How many owners, this one included, and how many ArcWeaks the program held a moment ago. Both
  // may have changed before you read the answer, and order nothing.
  friend std::size_t strong_count(const Arc& arc) {
    return arc.live()->owners();
  }
  friend std::size_t weak_count(const Arc& arc) {
    return arc.live()->weaks();
  }

  // returns true iff both own the very same value, not merely equal ones
  friend bool ptr_eq(const Arc& left, const Arc& right) { return &*left == &*right; }

 private:
  friend class ArcWeak<T, Count>;

  explicit Arc(ArcLedger<T, Count>* block) noexcept : block_(block) {}

  // After close(): what `take` does moves the value away.
  template <class F>
  void move_out(F take) {
    auto* const block = block_;
    try {
      take();
    } catch (...) {
      block->reopen();
      throw;
    }
    block->end();
  }

  // Given: an Arc holds the address of its block, and says where it was moved from. As with
  // ArcBlock, this is one way.
  ArcLedger<T, Count>* block_ = nullptr;  // null once moved from
#ifndef NDEBUG
  std::source_location moved_at_;  // where; meaningful while block_ is null
#endif

  ArcLedger<T, Count>* live() const {
    if (block_ == nullptr) [[unlikely]] use_after_move();
    return block_;
  }
  ArcLedger<T, Count>* release() noexcept { return std::exchange(block_, nullptr); }

  void leave(const std::source_location& where) noexcept {
    block_ = nullptr;
#ifndef NDEBUG
    moved_at_ = where;
#else
    static_cast<void>(where);
#endif
  }

  [[noreturn, gnu::cold, gnu::noinline]] void use_after_move() const {
#ifndef NDEBUG
    fail_assertion("an Arc is not used after it was moved from", moved_at_);  // the line to look at
#else
    fail_assertion("an Arc is not used after it was moved from");
#endif
  }

  PATINA_UNSAFE_SEND(Arc, Send<T> && Sync<T>);
  PATINA_UNSAFE_SYNC(Arc, Send<T> && Sync<T>);
};

// Knows where a value is, or was, without owning it. To use the value, become an owner first.
template <class T, class Count>
class ArcWeak {
 public:
  // An ArcWeak to nothing: it never upgrades. One that was moved from is one as well.
  ArcWeak() noexcept = default;

  // One more ArcWeak to the same value. REQUIRES: as for a clone of an Arc (asserts).
  ArcWeak(const ArcWeak& other) noexcept {
    if (other.block_ != nullptr) other.block_->add_weak();
    block_ = other.block_;
  }
  ArcWeak(ArcWeak&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  ArcWeak& operator=(ArcWeak other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }

  // One ArcWeak fewer; the counts are freed with the last of all owners and ArcWeaks.
  ~ArcWeak() {
    if (block_ != nullptr) block_->drop_weak();
  }

  // One more owner of the value, or nothing if it has lost its last owner: what is dead never comes
  // back, however closely the last drop and this call meet.
  [[nodiscard]] std::optional<Arc<T, Count>> upgrade() const noexcept {
    if (block_ == nullptr || !block_->try_add_owner()) return std::nullopt;
    return Arc<T, Count>(block_);
  }

  // The value may be gone: upgrade() first, and look at the answer.
  const T& operator*() const = delete;
  const T* operator->() const = delete;

 private:
  friend class Arc<T, Count>;

  explicit ArcWeak(ArcLedger<T, Count>* block) noexcept : block_(block) {}

  ArcLedger<T, Count>* block_ = nullptr;  // null: an ArcWeak to nothing

  PATINA_UNSAFE_SEND(ArcWeak, Send<T> && Sync<T>);
  PATINA_UNSAFE_SYNC(ArcWeak, Send<T> && Sync<T>);
};

}  // namespace patina
