// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Task 2a: Arc<T>, an Rc whose owners may be in different threads, and ArcWeak<T>, which watches.
//
// Interface:
//   Arc<T>::make(arguments...)      a new T on the heap, and its first owner
//   arc.clone(), Arc(arc)           one more owner of the same value
//   *arc, arc->member               the value, read only: others are reading it
//   arc.get_mut(), arc.make_mut()   the value, writable: only for its sole owner, or on a copy
//   std::move(arc).try_unwrap()     the value itself, out of its last owner
//   arc.downgrade(), weak.upgrade() from an owner to an ArcWeak, and back if the value still lives
//   strong_count(arc), weak_count(arc), ptr_eq(a, b)
//
// Invariants: those of Rc (task 1b), at every moment and in every order in which threads may run:
// the value dies once, after its last use by anybody, and the counts die after the value and after
// their last use. All owners together hold one ArcWeak. A count never wraps.
// Thread rule: one Arc, or one ArcWeak, is used by one thread at a time; owners of one value may be
// in as many threads as you like. Arc and ArcWeak are Send and Sync iff T is both: the last owner
// destroys T, and that may be any thread.
// See also: patina/arc_block.hpp for the counting; Rust's std::sync::Arc; Mara Bos, Rust Atomics
// and Locks, chapter 6.
#pragma once

#include <patina/arc_block.hpp>
#include <patina/base/assert.hpp>
#include <patina/base/not_implemented.hpp>
#include <patina/rt/atomic.hpp>
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
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "make a T on the heap and its first owner");
    return Arc(new ArcBlock<T, Count>(std::in_place, std::forward<Arguments>(arguments)...));
    // END SOLUTION
  }

  // One more owner of the value of `other`. REQUIRES: `other` is live and the number of owners is
  // at most half of what fits Count (both assert). Never throws.
  Arc(const Arc& other) noexcept {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "become one more owner of the value of `other`");
    block_ = other.live();
    block_->add_owner();
    // END SOLUTION
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
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "be one owner fewer, and destroy the value if none is left");
    if (block_ != nullptr) block_->drop_owner();
    // END SOLUTION
  }

  // The value, read only. REQUIRES: not moved from (asserts, and says where it was moved).
  const T& operator*() const {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "give read access to the value");
    return live()->value;
    // END SOLUTION
  }
  const T* operator->() const { return std::addressof(**this); }

  // The value, writable, if nobody else could see the change at any moment: this is its only owner,
  // and there is no ArcWeak, which could become one while you write. Null otherwise.
  // ENSURES: all that former owners did with the value happened before.
  [[nodiscard]] T* get_mut() {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "give write access to the sole owner, null to any other");
    return live()->is_unique() ? std::addressof(block_->value) : nullptr;
    // END SOLUTION
  }

  // The value, writable, and this Arc its only owner: copied first if there are other owners. If
  // there are none but ArcWeaks, the value is moved to a place that they do not know, and they see
  // it die. If the copy or the move throws, this Arc owns what it owned.
  T& make_mut()
    requires std::copy_constructible<T>
  {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "make this the sole owner, by a copy if need be");
    auto* const block = live();
    if (!block->close()) {
      *this = make(std::as_const(block->value));  // copy on write
    } else if (block->weak.load(rt::memory_order_relaxed) == 1) {
      block->reopen();
    } else {
      block->move_out([this](T&& value) { block_ = make(std::move(value)).release(); });
    }
    return block_->value;
    // END SOLUTION
  }

  // The value itself, moved out, if this is its only owner; this Arc is gone then, and ArcWeaks no
  // longer upgrade. Otherwise nothing, and this Arc lives on. Of several threads that try at once
  // on the last owners, at most one gets it; if each drops its Arc after failing, perhaps none. If
  // the move throws, this Arc owns what it owned, and its ArcWeaks upgrade.
  [[nodiscard]] std::optional<T> try_unwrap(
      std::source_location where = std::source_location::current()) &&
    requires std::move_constructible<T>
  {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "move the value out of its only owner");
    std::optional<T> unwrapped;
    auto* const block = live();
    if (!block->close()) return unwrapped;
    block->move_out([&](T&& value) { unwrapped.emplace(std::move(value)); });
    leave(where);
    return unwrapped;
    // END SOLUTION
  }

  // An ArcWeak to the value: it does not keep the value alive.
  [[nodiscard]] ArcWeak<T, Count> downgrade() const noexcept {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "make an ArcWeak");
    auto* const block = live();
    block->add_weak_of_owner();
    return ArcWeak<T, Count>(block);
    // END SOLUTION
  }

  // How many owners, this one included, and how many ArcWeaks the program held a moment ago. Both
  // may have changed before you read the answer, and order nothing.
  friend std::size_t strong_count(const Arc& arc) {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "count the owners");
    return arc.live()->strong.load(rt::memory_order_relaxed);
    // END SOLUTION
  }
  friend std::size_t weak_count(const Arc& arc) {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "count the ArcWeaks");
    const Count seen = arc.live()->weak.load(rt::memory_order_relaxed);
    return seen == ArcBlock<T, Count>::locked ? 0 : seen - std::size_t{1};
    // END SOLUTION
  }

  // returns true iff both own the very same value, not merely equal ones
  friend bool ptr_eq(const Arc& left, const Arc& right) { return &*left == &*right; }

 private:
  friend class ArcWeak<T, Count>;

  explicit Arc(ArcBlock<T, Count>* block) noexcept : block_(block) {}

  // Given: an Arc holds the address of its block, and says where it was moved from. As with
  // ArcBlock, this is one way.
  ArcBlock<T, Count>* block_ = nullptr;  // null once moved from
#ifndef NDEBUG
  std::source_location moved_at_;  // where; meaningful while block_ is null
#endif

  ArcBlock<T, Count>* live() const {
    if (block_ == nullptr) [[unlikely]] use_after_move();
    return block_;
  }
  ArcBlock<T, Count>* release() noexcept { return std::exchange(block_, nullptr); }

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

  // BEGIN SOLUTION(2a)
  // STUB: PATINA_UNSAFE_SEND(Arc, true);  // whatever T is?
  // STUB: PATINA_UNSAFE_SYNC(Arc, true);
  PATINA_UNSAFE_SEND(Arc, Send<T> && Sync<T>);
  PATINA_UNSAFE_SYNC(Arc, Send<T> && Sync<T>);
  // END SOLUTION
};

// Knows where a value is, or was, without owning it. To use the value, become an owner first.
template <class T, class Count>
class ArcWeak {
 public:
  // An ArcWeak to nothing: it never upgrades. One that was moved from is one as well.
  ArcWeak() noexcept = default;

  // One more ArcWeak to the same value. REQUIRES: as for a clone of an Arc (asserts).
  ArcWeak(const ArcWeak& other) noexcept {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "become one more ArcWeak to the same value");
    if (other.block_ != nullptr) other.block_->add_weak();
    block_ = other.block_;
    // END SOLUTION
  }
  ArcWeak(ArcWeak&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  ArcWeak& operator=(ArcWeak other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }

  // One ArcWeak fewer; the counts are freed with the last of all owners and ArcWeaks.
  ~ArcWeak() {
    // BEGIN SOLUTION(2a)
    // STUB: if (block_ != nullptr) not_implemented("2a", "be one ArcWeak fewer");
    if (block_ != nullptr) block_->drop_weak();
    // END SOLUTION
  }

  // One more owner of the value, or nothing if it has lost its last owner: what is dead never comes
  // back, however closely the last drop and this call meet.
  [[nodiscard]] std::optional<Arc<T, Count>> upgrade() const noexcept {
    // BEGIN SOLUTION(2a)
    // STUB: not_implemented("2a", "become an owner, if there still is one");
    if (block_ == nullptr || !block_->try_add_owner()) return std::nullopt;
    return Arc<T, Count>(block_);
    // END SOLUTION
  }

  // The value may be gone: upgrade() first, and look at the answer.
  const T& operator*() const = delete;
  const T* operator->() const = delete;

 private:
  friend class Arc<T, Count>;

  explicit ArcWeak(ArcBlock<T, Count>* block) noexcept : block_(block) {}

  ArcBlock<T, Count>* block_ = nullptr;  // null: an ArcWeak to nothing

  // BEGIN SOLUTION(2a)
  // STUB: PATINA_UNSAFE_SEND(ArcWeak, true);  // whatever T is?
  // STUB: PATINA_UNSAFE_SYNC(ArcWeak, true);
  PATINA_UNSAFE_SEND(ArcWeak, Send<T> && Sync<T>);
  PATINA_UNSAFE_SYNC(ArcWeak, Send<T> && Sync<T>);
  // END SOLUTION
};

}  // namespace patina
