// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The life log: values that write down when they are made, copied, moved, read and destroyed.
//
// Interface:
//   Tracked a("a", 7)            a value named "a" that holds 7; copies are "a.2", "a.3", ...
//   MoveOnly b("b", 8)           the same without copies
//   Immovable c("c", 9)          the same without copies and moves
//   lives().alive / made / copies / moves / destroyed
//   forgive_leaks()              this test leaks on purpose
//
// Invariants, checked by themselves:
//   an object is destroyed once, read only while it lives, and gone when its test ends.
// A broken one fails the test, and the log marks the step that broke it. Objects are known by the
// address they were made at; addresses are never shown or ordered by.
// Thread rule: all functions lock one mutex.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace testkit {

struct Lives {
  int made = 0;  // all constructions: from a value, by copy, by move
  int copies = 0;
  int moves = 0;  // by construction and by assignment
  int destroyed = 0;
  int alive = 0;
  bool operator==(const Lives&) const = default;
};
Lives lives();
void forgive_leaks();

// Used by the runner.
void begin_lives();
void end_lives();  // reports what still lives, unless forgiven

// Used by the explorer, whose body runs many times within one test: what a run of it made is
// reported if it still lives, and then forgotten.
struct LifeMark {
  std::size_t objects = 0;
  Lives counts;
};
LifeMark mark_lives();
void end_lives_since(const LifeMark& mark);
void forget_lives_since(const LifeMark& mark);

namespace detail {
int life_begins(const void* self, std::string_view name);
int life_copies(const void* self, const void* from);
int life_moves(const void* self, const void* from);
void life_assigns(const void* self, const void* from, bool moved);
bool life_reads(const void* self);
void life_ends(const void* self);
}  // namespace detail

// A copyable value with a life log. A moved-from one holds -1.
class Tracked {
 public:
  explicit Tracked(std::string_view name, int value = 0) : value_(value) {
    detail::life_begins(this, name);
  }
  Tracked(const Tracked& other) : value_(other.value_) { detail::life_copies(this, &other); }
  Tracked(Tracked&& other) noexcept : value_(other.value_) {
    detail::life_moves(this, &other);
    other.value_ = -1;
  }
  Tracked& operator=(const Tracked& other) {
    detail::life_assigns(this, &other, false);
    value_ = other.value_;
    return *this;
  }
  Tracked& operator=(Tracked&& other) noexcept {
    detail::life_assigns(this, &other, true);
    value_ = other.value_;
    if (this != &other) other.value_ = -1;
    return *this;
  }
  ~Tracked() { detail::life_ends(this); }

  // returns the value, or -999 if the object does not live (which fails the test)
  int value() const { return detail::life_reads(this) ? value_ : -999; }
  void set(int value) {
    if (detail::life_reads(this)) value_ = value;
  }
  bool operator==(const Tracked& other) const { return value() == other.value(); }

 private:
  int value_;
};

class MoveOnly : public Tracked {
 public:
  using Tracked::Tracked;
  MoveOnly(MoveOnly&&) noexcept = default;
  MoveOnly& operator=(MoveOnly&&) noexcept = default;
};

class Immovable : public Tracked {
 public:
  using Tracked::Tracked;
  Immovable(Immovable&&) = delete;
  Immovable& operator=(Immovable&&) = delete;
};

}  // namespace testkit
