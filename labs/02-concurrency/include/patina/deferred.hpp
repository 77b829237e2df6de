// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Deferred: a small call to be made later, once, such as the deletion of a node.
//
// Interface:
//   Deferred([node] { delete node; })    remembers the call; allocates nothing
//   deferred()                           makes it
//
// It's for what a collector of garbage keeps in its bags: trivially copyable, three words at most,
// so that a bag is an array and to keep a call can't fail. Nobody sees to it that it is called
// once.
// Thread rule: like a plain value.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>

namespace patina {

class Deferred {
 public:
  template <class F>
    requires std::is_invocable_v<F&>
  explicit Deferred(F f) noexcept
      : call_([](void* room) { (*std::launder(static_cast<F*>(room)))(); }) {
    static_assert(sizeof(F) <= sizeof room_ && alignof(F) <= alignof(void*) &&
                      std::is_trivially_copyable_v<F>,
                  "a deferred call captures at most three pointers or numbers");
    ::new (static_cast<void*>(room_)) F(f);
  }

  void operator()() { call_(room_); }

 private:
  void (*call_)(void*);
  alignas(void*) std::byte room_[3 * sizeof(void*)]{};
};

}  // namespace patina
